/** The fast reader answers as the exact one, or not at all. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exact, fast } from './block-reader.test-support.js';

function agree(text: string): boolean {
  const answer = fast(text);
  if (answer !== undefined) expect(answer, JSON.stringify(text)).toEqual(exact(text));
  return answer !== undefined;
}

/** What the fast reader must take: it is pointless where it gives up on what people write. */
const TAKEN = [
  'a: 1\nb: two\n',
  'a:\n  b:\n  - 1\n  - x: y\n    z: w\n  c: d\n',
  'a:\n- b\n- c: 1\n  d: 2\ne: f\n',
  '- a\n- - b\n  - c\n-   d: 1\n    e: 2\n',
  '# comment\na: b # trailing\n\n  # deeper comment\nc: d\n',
  'a: "x y"\nb: \'z: #\'\n"quoted key": v\n\'k\': v\n',
  "a: \"x\\ny\\u263a\"\nb: 'it''s'\n",
  'a: {}\nb: []\nc: {d: e, f: [1, two, "3", {g: h}]}\nd: [a, b,]\n',
  'a: |\n  line1\n   line2\n\n  line3\nb: >-\n  fold\n  ed\n\n  para\nc: |+\n  keep\n\nd: e\n',
  'a:\n  - |\n    text\n  - b\n',
  'a:\nb:\n  c:\n  d: 1\n',
  'a: -1\nb: 0x1F\nc: 1e3\nd: .5\ne: 1_000\nf: 012\ng: 9007199254740993\nh: yes\ni: ~\n',
  'a: http://x:80/y?z\nb: x#y\nc: a:b\nd: -x\n',
  'on: x\n1: y\n1.5: z\ntrue: w\n',
  'a: 1\nb: 2\na: 3\n',
  'a:   # c\n  b: 1\n  # e\n# f\n',
  'a: é ü\nb: "日本"\n',
  'a: b',
  'a: [b, c] # d',
  'a:\n-\n  b: 1\n-\n- c\n',
  'a: |\n  text\twith a tab\nb: "\t" # \t\n',
  '__proto__: {a: 1}\nconstructor: b\n',
];

/** What it must leave to the composer. */
const LEFT = [
  'a: &x {b: 1}\nc: *x\n',
  '<<: {a: 1}\n',
  '? a\n: b\n',
  'a: !!str 1\n',
  'a: plain\n  goes on\n',
  'a: "multi\n  line"\n',
  'a: [1,\n  2]\n',
  'a:\tb\n',
  'a: b\r',
  'a: b\r\r\n',
  'a: .inf\n',
  '~: b\n',
  'a: b: c\n',
  'a: b\n c: d\n',
  '%YAML 1.1\n',
  'plain\n',
  'a: @x\n',
  '...\n',
  'a: 😀\n',
  '--- a: b\n',
  'a: |\n  no line break',
];

describe('the block reader', () => {
  it.each(TAKEN)('takes %j', (text) => {
    expect(agree(text)).toBe(true);
  });

  it.each(TAKEN)('takes %j with the line breaks of Windows', (text) => {
    expect(agree(text.replaceAll('\n', '\r\n'))).toBe(true);
  });

  it.each(LEFT)('leaves %j', (text) => {
    expect(fast(text)).toBeUndefined();
  });

  it('agrees on whatever it takes of mutated documents', () => {
    const pieces = [
      ' ',
      '  ',
      '\n',
      '\n  ',
      ':',
      ': ',
      '- ',
      '-',
      '#',
      ' #',
      ',',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '|\n',
      '>-\n',
      '\n\n',
      '?',
      '&a ',
      '*a',
      '!',
      '~',
      '.',
      '0',
      'x',
      "''",
      '\\',
      '%',
      '<<: ',
    ];
    const edit = fc.record({
      at: fc.nat(200),
      remove: fc.nat(3),
      insert: fc.constantFrom('', ...pieces),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...TAKEN, ...LEFT),
        fc.constantFrom(...TAKEN),
        fc.array(edit, { maxLength: 4 }),
        (first, second, edits) => {
          let text = first + second;
          for (const { at, remove, insert } of edits) {
            const place = at % (text.length + 1);
            text = text.slice(0, place) + insert + text.slice(place + remove);
          }
          agree(text.endsWith('\n') ? text : `${text}\n`);
          agree(text.replaceAll('\n', '\r\n'));
        },
      ),
      { numRuns: 4000 },
    );
  });

  it('agrees on any characters that matter', () => {
    const characters = fc.array(fc.constantFrom(...Array.from('ab1: \n-#"\'[]{},|>&*!?%~<.')), { maxLength: 24 });
    fc.assert(
      fc.property(characters, (letters) => {
        agree(`${letters.join('')}\n`);
      }),
      { numRuns: 8000 },
    );
  });
});
