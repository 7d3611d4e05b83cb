/** JSON as kubectl reads it: values, places, duplicate keys, and where and why a text is none. */
import { describe, expect, it } from 'vitest';
import { readManifest } from '../read-manifest.js';

const read = (text: string) => readManifest(text, { format: 'json' });
const value = (text: string): unknown => read(text).documents[0]?.value;

describe('JSON values', () => {
  it.each<readonly [string, unknown]>([
    ['{}', {}],
    ['{"a":null,"b":true,"c":false}', { a: null, b: true, c: false }],
    ['{"a":[],"b":[1,[2]],"c":{"d":""}}', { a: [], b: [1, [2]], c: { d: '' } }],
    ['{"a":"\\u00e9\\n\\"\\\\\\/\\ud83d\\ude00"}', { a: 'é\n"\\/😀' }],
    ['{"a":"é😀"}', { a: 'é😀' }],
    // Go replaces halves of surrogate pairs.
    ['{"a":"\\ud83d"}', { a: '\ufffd' }],
    ['{"a":0,"b":-1,"c":1.5,"d":1e3}', { a: 0, b: -1, c: 1.5, d: 1000 }],
    ['{"a":9007199254740993}', { a: 9007199254740993n }],
    ['{"__proto__":1,"constructor":2}', JSON.parse('{"__proto__":1,"constructor":2}')],
    [' \t\r\n{ "a" : [ 1 , 2 ] } \n', { a: [1, 2] }],
  ])('%s', (text, expected) => {
    expect(read(text).errors).toEqual([]);
    expect(value(text)).toEqual(expected);
  });

  it('reads one value after another', () => {
    expect(read('{"a":1}\n{"a":2}').documents.map((document) => document.value)).toEqual([{ a: 1 }, { a: 2 }]);
  });
});

describe('places', () => {
  it('are those of keys and values', () => {
    const [document] = read('{\n  "a": {"b": [10,\n 20]}\n}').documents;
    expect(document?.locate(['a', 'b', 1])?.value).toMatchObject({ line: 3, column: 2 });
    expect(document?.locate(['a', 'b'])?.value).toMatchObject({ line: 2, column: 14 });
    expect(document?.locate(['a', 'b'])?.key).toMatchObject({ line: 2, column: 9 });
    expect(document?.locate(['a', 'c'])).toBeUndefined();
  });

  it('of a key that is written twice are both known, and the last one counts', () => {
    const [document] = read('{"a":1,\n"b":2,\n"a":3}').documents;
    expect(document?.value).toEqual({ a: 3, b: 2 });
    expect(document?.duplicates.map(({ path }) => path)).toEqual([['a']]);
  });
});

describe('what is no JSON', () => {
  it.each<readonly [text: string, line: number, column: number]>([
    ['{"a":1,}', 1, 8],
    ['{"a" 1}', 1, 6],
    ['{"a":[1 2]}', 1, 9],
    ['{"a":01}', 1, 7],
    ['{"a":tru}', 1, 9],
    ['{\n"a": "x\ny"}', 2, 8],
    ['{"a":"\\x"}', 1, 8],
    ['{"a":1', 1, 7],
    ["{'a':1}", 1, 2],
  ])('%j at %d:%d', (text, line, column) => {
    const { documents, errors } = read(text);
    expect(documents).toEqual([]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ line, column });
  });

  it('is refused in bounded depth', () => {
    const { documents, errors } = read(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    expect(documents).toEqual([]);
    expect(errors).toHaveLength(1);
  });
});
