/** Input that wants to hurt: it costs one error and little time, and never an exception. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandLists } from './manifest-object.js';
import { readManifest } from './read-manifest.js';

/** Integers that a double cannot hold for certain are bigints here, and doubles to JSON.parse. */
const asJson = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? Number(part) : part));

/** Milliseconds; what is meant to be linear is far below on any machine, what is quadratic far above. */
const PATIENCE = 5000;

function read(text: string): { values: unknown[]; messages: string[] } {
  const start = performance.now();
  const { documents, errors } = readManifest(text);
  for (const document of documents) {
    document.locate(['a', 'b', 0]);
    document.nearest(['spec', 'containers', 3]);
    expandLists(document).forEach((object) => object.duplicates);
  }
  expect(performance.now() - start).toBeLessThan(PATIENCE);
  return { values: documents.map(({ value }) => value), messages: errors.map(({ message }) => message) };
}

const laughs = (levels: number): string =>
  Array.from({ length: levels }, (_, level) => {
    const item = level === 0 ? '"lol"' : `*a${level - 1}`;
    return `a${level}: &a${level} [${Array(9).fill(item).join(',')}]\n`;
  }).join('');

describe('alias bombs', () => {
  it('are refused at the bound of Kubernetes', () => {
    expect(read(laughs(9)).messages).toEqual(['document contains excessive aliasing']);
    expect(read(`a: &a [${'x,'.repeat(3000)}]\nb: [${'*a,'.repeat(3000)}]\n`).messages).toEqual([
      'document contains excessive aliasing',
    ]);
  });

  it('by merge keys as well', () => {
    const maps = Array.from(
      { length: 2000 },
      (_, level) => `m${level}: &m${level} {<<: *m${level - 1}, k${level}: 1}\n`,
    );
    expect(read(`m-1: &m-1 {a: b}\n${maps.join('')}`).messages).toEqual(['document contains excessive aliasing']);
  });

  it('that are none are read', () => {
    expect(read(laughs(3)).messages).toEqual([]);
    const { values } = read(`a: &a {x: 1}\nb: [${'*a,'.repeat(50)}]\n`);
    expect((values[0] as { b: unknown[] }).b).toHaveLength(50);
  });
});

describe('nesting', () => {
  it.each([
    ['[', '[', ']'],
    ['{"a":', '{"a":', '}'],
  ])('of %s is read to the depth of Kubernetes, and then an error', (_, open, close) => {
    const text = (depth: number): string => `${open.repeat(depth)}1${close.repeat(depth)}`;
    expect(read(text(10_000)).messages).toEqual([]);
    expect(read(text(10_001)).messages).toHaveLength(1);
    expect(read(text(200_000)).messages).toHaveLength(1);
  });

  it('of blocks is bounded as well', () => {
    expect(read(`${'- '.repeat(5000)}x\n`).messages).toEqual([]);
    expect(read(`${'- '.repeat(20_000)}x\n`).messages).toEqual([
      'exceeded max depth of 10000 (increasing indent level that begins at line 1, column 20001)',
    ]);
    expect(read(`${'? '.repeat(20_000)}x\n`).messages).toHaveLength(1);
    const lines = Array.from({ length: 3000 }, (__, depth) => `${' '.repeat(depth)}a:\n`).join('');
    expect(read(lines).messages).toEqual([]);
  });

  it('through aliases counts', () => {
    const half = (open: string, inner: string): string => open.repeat(6000) + inner + ']'.repeat(6000);
    expect(read(`a: &a ${half('[', '1')}\nb: ${half('[', '*a')}\n`).messages).toEqual(['exceeded max depth of 10000']);
  });

  it('of merge keys needs no deep stack', () => {
    const text = `${'{<<: '.repeat(9000)}{a: 1, a: 2}${'}'.repeat(9000)}\n`;
    expect(read(`x: ${text}`).messages).toEqual([]);
    expect(readManifest('[[[1]]]', { limits: { maxDepth: 2 } }).errors).toHaveLength(1);
  });
});

