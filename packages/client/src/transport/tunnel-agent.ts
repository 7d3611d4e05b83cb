/** Connections to the API server through a proxy: CONNECT, and then TLS from end to end. */
import { request as httpRequest } from 'node:http';
import { Agent, type AgentOptions, request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect } from 'node:tls';
import { ClusterError } from '../cluster-error.js';
import type { Proxy } from './proxy.js';

const CONNECT_MS = 30_000;

export class TunnelAgent extends Agent {
  readonly #proxy: Proxy;

  constructor(proxy: Proxy, options: AgentOptions) {
    super(options);
    this.#proxy = proxy;
  }

  /** Called by the agent for every new connection. */
  override createConnection(
    options: ConnectionOptions & { host?: string; port?: number },
    callback: (error: Error | null, socket?: Duplex) => void,
  ): undefined {
    // TLS refuses keys and certificates that it cannot read at once: that is an answer, too.
    openTunnel(this.#proxy, options.host ?? '', options.port ?? 443)
      .then((socket) => connect({ ...options, socket }))
      .then(
        (socket) => callback(null, socket),
        (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
      );
    return undefined;
  }
}

function openTunnel(proxy: Proxy, host: string, port: number): Promise<Duplex> {
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    const request = (proxy.isEncrypted ? httpsRequest : httpRequest)({
      host: proxy.host,
      port: proxy.port,
      method: 'CONNECT',
      path: target,
      agent: false,
      timeout: CONNECT_MS,
      headers: {
        Host: target,
        ...(proxy.authorization === undefined ? {} : { 'Proxy-Authorization': proxy.authorization }),
      },
    });
    const fail = (why: string): void => {
      request.destroy();
      reject(new ClusterError(`the proxy ${proxy.shown} ${why}`));
    };
    request.on('connect', (answer, socket) => {
      if (answer.statusCode === 200) resolve(socket);
      else {
        socket.destroy();
        fail(`does not connect to ${target}: it answered ${answer.statusCode}`);
      }
    });
    request.on('response', (answer) => fail(`does not connect to ${target}: it answered ${answer.statusCode}`));
    request.on('timeout', () => fail('does not answer'));
    request.on('error', (error: NodeJS.ErrnoException) => fail(`cannot be used (${error.code ?? error.message})`));
    request.end();
  });
}
