/** HTTP/2: each stream is a request; floods of streams, resets and headers end the connection, never the process. */
import {
  constants,
  type IncomingHttpHeaders,
  performServerHandshake,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { bodyReader } from './body-reader.js';
import type { TrackedConnection } from './connection-table.js';
import { type AnswerChannel, Exchange, type WireHeaders, writeAnswer } from './exchange.js';
import { firstHeader, headerMap } from './header-map.js';
import { isServerOptions, type ProtocolOptions } from './http1.js';
import type { ApiRequest } from './request.js';
import { http2Refusal } from './request-refusal.js';

const WINDOW_BYTES = 256 * 1024;
const CONNECTION_WINDOW_BYTES = 4 * WINDOW_BYTES;
const SESSION_MEBIBYTES = 64;
/** Headers that belong to a connection of HTTP/1. */
const HOP_BY_HOP: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade']);

/** Serves one connection whose handshake chose `h2`. */
export function serveHttp2(socket: TLSSocket, tracked: TrackedConnection, options: ProtocolOptions): void {
  const { limits } = options;
  const session = performServerHandshake(socket, {
    maxHeaderListPairs: limits.headerCount,
    maxSessionMemory: SESSION_MEBIBYTES,
    settings: {
      maxConcurrentStreams: limits.streams,
      initialWindowSize: WINDOW_BYTES,
      maxHeaderListSize: limits.headerBytes,
      enablePush: false,
    },
  });
  session.on('error', () => session.destroy());
  session.on('connect', () => {
    if (!session.destroyed) session.setLocalWindowSize(CONNECTION_WINDOW_BYTES);
  });
  tracked.drain = () => session.close();
  session.on('stream', (stream, headers, _flags, raw?: readonly string[]) => {
    stream.on('error', () => {});
    void answer(stream, session, headers, raw ?? [], socket, tracked, options);
  });
}

async function answer(
  stream: ServerHttp2Stream,
  session: ServerHttp2Session,
  headers: IncomingHttpHeaders,
  raw: readonly string[],
  socket: TLSSocket,
  tracked: TrackedConnection,
  { connections, limits, handler, certificatesOf }: ProtocolOptions,
): Promise<void> {
  const method = headers[':method'] ?? '';
  const target = headers[':path'];
  const refusal = http2Refusal(target, raw, limits);
  if (refusal !== undefined) {
    stream.respond({ ':status': refusal.status, 'content-type': 'text/plain; charset=utf-8' });
    stream.end(refusal.text);
    return;
  }
  const exchange = new Exchange('HTTP/2.0', tracked);
  const closed = new Promise<void>((resolve) => {
    stream.once('close', () => {
      exchange.abort(new Error('the client has gone'));
      resolve();
    });
  });
  connections.requestBegins(tracked);
  try {
    const map = headerMap(raw);
    const request: ApiRequest = {
      method,
      target: target ?? '',
      headers: map,
      body: streamBody(stream, map, limits.bodyBytes),
      remoteAddress: tracked.address,
      clientCertificates: certificatesOf(socket),
      get signal() {
        return exchange.signal;
      },
      connection: exchange,
    };
    const answered = isServerOptions(method, target) ? { status: 200, headers: {} } : await handler(request);
    await writeAnswer(channelOf(stream, session, closed), request, answered, exchange, limits);
  } catch {
    cutStream(stream);
  } finally {
    connections.requestEnds(tracked);
  }
}

function streamBody(stream: ServerHttp2Stream, headers: ApiRequest['headers'], limit: number): () => Promise<Buffer> {
  const length = firstHeader(headers, 'content-length');
  const declaredBytes = stream.endAfterHeaders ? 0 : length === undefined ? undefined : Number(length);
  const expectsContinue = headers.has('expect');
  return bodyReader(stream, {
    limit,
    declaredBytes,
    beforeReading: expectsContinue ? () => stream.additionalHeaders({ ':status': 100 }) : undefined,
  });
}

function channelOf(stream: ServerHttp2Stream, session: ServerHttp2Session, done: Promise<void>): AnswerChannel {
  // The rest of a body that nobody wanted: the client is told to stop sending it.
  stream.once('finish', () => {
    if (!stream.readableEnded && !stream.endAfterHeaders) stream.close(constants.NGHTTP2_NO_ERROR);
  });
  return {
    writable: stream,
    done,
    head(status, headers, bytes) {
      const own: WireHeaders = {};
      for (const [name, value] of Object.entries(headers)) {
        const lower = name.toLowerCase();
        if (!HOP_BY_HOP.has(lower)) own[lower] = value;
      }
      if (bytes !== undefined && status !== 204 && status !== 304) own['content-length'] = String(bytes);
      stream.respond({ ':status': status, ...own });
      if (String(headers.Connection).toLowerCase() === 'close') session.close();
    },
    cut() {
      cutStream(stream);
    },
  };
}

/** `close` would end the answer properly first, and what is cut would look complete. */
function cutStream(stream: ServerHttp2Stream): void {
  stream.destroy(new Error('the answer is cut'));
}
