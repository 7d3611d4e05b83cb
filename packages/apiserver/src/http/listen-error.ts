/** Why the server cannot listen, as one line that says what to do. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
  /** The system's: `EADDRINUSE`, `EACCES`, ... */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export function listenError(error: NodeJS.ErrnoException, host: string, port: number): ListenError {
  const code = error.code ?? '';
  const where = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return new ListenError(code, `cannot listen on ${where}: ${REASONS.get(code)?.(port) ?? error.message}`);
}

const REASONS: ReadonlyMap<string, (port: number) => string> = new Map([
  ['EADDRINUSE', () => 'another process uses the port; stop it or choose another port'],
  ['EACCES', (port: number) => `no permission; ${port < 1024 ? 'choose a port from 1024 on' : 'choose another port'}`],
  ['EADDRNOTAVAIL', () => 'this machine does not have the address; choose one of its own'],
  ['ENOTFOUND', () => 'the host name is not known; give an IP address'],
]);
