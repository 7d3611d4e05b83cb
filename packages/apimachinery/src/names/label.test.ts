import { describe, expect, it } from 'vitest';
import { labelValueProblems, qualifiedNameProblems } from './label.js';

const TOO_MANY_SLASHES =
  "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
const NAME_PART =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const PREFIX_PART =
  "prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

describe('qualifiedNameProblems since 1.35', () => {
  it.each<[string, readonly string[]]>([
    ['', ['name part must be non-empty', NAME_PART]],
    ['a', []],
    ['A', []],
    ['-a', [NAME_PART]],
    ['a-', [NAME_PART]],
    ['a.b', []],
    ['a_b', []],
    ['é', [NAME_PART]],
    ['a'.repeat(63), []],
    ['a'.repeat(64), ['name part must be no more than 63 bytes']],
    ['é'.repeat(32), ['name part must be no more than 63 bytes', NAME_PART]],
    ['a\n', [NAME_PART]],
    ['a b', [NAME_PART]],
    ['*', [NAME_PART]],
    ['a/b', []],
    ['/b', ['prefix part must be non-empty']],
    ['a/', ['name part must be non-empty', NAME_PART]],
    ['a/b/c', [TOO_MANY_SLASHES]],
    ['A.b/c', [PREFIX_PART]],
    ['a.b/C_d', []],
    ['a'.repeat(254) + '/b', ['prefix part must be no more than 253 bytes']],
    ['b/' + 'a'.repeat(64), ['name part must be no more than 63 bytes']],
    ['..a', [NAME_PART]],
    ['constructor', []],
    ['__proto__', [NAME_PART]],
  ])('%j', (value, problems) => expect(qualifiedNameProblems(value, 35)).toEqual(problems));
});

describe('labelValueProblems since 1.35', () => {
  it.each<[string, readonly string[]]>([
    ['', []],
    ['a', []],
    ['A', []],
    ['-a', [VALUE]],
    ['a-', [VALUE]],
    ['a.b', []],
    ['a_b', []],
    ['é', [VALUE]],
    ['a'.repeat(63), []],
    ['a'.repeat(64), ['must be no more than 63 bytes']],
    ['é'.repeat(32), ['must be no more than 63 bytes', VALUE]],
    ['a\n', [VALUE]],
    ['a b', [VALUE]],
    ['a/b', [VALUE]],
  ])('%j', (value, problems) => expect(labelValueProblems(value, 35)).toEqual(problems));
});

describe('texts up to 1.34', () => {
  it('call lengths characters and the key a qualified name', () => {
    expect(qualifiedNameProblems('a/b/c', 34)).toEqual([TOO_MANY_SLASHES.replace('valid label key', 'qualified name')]);
    expect(qualifiedNameProblems('a'.repeat(64), 34)).toEqual(['name part must be no more than 63 characters']);
    expect(qualifiedNameProblems(`${'a'.repeat(254)}/b`, 27)).toEqual([
      'prefix part must be no more than 253 characters',
    ]);
    expect(labelValueProblems('a'.repeat(64), 34)).toEqual(['must be no more than 63 characters']);
  });

  it('refuse the same names', () => {
    for (const value of ['', 'a', '-a', 'a/b', 'A.b/c', 'é', 'a/b/c', 'x'.repeat(63), 'x'.repeat(64)]) {
      expect(qualifiedNameProblems(value, 27).length).toBe(qualifiedNameProblems(value, 36).length);
      expect(labelValueProblems(value, 27).length).toBe(labelValueProblems(value, 36).length);
    }
  });
});
