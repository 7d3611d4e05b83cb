/** A server that answers as a test says, over plain HTTP, and a transport to it. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CredentialSource } from '../credentials/credentials.js';
import { serverAddress } from './server-address.js';
import { Transport, type TransportLimits, type TransportOptions } from './transport.js';

export interface TestServer {
  readonly url: string;
  /** The URLs that were asked, in order. */
  readonly asked: string[];
  readonly http: Server;
  close(): void;
}

export async function startServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TestServer> {
  const asked: string[] = [];
  const listener: RequestListener = (request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    http: server,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** As the API server answers. */
export function send(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof value === 'string' ? value : JSON.stringify(value));
}

const nobody: CredentialSource = { get: () => Promise.resolve({}), forget: () => false };

export function transportTo(
  url: string,
  more: Partial<TransportOptions> = {},
  limits: Partial<TransportLimits> = {},
): Transport {
  return new Transport({
    server: serverAddress(url, true),
    authority: undefined,
    serverName: '',
    skipVerification: false,
    proxy: undefined,
    credentials: nobody,
    impersonation: new Map(),
    userAgent: 'test',
    ...more,
    limits: { waitMs: 20, ...limits },
  });
}