describe('limits', () => {
  it('of nodes hold for both formats', () => {
    const limits = { maxNodes: 1000 };
    for (const text of [
      `[${'1,'.repeat(2000)}1]`,
      `{"a":[${'{},'.repeat(2000)}1]}`,
      'a:\n- 1\n'.concat('- 2\n'.repeat(2000)),
    ]) {
      const { documents, errors } = readManifest(text, { limits });
      expect(documents).toEqual([]);
      expect(errors.map(({ message }) => message)).toEqual(['the file holds more than 1000 keys and values']);
    }
  });

  it('of length are checked first', () => {
    expect(readManifest('a: 1\n', { limits: { maxLength: 4 } })).toEqual({
      documents: [],
      errors: [{ message: 'the file is longer than 4 characters', line: 1, column: 1 }],
    });
  });
});

describe('long things', () => {
  it.each([
    ['a number', `a: ${'9'.repeat(2_000_000)}\n`],
    ['a number of another base', `a: 0x${'f'.repeat(2_000_000)}\n`],
    ['a number in JSON', `{"a": ${'9'.repeat(300)}${'0'.repeat(2_000_000)}}`],
    ['a key', `${'k'.repeat(2_000_000)}: 1\n`],
    ['blanks behind a separator', `a: 1\n---${' '.repeat(1_000_000)}x${' '.repeat(1_000_000)}\n`],
    ['a comment', `a: 1 #${' #'.repeat(1_000_000)}\n`],
    ['blank lines', `a: |\n${'  \n'.repeat(500_000)}b: 1\n`],
    ['a line of pairs', `a: [${'😀,'.repeat(300_000)}]\n`],
    ['a line of emoji', `a: ${'😀 '.repeat(300_000)}\n`],
    ['quotes', `a: ${"''".repeat(1_000_000)}\n`],
    ['escapes', `{"a": "${'\\u00e9'.repeat(300_000)}"}`],
    ['the same key', 'a: 1\n'.repeat(300_000)],
    [
      'many keys and then the same',
      Array.from({ length: 100_000 }, (_, n) => `k${n}: 1\n`).join('') + 'k99999: 1\n'.repeat(1000),
    ],
    ['unclosed brackets', '[{'.repeat(500_000)],
    ['indicators', '- ? : '.repeat(200_000)],
    ['anchors', Array.from({ length: 100_000 }, (_, n) => `- &a${n} x\n`).join('')],
    ['tags', '- !!str x\n'.repeat(100_000)],
    ['text behind the root', ` a: 1\n${'# x\n'.repeat(300_000)}b: 2\n`],
    ['documents', 'a: 1\n---\n'.repeat(100_000)],
    ['separators', '---\n'.repeat(300_000)],
  ])('such as %s cost linear time', (_, text) => {
    read(text);
  });
});

describe('anything', () => {
  const pieces = fc.constantFrom(
    ...'a|: |- |\n| |\t|"|\'|{|}|[|]|,|#|&a|*a|!|!!int |>|%|---|...'.split('|'),
    ...'<<: |~|? |\\|\r|\ufeff|\u2028|\x85|\0|\ud800|😀|1|.inf|0x|{"a":|__proto__|\\u00'.split('|'),
    '|',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
  );

  it('is read without an exception, and every error is one line with a place', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(undefined, 'yaml' as const, 'json' as const), (input, format) => {
        const { documents, errors } = readManifest(input, format === undefined ? {} : { format });
        for (const { message, line, column } of errors) {
          expect(message).not.toMatch(/[\n\r]/);
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
        }
        for (const document of documents) {
          expect(document.locate([])).toBeDefined();
          expandLists(document);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('that JSON.stringify wrote is read back with a place for every value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        // -0 is no JSON, and null is no document.
        const wanted: unknown = JSON.parse(JSON.stringify(value));
        if (wanted === null) return;
        const json = JSON.stringify(value, null, indent);
        const [document] = readManifest(json, { format: 'json' }).documents;
        expect(asJson(document?.value)).toBe(JSON.stringify(wanted));
        const visit = (part: unknown, path: (string | number)[]): void => {
          const found = document?.locate(path);
          const source = json.slice(found?.value.offset, found?.end.offset);
          expect(JSON.stringify(JSON.parse(source))).toBe(JSON.stringify(part));
          if (Array.isArray(part)) part.forEach((item, index) => visit(item, [...path, index]));
          else if (typeof part === 'object' && part !== null) {
            for (const [key, item] of Object.entries(part)) visit(item, [...path, key]);
          }
        };
        visit(wanted, []);
      }),
      { numRuns: 500 },
    );
  });
});
