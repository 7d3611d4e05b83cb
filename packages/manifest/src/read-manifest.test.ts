import { describe, expect, it } from 'vitest';
import { readManifest } from './read-manifest.js';

const values = (text: string): unknown[] => readManifest(text).documents.map(({ value }) => value);

describe('documents', () => {
  it('are numbered without the empty ones', () => {
    const { documents } = readManifest('# only a comment\n---\na: 1\n---\n---\nb: 2\n');
    expect(documents.map(({ index, value }) => [index, value])).toEqual([
      [0, { a: 1 }],
      [1, { b: 2 }],
    ]);
  });

  it('keep their number when one before them is broken', () => {
    const { documents, errors } = readManifest('a: 1\n---\nb: [\n---\nc: 3\n');
    expect(documents.map(({ index, value }) => [index, value])).toEqual([
      [0, { a: 1 }],
      [2, { c: 3 }],
    ]);
    expect(errors).toEqual([
      {
        message: 'did not find expected node content (parsing a flow node that begins at line 4, column 1)',
        line: 4,
        column: 1,
      },
    ]);
  });

  it('go on after a bad separator', () => {
    const { documents, errors } = readManifest('a: 1\n--- b: 2\nc: 3\n');
    expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, { c: 3 }]);
    expect(errors).toEqual([{ message: 'invalid Yaml document separator: b: 2', line: 2, column: 1 }]);
  });

  it('say where text begins that Kubernetes does not read', () => {
    const [document] = readManifest(' a: 1\nb: 2\n').documents;
    expect(document?.value).toEqual({ a: 1 });
    expect(document?.unread).toEqual({ line: 2, column: 1, offset: 6 });
    expect(readManifest('a: 1\n...\n# end\n').documents[0]?.unread).toBeUndefined();
    expect(readManifest('a: 1\n...\nb: 2\n').documents[0]?.unread).toEqual({ line: 3, column: 1, offset: 9 });
  });
});

describe('numbers', () => {
  it.each([
    ['a: 9007199254740991', 9007199254740991],
    ['a: 9007199254740993', 9007199254740993n],
    ['a: -9223372036854775808', -9223372036854775808n],
    ['a: 18446744073709551615', 18446744073709551615n],
    ['a: 18446744073709551616', 18446744073709552000],
    ['a: 0xffffffffffffffff', 18446744073709551615n],
    ['a: 1e400', '1e400'],
    ['a: -0', 0],
    ['a: -0.0', 0],
    ['{"a": 9007199254740993}', 9007199254740993n],
    ['{"a": 18446744073709551616}', 18446744073709552000],
    ['{"a": -0}', 0],
    ['{"a": -0.0e1}', 0],
  ])('%s', (text, expected) => {
    const value = (values(text)[0] as { a: unknown }).a;
    expect(value).toBe(expected);
  });
});

describe('errors', () => {
  it.each([
    ['a: b: c\n', 1, 5, 'mapping values are not allowed in this context'],
    [
      'x: 1\na:\n\tb: c\n',
      3,
      1,
      'found character that cannot start any token (scanning for the next token that begins at line 3, column 1)',
    ],
    ['a: *b\n', 1, 4, "unknown anchor 'b' referenced"],
    ['a: &a [*a]\n', 1, 8, "anchor 'a' value contains itself"],
    ['x: 1\nb: .inf\n', 2, 4, 'json: unsupported value: +Inf'],
    ['~: 1\n', 1, 1, 'unsupported map key: null cannot be a key'],
    [
      'x: 1\n18446744073709551615: 1\n',
      2,
      1,
      'unsupported map key: the integer 18446744073709551615, beyond 64 bits, cannot be a key',
    ],
    ['? {a: b}\n: 1\n', 1, 3, 'invalid map key: a map or a list cannot be a key'],
    ['a: !!int x\n', 1, 4, 'cannot decode !!str `x` as a !!int'],
    ['a: "b\n', 2, 1, 'found unexpected end of stream (scanning a quoted scalar that begins at line 1, column 4)'],
    ['a: b\n\u0007', 2, 1, 'control characters are not allowed'],
    ['a: "\\/"\n', 1, 5, 'found unknown escape character (parsing a quoted scalar that begins at line 1, column 4)'],
    ['{"a": 1, "b" 2}', 1, 14, "invalid character '2' after object key"],
    ['{"a":\n  1e999}', 2, 3, 'json: cannot unmarshal number 1e999 into Go value of type float64'],
    ['{"a": {"b": [1, 2', 1, 18, 'unexpected end of JSON input'],
  ])('%j', (text, line, column, message) => {
    expect(readManifest(text).errors).toEqual([{ line, column, message }]);
  });

  it('are those of JSON where JSON was expected, and only JSON is taken then', () => {
    expect(readManifest('{a: b}').errors).toEqual([]);
    expect(readManifest('{a: b}', { format: 'json' }).errors).toEqual([
      { message: "invalid character 'a' looking for beginning of object key string", line: 1, column: 2 },
    ]);
    expect(readManifest('a: b', { format: 'json' }).errors).toHaveLength(1);
  });

  it('of YAML ignore that a text looks like JSON', () => {
    expect(readManifest('{"a": 1}\n{"b": 2}\n', { format: 'yaml' }).documents[0]?.unread).toEqual({
      line: 2,
      column: 1,
      offset: 9,
    });
  });

  it('are bounded', () => {
    const { errors } = readManifest('a: b: c\n---\n'.repeat(1000));
    expect(errors).toHaveLength(101);
    expect(errors[100]).toEqual({ message: 'too many errors; the rest of the file is not read', line: 201, column: 5 });
  });
});

describe('JSON', () => {
  it('keeps going after a number that no double holds', () => {
    const { documents, errors } = readManifest('{"a": 1e999}\n{"b": 2}\n');
    expect(errors).toHaveLength(1);
    expect(documents.map(({ index, value }) => [index, value])).toEqual([[1, { b: 2 }]]);
  });

  it('reads arrays, scalars and several values when asked for JSON', () => {
    const { documents, errors } = readManifest('[1, "x"]\n\n"y" 2 true null', { format: 'json' });
    expect(errors).toEqual([]);
    expect(documents.map(({ value }) => value)).toEqual([[1, 'x'], 'y', 2, true]);
  });
});

describe('keys', () => {
  it('of strangers are ordinary properties', () => {
    const yaml = '__proto__: {polluted: yes}\nconstructor: {prototype: x}\ntoString: y\n';
    const json = '{"__proto__": {"polluted": true}, "constructor": {"prototype": "x"}, "toString": true}';
    for (const text of [yaml, json, `${yaml}a: &a [*b]\n`.replace('&a [*b]', '&a [x]')]) {
      const value = values(text)[0] as Record<string, unknown>;
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect(Object.hasOwn(value, '__proto__')).toBe(true);
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    }
  });

  it('merge even when they are called __proto__', () => {
    const [value] = values('a: &a {__proto__: 1}\nb: {<<: *a}\n') as [{ b: object }];
    expect(Object.hasOwn(value.b, '__proto__')).toBe(true);
  });
});

describe('the bytes of the text', () => {
  it('change nothing', () => {
    for (const text of ['a: 1\nb: [x, "y"]\n', '{"a": [1, "é"]}', 'a: é\n😀: 日本\n']) {
      const bytes = new TextEncoder().encode(text);
      const plain = readManifest(text);
      const helped = readManifest(text, { bytes });
      expect(helped.documents.map(({ value }) => value)).toEqual(plain.documents.map(({ value }) => value));
      expect(helped.errors).toEqual(plain.errors);
    }
  });
});
