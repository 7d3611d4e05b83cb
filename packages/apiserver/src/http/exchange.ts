/** One request on a connection: its signal, and writing its answer in whichever version of HTTP it came. */
import type { Writable } from 'node:stream';
import { bodyBytes, drained, isCompressed, writeBody } from './answer-body.js';
import type { TrackedConnection } from './connection-table.js';
import { wireValue } from './header-map.js';
import type { HttpLimits } from './limits.js';
import type { ApiRequest, ApiResponse, RequestConnection, ResponseSink } from './request.js';

/** How the two versions of HTTP begin and break off an answer. */
export interface AnswerChannel {
  readonly writable: Writable;
  /** `bytes` undefined when the length is not known before. */
  head(status: number, headers: WireHeaders, bytes: number | undefined): void;
  /** After `head`: the client must see that the answer is cut. */
  cut(): void;
  /** Settles when the answer has been handed over, or never will be. */
  readonly done: Promise<void>;
}

export type WireHeaders = Record<string, string | string[]>;

export class Exchange implements RequestConnection {
  readonly protocol: RequestConnection['protocol'];
  readonly #tracked: TrackedConnection;
  #controller: AbortController | undefined;
  #reason: Error | undefined;

  constructor(protocol: RequestConnection['protocol'], tracked: TrackedConnection) {
    this.protocol = protocol;
    this.#tracked = tracked;
  }

  /** Made when somebody asks: most requests are answered before anybody does. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  get isAborted(): boolean {
    return this.#reason !== undefined;
  }

  abort(reason: Error): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#controller?.abort(reason);
  }

  authenticated(): void {
    this.#tracked.isKnown = true;
  }
}

/** Writes what the chain answered. Never rejects: a client that does not take its answer loses the connection. */
export async function writeAnswer(
  channel: AnswerChannel,
  request: ApiRequest,
  response: ApiResponse,
  exchange: Exchange,
  limits: HttpLimits,
): Promise<void> {
  const headers = wireHeaders(response.headers);
  const { stream } = response;
  let timer: NodeJS.Timeout | undefined;
  const startTimer = (): void => {
    timer = setTimeout(() => channel.cut(), limits.transferMs);
  };
  try {
    if (stream === undefined) {
      startTimer();
      await writeWhole(channel, request, response, headers);
    } else {
      await writeStream(channel, response.status, headers, stream, exchange, limits);
      startTimer();
    }
    await channel.done;
  } catch {
    channel.cut();
  } finally {
    clearTimeout(timer);
  }
}

async function writeWhole(
  channel: AnswerChannel,
  request: ApiRequest,
  { status, body }: ApiResponse,
  headers: WireHeaders,
): Promise<void> {
  const bytes = bodyBytes(body);
  const isHead = request.method === 'HEAD';
  const compressed = !isHead && !isEncoded(headers) && isCompressed(bytes, request.headers.get('accept-encoding'));
  if (compressed) {
    headers['Content-Encoding'] = 'gzip';
    headers.Vary = [...(headers.Vary === undefined ? [] : [headers.Vary].flat()), 'Accept-Encoding'];
  }
  channel.head(status, headers, compressed ? undefined : bytes);
  if (body === undefined || bytes === 0 || isHead) {
    channel.writable.end();
  } else if (bytes <= SMALL_BYTES && (typeof body === 'string' || body instanceof Uint8Array)) {
    channel.writable.end(body);
  } else {
    await writeBody(channel.writable, body, compressed);
  }
}

const SMALL_BYTES = 64 * 1024;

const isEncoded = (headers: WireHeaders): boolean =>
  Object.keys(headers).some((name) => name.toLowerCase() === 'content-encoding');

async function writeStream(
  channel: AnswerChannel,
  status: number,
  headers: WireHeaders,
  stream: (sink: ResponseSink) => Promise<void>,
  exchange: Exchange,
  limits: HttpLimits,
): Promise<void> {
  const { writable } = channel;
  const sink: ResponseSink = {
    signal: exchange.signal,
    get pendingBytes() {
      return writable.writableLength;
    },
    write(chunk) {
      if (writable.destroyed || writable.writableEnded) return false;
      if (writable.writableLength > limits.pendingBytes) {
        exchange.abort(new Error('the client reads too slowly'));
        channel.cut();
        return false;
      }
      return writable.write(chunk);
    },
    drained: () => drained(writable),
  };
  // Also when the client has gone meanwhile: whoever made the stream has something to give back at its end.
  if (writable.destroyed) exchange.abort(new Error('the client has gone'));
  else channel.head(status, headers, undefined);
  await stream(sink);
  if (!writable.destroyed && !writable.writableEnded) writable.end();
}

function wireHeaders(headers: ApiResponse['headers']): WireHeaders {
  const wire: WireHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    wire[name] = typeof value === 'string' ? wireValue(value) : value.map(wireValue);
  }
  return wire;
}
