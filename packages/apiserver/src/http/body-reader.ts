/** Reads the body of a request once and never further than the limit. */
import type { Readable } from 'node:stream';
import { StatusError } from './status-error.js';

export interface BodyReaderOptions {
  readonly limit: number;
  /** `Content-Length`, when the client said one. */
  readonly declaredBytes: number | undefined;
  /** Asked before the first byte is read: the client may wait for `100 Continue`. */
  readonly beforeReading?: (() => void) | undefined;
}

/** The reader of `ApiRequest.body`: the stream is touched when it is first called. */
export function bodyReader(stream: Readable, options: BodyReaderOptions): () => Promise<Buffer> {
  let body: Promise<Buffer> | undefined;
  return () => {
    body ??= readBody(stream, options);
    return body;
  };
}

function readBody(stream: Readable, { limit, declaredBytes, beforeReading }: BodyReaderOptions): Promise<Buffer> {
  if (declaredBytes !== undefined && declaredBytes > limit) return Promise.reject(tooLarge(limit));
  if (declaredBytes === 0 || stream.readableEnded) return Promise.resolve(Buffer.alloc(0));
  beforeReading?.();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (finish: () => void): void => {
      stream.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken);
      finish();
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= limit) {
        chunks.push(chunk);
        return;
      }
      stream.pause();
      settle(() => reject(tooLarge(limit)));
    };
    const onEnd = (): void => settle(() => resolve(chunks.length === 1 ? (chunks[0] ?? EMPTY) : Buffer.concat(chunks)));
    const onBroken = (): void => settle(() => reject(unreadable()));
    stream.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken);
  });
}

const EMPTY = Buffer.alloc(0);

function tooLarge(limit: number): StatusError {
  const message = `Request entity too large: limit is ${limit}`;
  return new StatusError({ code: 413, reason: 'RequestEntityTooLarge', message });
}

/** The client went away, or the framing of its body was broken; the first of them reads nothing any more. */
function unreadable(): StatusError {
  return new StatusError({ code: 400, reason: 'BadRequest', message: 'unable to read the body of the request' });
}
