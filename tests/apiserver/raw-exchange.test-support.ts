/** Requests as bytes, and answers as they come from the wire. */
import type { Client } from './http-client.test-support.js';

export interface RawAnswer {
  readonly status: number;
  /** Lower-case names; values of a name that came several times are joined by ` | `. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Sends the bytes on a connection of their own; the answers until the server closes, or it is asked to keep it open. */
export async function exchange(client: Client, bytes: Buffer, limitMs = 4000): Promise<readonly RawAnswer[]> {
  const socket = await client.socket();
  const chunks: Buffer[] = [];
  const isKept = bytes.includes('\r\nConnection: Upgrade\r\n');
  const ended = new Promise<void>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (isKept && isWhole(Buffer.concat(chunks))) resolve();
    });
    socket.once('close', resolve);
    setTimeout(resolve, limitMs).unref();
  });
  socket.write(bytes);
  await ended;
  socket.destroy();
  return parseAnswers(Buffer.concat(chunks));
}

/** Whether an answer that says how long it is has come to its end. */
function isWhole(bytes: Buffer): boolean {
  const headEnd = bytes.indexOf('\r\n\r\n');
  const length = /\r\ncontent-length: *(\d+)/i.exec(bytes.toString('latin1', 0, Math.max(headEnd, 0)))?.[1];
  return length !== undefined && bytes.length >= headEnd + 4 + Number(length);
}

function parseAnswers(bytes: Buffer): RawAnswer[] {
  const answers: RawAnswer[] = [];
  let at = 0;
  while (bytes.toString('latin1', at, at + 5) === 'HTTP/') {
    const headEnd = bytes.indexOf('\r\n\r\n', at);
    if (headEnd < 0) break;
    const [statusLine = '', ...lines] = bytes.toString('latin1', at, headEnd).split('\r\n');
    const headers = new Map<string, string>();
    for (const line of lines) {
      const name = line.slice(0, line.indexOf(':')).toLowerCase();
      const value = line.slice(line.indexOf(':') + 1).trim();
      const before = headers.get(name);
      headers.set(name, before === undefined ? value : `${before} | ${value}`);
    }
    const { body, end } = bodyAt(bytes, headEnd + 4, headers);
    answers.push({ status: Number(statusLine.split(' ')[1]), headers, body: body.toString('utf8') });
    at = end;
  }
  return answers;
}

interface Body {
  readonly body: Buffer;
  readonly end: number;
}

function bodyAt(bytes: Buffer, start: number, headers: ReadonlyMap<string, string>): Body {
  if (headers.get('transfer-encoding') !== 'chunked') {
    const length = headers.get('content-length');
    const end = length === undefined ? bytes.length : start + Number(length);
    return { body: bytes.subarray(start, end), end };
  }
  const pieces: Buffer[] = [];
  let at = start;
  while (at < bytes.length) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return { body: Buffer.concat(pieces), end: bytes.length };
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    pieces.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
    if (size === 0) break;
  }
  return { body: Buffer.concat(pieces), end: at };
}
