/**
 * HTTP/1.x: requests of one connection are answered one after another, in their order, also when a client sends them
 * without waiting.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { bodyReader } from './body-reader.js';
import type { ConnectionTable, TrackedConnection } from './connection-table.js';
import { type AnswerChannel, Exchange, writeAnswer } from './exchange.js';
import { firstHeader, headerMap } from './header-map.js';
import type { HttpLimits } from './limits.js';
import type { ApiRequest, ApiResponse } from './request.js';
import { http1Refusal, type ParserError, parserRefusal, type Refusal } from './request-refusal.js';

export interface ProtocolOptions {
  readonly handler: (request: ApiRequest) => Promise<ApiResponse>;
  readonly limits: HttpLimits;
  readonly connections: ConnectionTable;
  /** DER of the client's certificates. */
  readonly certificatesOf: (socket: Socket) => readonly Buffer[];
}

/** A client that sends so many requests without waiting for an answer is not read further. */
const MAX_WAITING = 64;
/** The rest of a body that nobody wanted is read so far, to keep the connection. */
const MAX_UNREAD_BODY = 256 * 1024;
/** So long a client may read the answer to a request whose body is not read. */
const LINGER_MS = 500;
/** What a refused connection may still send meanwhile. */
const MAX_DROPPED_BYTES = 4 << 20;

/** The requests of one connection. */
interface Line {
  last: Promise<void>;
  waiting: number;
  /** The one that was begun last; its body may still be on its way. */
  latest: IncomingMessage;
}

/** Messages whose body cannot be read to its end. */
const broken = new WeakSet<IncomingMessage>();

/** Takes sockets by its `connection` event. */
export function http1Server(options: ProtocolOptions): Server {
  const { limits } = options;
  const lines = new WeakMap<Duplex, Line>();
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.headersMs + limits.transferMs,
    keepAliveTimeout: limits.idleMs,
    connectionsCheckingInterval: Math.max(10, Math.min(1000, limits.headersMs / 4)),
  });
  // Node would otherwise leave out what is beyond 1,000 headers, without an error.
  server.maxHeadersCount = 0;
  const enter = (message: IncomingMessage, response: ServerResponse, expectsContinue: boolean): void => {
    message.on('error', () => {});
    inLine(lines, message, () => answer(message, response, expectsContinue, options));
  };
  server.on('request', (message, response) => enter(message, response, false));
  server.on('checkContinue', (message, response) => enter(message, response, true));
  server.on('checkExpectation', (_message, response: ServerResponse) => {
    response.writeHead(417, { Connection: 'close', 'Content-Length': '0' }).end();
  });
  server.on('connect', (_message, socket) => refuseOnSocket(socket, parserRefusal()));
  server.on('clientError', (error: ParserError, stream) => {
    if (isDropped(stream, error)) return;
    const line = lines.get(stream);
    if (line === undefined || line.latest.complete) {
      dropped.set(stream, 0);
      const refuse = (): void => refuseOnSocket(stream, parserRefusal(error));
      if (line === undefined) refuse();
      else line.last = line.last.then(refuse);
    } else {
      // The error is in the body of a request that somebody handles: he learns of it, and answers.
      broken.add(line.latest);
      line.latest.emit('error', error);
    }
  });
  // The checks of the times for headers and requests begin when a server listens; this one is handed its sockets.
  server.emit('listening');
  return server;
}

function inLine(lines: WeakMap<Duplex, Line>, message: IncomingMessage, work: () => Promise<void>): void {
  const { socket } = message;
  const line = lines.get(socket) ?? { last: Promise.resolve(), waiting: 0, latest: message };
  line.latest = message;
  lines.set(socket, line);
  line.waiting += 1;
  if (line.waiting >= MAX_WAITING) socket.pause();
  const done = (): void => {
    line.waiting -= 1;
    if (line.waiting < MAX_WAITING && socket.isPaused()) socket.resume();
  };
  line.last = line.waiting === 1 ? work().then(done) : line.last.then(work).then(done);
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  expectsContinue: boolean,
  options: ProtocolOptions,
): Promise<void> {
  const { connections, limits, handler } = options;
  const { socket } = message;
  const tracked = connections.find(socket);
  // After an answer that closed the connection nothing is done any more that the client would not hear of.
  if (tracked === undefined || socket.destroyed || socket.writableEnded) return;
  const refusal = http1Refusal(message.httpVersion, message.url ?? '', message.rawHeaders, limits);
  if (refusal !== undefined) {
    await refuse(message, response, refusal);
    return;
  }
  const exchange = new Exchange(message.httpVersion === '1.0' ? 'HTTP/1.0' : 'HTTP/1.1', tracked);
  const gone = (): void => exchange.abort(new Error('the client has gone'));
  socket.once('close', gone);
  connections.requestBegins(tracked);
  try {
    const request = requestOf(message, response, expectsContinue, exchange, tracked, options);
    const channel = channelOf(message, response, tracked);
    const answered = isServerOptions(message.method, message.url) ? NOTHING : await handler(request);
    await writeAnswer(channel, request, answered, exchange, limits);
  } catch {
    // A handler that fails has nothing to say; the others live on.
    socket.destroy();
  } finally {
    socket.off('close', gone);
    connections.requestEnds(tracked);
    if (tracked.isDraining) socket.destroySoon();
  }
}

