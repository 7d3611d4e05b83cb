import { describe, expect, it } from 'vitest';
import { readToml } from './read-toml.js';

function valueOf(text: string): unknown {
  const result = readToml(text);
  if ('error' in result) throw new Error(result.error.message);
  return result.document.value;
}

const errorOf = (text: string): string => {
  const result = readToml(text);
  return 'error' in result ? `${result.error.line}:${result.error.column} ${result.error.message}` : '';
};

describe('TOML', () => {
  it.each([
    ['a = 1', { a: 1 }],
    ['a.b = 1\na.c = "x"', { a: { b: 1, c: 'x' } }],
    ['"a.b" = true # why', { 'a.b': true }],
    ["a = 'C:\\x'", { a: 'C:\\x' }],
    ['a = "\\u00e4\\n"', { a: 'ä\n' }],
    ['a = """\nx\\\n   y"""', { a: 'xy' }],
    ["a = '''x\ny'''", { a: 'x\ny' }],
    ['a = [1, 2,\n # c\n 3,]', { a: [1, 2, 3] }],
    ['a = {b = 1, c = {d = []}}', { a: { b: 1, c: { d: [] } } }],
    ['[a]\nb = 1\n[c]\n[a.d]\ne = 2', { a: { b: 1, d: { e: 2 } }, c: {} }],
    ['[[a]]\nb = 1\n[[a]]\n[a.c]\nd = 2', { a: [{ b: 1 }, { c: { d: 2 } }] }],
    ['a = 0xff\nb = 1_000\nc = -1\nd = 1.5e3', { a: 255, b: 1000, c: -1, d: 1500 }],
    ['a = 2020-01-02T03:04:05Z', { a: '2020-01-02T03:04:05Z' }],
    ['a = 2020-01-02 03:04:05', { a: '2020-01-02 03:04:05' }],
    ['', {}],
    ['\r\n[a]\r\nb = 1\r\n', { a: { b: 1 } }],
  ])('%j', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  it.each([
    ['a', '1:2 no TOML: "=" is expected behind the key'],
    ['a = ', '1:5 no TOML: a value is expected'],
    ['a = 1 b', '1:7 no TOML: the line should end here'],
    ['a = 1\na = 2', '2:1 no TOML: the key a is there twice'],
    ['[a]\n[a]', '2:1 no TOML: the table a is there twice'],
    ['a = {}\n[a]', '2:1 no TOML: the table a is there twice'],
    ['a = 1\n[a.b]', '2:2 no TOML: a is there already, and cannot be added to'],
    ['a = "x', '1:5 no TOML: the text in quotes does not end'],
    ['a = "\\q"', '1:6 no TOML: the escape is none of TOML'],
    ['[a', '1:3 no TOML: "]" is expected behind the name'],
    ['apiVersion: v1', '1:11 no TOML: "=" is expected behind the key'],
    ['a = 01', '1:5 no TOML: a value is expected'],
  ])('%j is none', (text, message) => {
    expect(errorOf(text)).toBe(message);
  });

  it('knows where everything stands, also of tables in pieces', () => {
    const result = readToml('[plugins."io.x"]\n  a = true\n[b]\n[plugins."io.x".c]\nd = [\n 1,\n 2]\n');
    if (!('document' in result)) throw new Error('no document');
    const place = (...path: (string | number)[]) => {
      const { line, column } = result.document.placeFrom(result.document.root, path);
      return [line, column];
    };
    expect(place('plugins', 'io.x', 'a')).toEqual([2, 3]);
    expect(place('plugins', 'io.x', 'c', 'd')).toEqual([5, 1]);
    expect(place('plugins', 'io.x', 'c', 'd', 1)).toEqual([7, 2]);
    expect(place('plugins', 'io.x', 'missing')).toEqual([1, 10]);
    expect(place('b')).toEqual([3, 2]);
  });

  it('takes hostile texts', () => {
    expect(errorOf(`a = ${'['.repeat(100_000)}`)).toContain('nested too deeply');
    expect(errorOf(`a = ${'{a='.repeat(100_000)}`)).toContain('nested too deeply');
    expect(errorOf(`${'a.'.repeat(1000)}b = 1`)).toContain('too many parts');
    const value = valueOf('__proto__ = {x = 1}\nconstructor = 2') as object;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});
