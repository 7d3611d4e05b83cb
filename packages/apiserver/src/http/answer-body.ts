/**
 * Writes an answer to a client no faster than it reads. Small pieces are gathered into portions, large ones are handed
 * on as they are, so a list of many objects takes neither a system call an object nor a second copy of itself.
 */
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import type { ResponseBody } from './request.js';

const PORTION_BYTES = 256 * 1024;
/** Shorter answers are not worth compressing. */
const GZIP_FROM_BYTES = 128 * 1024;

type Piece = string | Uint8Array;

export function bodyBytes(body: ResponseBody | undefined): number {
  if (body === undefined) return 0;
  if (typeof body === 'string') return Buffer.byteLength(body);
  if (body instanceof Uint8Array) return body.length;
  let total = 0;
  for (const piece of body) total += typeof piece === 'string' ? Buffer.byteLength(piece) : piece.length;
  return total;
}

export function bodyText(body: ResponseBody): string {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  return Buffer.concat(body.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece))).toString('utf8');
}

/** Whether an answer of so many bytes goes out compressed to a client that sent this `Accept-Encoding`. */
export function isCompressed(bytes: number, acceptEncoding: readonly string[] | undefined): boolean {
  if (bytes <= GZIP_FROM_BYTES || acceptEncoding === undefined) return false;
  return acceptEncoding
    .join(',')
    .split(',')
    .some((item) => item.split(';')[0]?.trim() === 'gzip');
}

/** Portions of a body in order. */
export function* portions(body: ResponseBody): Generator<Uint8Array> {
  if (typeof body === 'string') yield* sliced(Buffer.from(body));
  else if (body instanceof Uint8Array) yield* sliced(body);
  else yield* gathered(body);
}

function* gathered(pieces: readonly Piece[]): Generator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for (const piece of pieces) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    if (size + bytes.length > PORTION_BYTES && size > 0) {
      yield Buffer.concat(waiting, size);
      waiting = [];
      size = 0;
    }
    if (bytes.length > PORTION_BYTES) {
      yield* sliced(bytes);
    } else {
      waiting.push(bytes);
      size += bytes.length;
    }
  }
  if (size > 0) yield Buffer.concat(waiting, size);
}

function* sliced(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PORTION_BYTES) yield bytes.subarray(at, at + PORTION_BYTES);
}

/** Writes everything and ends `target`; rejects when the client has gone. */
export async function writeBody(target: Writable, body: ResponseBody, compressed: boolean): Promise<void> {
  if (compressed) {
    await pipeline(portions(body), createGzip({ level: constants.Z_BEST_SPEED }), target);
    return;
  }
  for (const portion of portions(body)) {
    if (target.destroyed) throw new Error('the client has gone');
    if (!target.write(portion)) await drained(target);
  }
  target.end();
}

/** Settles when `target` takes more, and also when it never will. */
export function drained(target: Writable): Promise<void> {
  if (target.destroyed || !target.writableNeedDrain) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      target.off('drain', done).off('close', done);
      resolve();
    };
    target.on('drain', done).on('close', done);
  });
}
