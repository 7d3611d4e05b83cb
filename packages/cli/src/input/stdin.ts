/** Standard input as one file: read to its end, but never more than the limit. */
import { failureOf, type TooLarge } from './disk.js';

export type StandardInput = Uint8Array | TooLarge | { readonly message: string };

/** How stdin is called in answers. */
export const STDIN_NAME = '<stdin>';

/** Everything that comes; `bytes` of what is too large counts what had come by then. */
export async function readStdin(stream: NodeJS.ReadableStream, maxBytes: number): Promise<StandardInput> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // Leaving the loop early destroys the stream, so that the writer notices.
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk);
      length += bytes.length;
      if (length > maxBytes) return { bytes: length };
      chunks.push(bytes);
    }
  } catch (error) {
    return { message: failureOf(error) };
  }
  return Buffer.concat(chunks, length);
}
