import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { lineBatches } from './line-batches.js';

async function batches(...chunks: (string | Buffer)[]): Promise<(readonly string[])[]> {
  const found: (readonly string[])[] = [];
  for await (const lines of lineBatches(Readable.from(chunks))) found.push(lines);
  return found;
}

describe('lineBatches', () => {
  it.each([
    { chunks: [], expected: [] },
    { chunks: ['a\nb\n'], expected: [['a', 'b']] },
    { chunks: ['a\nb', 'c\n', 'd'], expected: [['a'], ['bc'], ['d']] },
    { chunks: ['a', 'b', '\n'], expected: [['ab']] },
    { chunks: ['a\r\n\n'], expected: [['a\r', '']] },
    { chunks: [Buffer.from('\u00e9\n').subarray(0, 1), Buffer.from('\u00e9\n').subarray(1)], expected: [['\u00e9']] },
  ])('gives lines as they come: $chunks', async ({ chunks, expected }) => {
    expect(await batches(...chunks)).toEqual(expected);
  });

  it('bounds a line', async () => {
    await expect(batches('x'.repeat(16 * 1024 * 1024), 'x')).rejects.toThrow('longer than 16 MiB');
  });
});
