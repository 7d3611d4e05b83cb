/**
 * The lines of a stream, as many at once as have arrived: whoever waits for an answer gets it, and whoever sends
 * thousands of lines does not pay for each.
 */

import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { type Context, UsageError } from './context.js';
import { reasonOf } from './output.js';

/** Far above any question; what is longer is no text of lines. */
const MAX_LINE_LENGTH = 16 * 1024 * 1024;

export async function* lineBatches(input: NodeJS.ReadableStream): AsyncIterable<readonly string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of input) {
    const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_LENGTH) throw new Error('a line is longer than 16 MiB');
    if (lines.length > 0) yield lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield [rest];
}

/** The lines of a file, or of stdin for `-`. */
export const linesOf = ({ stdin, cwd }: Context, source: string): AsyncIterable<readonly string[]> =>
  lineBatches(source === '-' ? stdin : createReadStream(resolve(cwd, source)));

/** Writes the answer to each line that is not empty, as the lines come; what cannot be read is an error of usage. */
export async function answerLines(context: Context, source: string, answer: (line: string) => string): Promise<void> {
  const batches = linesOf(context, source)[Symbol.asyncIterator]();
  for (;;) {
    let next: IteratorResult<readonly string[]>;
    try {
      next = await batches.next();
    } catch (error) {
      throw new UsageError(`cannot read questions from ${source}: ${reasonOf(error)}`);
    }
    if (next.done === true) return;
    context.write(next.value.filter((line) => line.trim() !== '').map(answer));
  }
}
