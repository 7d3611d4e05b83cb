/**
 * The lines of a stream, as many at once as have arrived: whoever waits for an answer gets it, and whoever sends
 * thousands of lines does not pay for each.
 */

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
