/** JSON as kubectl reads it: values, places, duplicate keys, and where and why a text is none. */
import { describe, expect, it } from 'vitest';
import { decodeText } from '../decode-text.js';
import { readManifest, readSingle } from '../read-manifest.js';

const read = (text: string) => readManifest(text, { format: 'json' });
const value = (text: string): unknown => read(text).documents[0]?.value;

describe('JSON values', () => {
  it.each<readonly [string, unknown]>([
    ['{}', {}],
    ['{"a":null,"b":true,"c":false}', { a: null, b: true, c: false }],
    ['{"a":[],"b":[1,[2]],"c":{"d":""}}', { a: [], b: [1, [2]], c: { d: '' } }],
    ['{"a":"é😀"}', { a: 'é😀' }],
    ['{"":1," ":2}', { '': 1, ' ': 2 }],
    // Keys are as they are written, however alike.
    ['{"Kind":1,"kind":2}', { Kind: 1, kind: 2 }],
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

describe('numbers', () => {
  it.each<readonly [string, unknown]>([
    ['0', 0],
    ['-1', -1],
    ['-0', 0],
    ['1.5', 1.5],
    ['1e3', 1000],
    ['1E-2', 0.01],
    // Integers that 64 bits hold stay what they are.
    ['9007199254740993', 9007199254740993n],
    ['9223372036854775807', 9223372036854775807n],
    ['-9223372036854775808', -9223372036854775808n],
    ['18446744073709551615', 18446744073709551615n],
    // Others are doubles.
    ['18446744073709551616', 18446744073709552000],
    ['-9223372036854775809', -9223372036854776000],
    ['9007199254740993.0', 9007199254740992],
    ['1e-400', 0],
  ])('%s', (text, expected) => {
    expect(value(`[${text}]`)).toEqual([expected]);
  });

  it.each([['1e999'], ['-1e999'], ['9'.repeat(400)]])('%s is more than a double can be', (text) => {
    const { documents, errors } = read(`{"a":\n${text}}`);
    expect(documents).toEqual([]);
    const message = `json: cannot unmarshal number ${text.slice(0, 80)} into Go value of type float64`;
    expect(errors).toEqual([{ message, line: 2, column: 1 }]);
  });
});

describe('texts', () => {
  it.each<readonly [string, string]>([
    ['\\u00e9\\n\\"\\\\\\/\\b\\f\\r\\t', 'é\n"\\/\b\f\r\t'],
    ['\\u0000\\u007f', '\0\x7f'],
    ['\\ud83d\\ude00', '😀'],
    ['\\uD83D\\uDE00', '😀'],
    // Go replaces halves of surrogate pairs.
    ['\\ud83d', '\ufffd'],
    ['\\ude00', '\ufffd'],
    ['\\ude00\\ud83d', '\ufffd\ufffd'],
    ['\\ud83dx', '\ufffdx'],
    ['\\ud83d\\n', '\ufffd\n'],
    ['\\ud83d\\u0041', '\ufffdA'],
    ['\\ud83d\\ud83d\\ude00', '\ufffd😀'],
    // Line separators of JavaScript are none of JSON.
    ['\u2028', '\u2028'],
  ])('%s', (written, expected) => {
    expect(value(`["${written}"]`)).toEqual([expected]);
    expect(value(`{"${written}":1}`)).toEqual({ [expected]: 1 });
  });
});

describe('places', () => {
  it('are those of keys and values', () => {
    const [document] = read('{\n  "a": {"b": [10,\n 20]}\n}').documents;
    expect(document?.locate(['a', 'b', 1])?.value).toMatchObject({ line: 3, column: 2 });
    expect(document?.locate(['a', 'b', 1])?.end).toMatchObject({ line: 3, column: 4 });
    expect(document?.locate(['a', 'b'])?.value).toMatchObject({ line: 2, column: 14 });
    expect(document?.locate(['a', 'b'])?.key).toMatchObject({ line: 2, column: 9 });
    expect(document?.locate(['a', 'b'])?.end).toMatchObject({ line: 3, column: 5 });
    expect(document?.locate([])?.value).toMatchObject({ line: 1, column: 1 });
    expect(document?.locate(['a', 'c'])).toBeUndefined();
  });

  it('of values in a later document are those of the file', () => {
    const [, second] = read('{"a":1}\n\n{"a":2}').documents;
    expect(second?.locate(['a'])?.value).toMatchObject({ line: 3, column: 6 });
  });

  it('of keys that are written twice are both known, and the last one counts', () => {
    const [document] = read('{"a":1,\n"b":{"c":1,"c":2},\n"a":3}').documents;
    expect(document?.value).toEqual({ a: 3, b: { c: 2 } });
    expect(document?.duplicates.map(({ path, first, last }) => [path, first.line, last.line])).toEqual([
      [['b', 'c'], 2, 2],
      [['a'], 1, 3],
    ]);
  });

  it('of a key that is written in two ways are both known', () => {
    const [document] = read('{"a":1,"\\u0061":2}').documents;
    expect(document?.value).toEqual({ a: 2 });
    expect(document?.duplicates.map(({ first, last }) => [first.column, last.column])).toEqual([[2, 8]]);
  });
});

describe('what is no JSON', () => {
  it.each<readonly [text: string, line: number, column: number, message: string]>([
    ['{"a":1,}', 1, 8, "invalid character '}' looking for beginning of object key string"],
    ['{,}', 1, 2, "invalid character ',' looking for beginning of object key string"],
    ["{'a':1}", 1, 2, "invalid character '\\'' looking for beginning of object key string"],
    ['{"a" 1}', 1, 6, "invalid character '1' after object key"],
    ['{"a":1 "b":2}', 1, 8, `invalid character '"' after object key:value pair`],
    ['{"a":[1 2]}', 1, 9, "invalid character '2' after array element"],
    ['[1,]', 1, 4, "invalid character ']' looking for beginning of value"],
    ['{"a":}', 1, 6, "invalid character '}' looking for beginning of value"],
    ['{"a":01}', 1, 7, "invalid character '1' after object key:value pair"],
    ['[-]', 1, 3, "invalid character ']' in numeric literal"],
    ['[1.]', 1, 4, "invalid character ']' after decimal point in numeric literal"],
    ['[1e]', 1, 4, "invalid character ']' in exponent of numeric literal"],
    ['[+1]', 1, 2, "invalid character '+' looking for beginning of value"],
    ['[NaN]', 1, 2, "invalid character 'N' looking for beginning of value"],
    ['{"a":tru}', 1, 9, "invalid character '}' in literal true (expecting 'e')"],
    ['[nul', 1, 5, 'unexpected end of JSON input'],
    ['{\n"a": "x\ny"}', 2, 8, "invalid character '\\n' in string literal"],
    ['["\u0001"]', 1, 3, "invalid character '\\x01' in string literal"],
    ['{"a":"\\x"}', 1, 8, "invalid character 'x' in string escape code"],
    ['["\\u00g0"]', 1, 7, "invalid character 'g' in \\u hexadecimal character escape"],
    ['["a', 1, 4, 'unexpected end of JSON input'],
    ['{"a":1', 1, 7, 'unexpected end of JSON input'],
    ['["😀", 😀]', 1, 8, "invalid character 'ð' looking for beginning of value"],
    // A mark of byte order is taken off with the bytes; here it is a character like any other.
    ['\ufeff{}', 1, 1, "invalid character 'ï' looking for beginning of value"],
  ])('%j', (text, line, column, message) => {
    expect(read(text)).toEqual({ documents: [], errors: [{ line, column, message }] });
  });

  it('keeps what stands before it', () => {
    const { documents, errors } = read('{"a":1}\n{"b"');
    expect(documents.map((document) => document.value)).toEqual([{ a: 1 }]);
    expect(errors).toEqual([{ message: 'unexpected end of JSON input', line: 2, column: 5 }]);
  });
});

it('a mark of byte order in front of the text is no part of it', () => {
  const decoded = decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, ...new TextEncoder().encode('{"a":"é"}')));
  const { text = '', bytes } = 'error' in decoded ? {} : decoded;
  const [document] = readManifest(text, bytes === undefined ? {} : { bytes }).documents;
  expect(document?.value).toEqual({ a: 'é' });
  expect(document?.locate(['a'])?.value).toMatchObject({ line: 1, column: 6 });
});

describe('depth', () => {
  const nested = (depth: number, open: string, close: string): string => `${open.repeat(depth)}0${close.repeat(depth)}`;

  it.each([
    ['[', ']'],
    ['{"a":', '}'],
  ])('of %s is bounded as in Kubernetes', (open, close) => {
    expect(read(nested(10_000, open, close)).errors).toEqual([]);
    const { documents, errors } = read(nested(10_001, open, close));
    expect(documents).toEqual([]);
    expect(errors).toEqual([{ message: 'exceeded max depth', line: 1, column: 10_000 * open.length + 1 }]);
  });
});

describe('a text that is to hold one value', () => {
  it.each<readonly [string, 'json' | 'yaml', unknown, string | undefined]>([
    [' {"a":1} \n', 'json', { a: 1 }, undefined],
    ['[1]', 'json', [1], undefined],
    ['null', 'json', undefined, undefined],
    ['{} x', 'json', undefined, "invalid character 'x' after top-level value"],
    ['null {}', 'json', undefined, "invalid character '{' after top-level value"],
    [' ', 'json', undefined, 'unexpected end of JSON input'],
    ['', 'yaml', undefined, undefined],
    ['# a\n', 'yaml', undefined, undefined],
    ['a: 1\n---\nb: 2\n', 'yaml', { a: 1 }, undefined],
    ['---\na: 1\n', 'yaml', { a: 1 }, undefined],
    ['--- # a\na: 1\n---\n[', 'yaml', { a: 1 }, undefined],
    // Nothing is split: the first document is null.
    ['---\n---\na: 1\n', 'yaml', undefined, undefined],
    ['%YAML 9.9\n---\na: 1\n', 'yaml', undefined, 'found incompatible YAML document'],
    ['%YAML 1.1\n---\na: 1\n', 'yaml', { a: 1 }, undefined],
  ])('%j as %s', (text, format, expected, message) => {
    const { document, error } = readSingle(text, { format });
    expect({ message: error?.message, value: document?.value }).toEqual({ message, value: expected });
  });
});

it.each<readonly [string, string | undefined]>([
  ['1.0', '1.0'],
  ['1e2', '1e2'],
  ['1.50', '1.50'],
  ['-0.0', '-0.0'],
  ['1.5', undefined],
  ['100', undefined],
  ['"1.0"', undefined],
])('remembers how %s is written', (text, spelled) => {
  const { document } = readSingle(`{"a":[2.0],"b":{"c":[0,${text}]}}`, { format: 'json' });
  expect(document?.spelledNumber(['b', 'c', 1])).toBe(spelled);
  expect(document?.spelledNumber(['a', 0])).toBe('2.0');
  expect(document?.spelledNumber(['b', 'c'])).toBeUndefined();
  expect(document?.hasSpelledNumbers).toBe(true);
});
