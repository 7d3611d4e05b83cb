/** The whole of stdin, within bounds. */
import type { TooLarge } from './disk.js';

export async function readStdin(stdin: NodeJS.ReadableStream, maxBytes: number): Promise<Uint8Array | TooLarge> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop early closes the stream: the writer is not kept waiting.
  for await (const chunk of stdin) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk;
    chunks.push(bytes);
    length += bytes.length;
    if (length > maxBytes) return { bytes: length };
  }
  return Buffer.concat(chunks, length);
}
