/**
 * The secure port: TLS sockets, handed on to HTTP/1 or HTTP/2 as the handshake chose. Client certificates are asked for
 * and handed on; who they prove is for authentication to say.
 *
 * One TLS server stands in front of both protocols because Node's own mixed server keeps no times for HTTP/1.
 */
import { constants } from 'node:crypto';
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type Server, TLSSocket, type TlsOptions } from 'node:tls';
import { ConnectionTable } from './connection-table.js';
import { http1Server, type ProtocolOptions } from './http1.js';
import { serveHttp2 } from './http2.js';
import { DEFAULT_LIMITS, type HttpLimits } from './limits.js';
import { listenError } from './listen-error.js';
import type { ApiRequest, ApiResponse } from './request.js';

export interface ServingCertificate {
  /** PEM; the chain that clients get, its own certificate first. */
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  /** PEM of the authorities whose client certificates are asked for. */
  readonly ca?: string | Buffer;
}

export interface ListenOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tls: ServingCertificate & {
    readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
    /** OpenSSL's names, separated by colons. */
    readonly ciphers?: string;
  };
  readonly handler: (request: ApiRequest) => Promise<ApiResponse>;
  readonly limits?: Partial<HttpLimits>;
}

export interface Listener {
  readonly host: string;
  readonly port: number;
  /** Connections at this moment. */
  readonly connections: number;
  /** New connections get the new certificate. */
  reloadCertificate(certificate: ServingCertificate): void;
  /** Takes no new connections. */
  stopAccepting(): void;
  /** Lets what is under way finish, closes each connection after it, and settles when all are closed. */
  drain(): Promise<void>;
  /** Cuts everything. */
  destroy(): Promise<void>;
}

/** Rejects with a `ListenError` whose message is one line for people. */
export async function listen(options: ListenOptions): Promise<Listener> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const connections = new ConnectionTable(limits);
  const minVersion = options.tls.minVersion ?? 'TLSv1.2';
  const fixed: TlsOptions = {
    ...secureContext(options.tls),
    minVersion,
    ...(options.tls.ciphers === undefined ? {} : { ciphers: options.tls.ciphers }),
  };
  const server = createServer({
    ...fixed,
    ALPNProtocols: ['h2', 'http/1.1'],
    requestCert: true,
    rejectUnauthorized: false,
    handshakeTimeout: limits.handshakeMs,
  });
  serveConnections(server, connections, { handler: options.handler, limits, connections, certificatesOf });
  try {
    await bound(server, options);
  } catch (error) {
    connections.destroy();
    throw error;
  }
  const { address, port } = addressOf(server);
  const closed = new Promise<void>((resolve) => {
    server.once('close', resolve);
  });
  return {
    host: address,
    port,
    get connections() {
      return connections.size;
    },
    reloadCertificate: (certificate) => server.setSecureContext({ ...fixed, ...secureContext(certificate) }),
    stopAccepting: () => stopAccepting(server),
    async drain() {
      stopAccepting(server);
      connections.drain();
      await closed;
    },
    async destroy() {
      stopAccepting(server);
      connections.destroy();
      await closed;
    },
  };
}

/** No tickets: a resumed session would carry a certificate past a change of the authority. */
const SECURE_OPTIONS = constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION;

function secureContext({ cert, key, ca }: ServingCertificate): TlsOptions {
  return { cert, key, ...(ca === undefined ? {} : { ca }), secureOptions: SECURE_OPTIONS, honorCipherOrder: true };
}

function serveConnections(server: Server, connections: ConnectionTable, options: ProtocolOptions): void {
  const http1 = http1Server(options);
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => {});
    socket.setNoDelay(true);
    // A peer that vanished without a word is found out, also when nobody has anything to say.
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    connections.accept(socket);
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.on('secureConnection', (socket) => {
    socket.on('error', () => {});
    const tracked = connections.secured(socket);
    if (tracked === undefined) {
      socket.destroy();
    } else if (socket.alpnProtocol === 'h2') {
      serveHttp2(socket, tracked, options);
    } else {
      tracked.drain = () => {
        tracked.isDraining = true;
        if (tracked.requests === 0) socket.destroySoon();
      };
      http1.emit('connection', socket);
    }
  });
  server.on('close', () => http1.close());
}

const certificates = new WeakMap<Socket, readonly Buffer[]>();
const MAX_CHAIN = 10;

/** Read once a connection. */
function certificatesOf(socket: Socket): readonly Buffer[] {
  const known = certificates.get(socket);
  if (known !== undefined) return known;
  const chain = socket instanceof TLSSocket ? chainOf(socket) : [];
  certificates.set(socket, chain);
  return chain;
}

function chainOf(socket: TLSSocket): readonly Buffer[] {
  const chain: Buffer[] = [];
  try {
    let certificate = socket.getPeerX509Certificate();
    while (certificate !== undefined && chain.length < MAX_CHAIN) {
      chain.push(certificate.raw);
      certificate = certificate.issuerCertificate;
    }
    return chain;
  } catch {
    // What cannot be read proves nobody.
    return [];
  }
}

function bound(server: Server, { host, port }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => reject(listenError(error, host, port));
    server.once('error', failed);
    server.listen({ host, port, backlog: BACKLOG }, () => {
      server.off('error', failed);
      // Running out of file descriptors is for the next connection to survive, not for the process to die of.
      server.on('error', () => {});
      resolve();
    });
  });
}

const BACKLOG = 1024;
const KEEP_ALIVE_MS = 30_000;

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no address');
  return address;
}

function stopAccepting(server: Server): void {
  if (server.listening) server.close();
}