const PLAIN_TEXT = 'text/plain; charset=utf-8';
const NOTHING: ApiResponse = { status: 200, headers: {} };
export const isServerOptions = (method: string | undefined, target: string | undefined): boolean =>
  method === 'OPTIONS' && target === '*';

function requestOf(
  message: IncomingMessage,
  response: ServerResponse,
  expectsContinue: boolean,
  exchange: Exchange,
  tracked: TrackedConnection,
  { limits, certificatesOf }: ProtocolOptions,
): ApiRequest {
  const headers = headerMap(message.rawHeaders);
  const length = firstHeader(headers, 'content-length');
  const isChunked = headers.has('transfer-encoding');
  return {
    method: message.method ?? '',
    target: message.url ?? '',
    headers,
    body: bodyReader(message, {
      limit: limits.bodyBytes,
      declaredBytes: isChunked ? undefined : Number(length ?? 0),
      beforeReading: expectsContinue ? () => response.writeContinue() : undefined,
    }),
    remoteAddress: tracked.address,
    clientCertificates: certificatesOf(message.socket),
    get signal() {
      return exchange.signal;
    },
    connection: exchange,
  };
}

function channelOf(message: IncomingMessage, response: ServerResponse, tracked: TrackedConnection): AnswerChannel {
  return {
    writable: response,
    done: settled(response),
    head(status, headers, bytes) {
      if (bytes !== undefined && status !== 204 && status !== 304) headers['Content-Length'] = String(bytes);
      if (hasUnreadBody(message)) closeWithLinger(message, response);
      else if (tracked.isDraining) response.setHeader('Connection', 'close');
      // HTTP/1.1 connections persist unless it is said otherwise.
      else if (message.httpVersion === '1.1') response.removeHeader('Connection');
      response.writeHead(status, headers);
      if (bytes === undefined) response.flushHeaders();
    },
    cut() {
      message.socket.destroy();
    },
  };
}

function hasUnreadBody(message: IncomingMessage): boolean {
  if (message.complete) return false;
  if (broken.has(message)) return true;
  const length = message.headers['content-length'];
  return length === undefined || message.headers.expect !== undefined || Number(length) > MAX_UNREAD_BODY;
}

/** The client may still be sending: a socket closed at once would take the answer with it. */
function closeWithLinger(message: IncomingMessage, response: ServerResponse): void {
  const { socket } = message;
  response.setHeader('Connection', 'close');
  socket.destroySoon = () => {
    socket.end();
    socket.resume();
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  };
}

async function refuse(
  message: IncomingMessage,
  response: ServerResponse,
  { status, text, contentType = PLAIN_TEXT }: Refusal,
): Promise<void> {
  const finished = settled(response);
  response.writeHead(status, {
    'Content-Type': contentType,
    'Content-Length': String(Buffer.byteLength(text)),
    Connection: 'close',
  });
  response.end(text);
  await finished;
  message.socket.destroySoon();
}

/** Connections that were refused and whose sender may still read why, with the bytes that were dropped since. */
const dropped = new WeakMap<Duplex, number>();

/** What still comes is read and dropped for a while: a connection closed before would take the answer with it. */
function refuseOnSocket(stream: Duplex, { status, text, contentType = PLAIN_TEXT }: Refusal): void {
  if (!stream.writable) {
    stream.destroy();
    return;
  }
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`;
  stream.end(`${head}\r\nContent-Type: ${contentType}\r\nConnection: close\r\n\r\n${text}`);
  setTimeout(() => stream.destroy(), LINGER_MS).unref();
}

/** The parser complains of every piece that comes after its first error. Whether this was one of those. */
function isDropped(stream: Duplex, { rawPacket, code }: ParserError): boolean {
  const before = dropped.get(stream);
  if (before === undefined) return false;
  const bytes = before + (rawPacket?.length ?? MAX_DROPPED_BYTES);
  dropped.set(stream, bytes);
  if (bytes >= MAX_DROPPED_BYTES || code === 'ERR_HTTP_REQUEST_TIMEOUT') stream.destroy();
  return true;
}

/** When the answer has been handed to the socket, or never will be. */
function settled(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('finish', resolve).once('close', resolve);
  });
}
