/** The body of an answer, unpacked and bounded: a few packed bytes can say gigabytes. */
import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ClusterError, foreignText } from '../cluster-error.js';

/** The answer has more bytes than it may; a smaller page may fit. */
export class TooLargeError extends ClusterError {}

export function readBody(answer: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const encoding = answer.headers['content-encoding'] ?? 'identity';
    let body: Readable = answer;
    if (encoding === 'gzip') {
      // Errors of either stream end the other, and arrive at the last.
      body = pipeline(answer, createGunzip(), () => undefined);
    } else if (encoding !== 'identity') {
      answer.destroy();
      reject(new ClusterError(`the server answered packed as ${foreignText(encoding)}, which was not asked for`));
      return;
    }
    const chunks: Buffer[] = [];
    let length = 0;
    body.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) chunks.push(chunk);
      else {
        // First: what is destroyed says that it was broken off.
        reject(new TooLargeError(`the server's answer is larger than ${Math.floor(maxBytes / 1024 / 1024)} MiB`));
        answer.destroy();
        body.destroy();
      }
    });
    body.on('end', () => resolve(Buffer.concat(chunks)));
    body.on('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code?.startsWith('Z_')
          ? new ClusterError('the server answered with gzip that cannot be unpacked')
          : error,
      );
    });
    // A connection that breaks off in the middle ends without an error.
    answer.on('aborted', () => reject(new ClusterError('the server broke off its answer')));
  });
}
