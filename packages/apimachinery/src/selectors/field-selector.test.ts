import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeFieldValue, formatFieldSelector, matchesFields, parseFieldSelector } from './field-selector.js';

type Fields = { readonly [path: string]: string };

/** Five objects; a row says for each whether the selector matches. */
const OBJECTS: readonly Fields[] = [{}, { a: 'b' }, { a: 'd', b: 'c' }, { a: 'b,c' }, { a: '' }];

describe('selectors, how they are printed, and what they match', () => {
  it.each<[string, string, string]>([
    ['', '', 'yyyyy'],
    ['a=b', 'a=b', 'nynnn'],
    ['a==b', 'a=b', 'nynnn'],
    ['a!=b', 'a!=b', 'ynyyy'],
    ['b=c,a=d', 'a=d,b=c', 'nnynn'],
    ['a=', 'a=', 'ynnny'],
    ['=', '', 'yyyyy'],
    ['=b', '=b', 'nnnnn'],
    ['!=', '', 'yyyyy'],
    [',', '', 'yyyyy'],
    ['a=b,', 'a=b', 'nynnn'],
    ['a=b\\,c', 'a=b\\,c', 'nnnyn'],
    ['a=b\\=c', 'a=b\\=c', 'nnnnn'],
    ['a=b\\\\c', 'a=b\\\\c', 'nnnnn'],
    ['metadata.name=x,spec.nodeName!=y', 'metadata.name=x,spec.nodeName!=y', 'nnnnn'],
    ['a =b', 'a =b', 'nnnnn'],
    ['a= b', 'a= b', 'nnnnn'],
    ['é=ü', 'é=ü', 'nnnnn'],
    ['a\\,b=c', 'a\\,b=c', 'nnnnn'],
    ['a=b\\\\,c=d', 'a=b\\\\,c=d', 'nnnnn'],
    ['a!b=c', 'a!b=c', 'nnnnn'],
  ])('%j', (text, printed, matches) => {
    const parsed = parseFieldSelector(text);
    if (parsed.kind === 'invalid') throw new Error(parsed.message);
    expect(formatFieldSelector(parsed.requirements)).toBe(printed);
    const answers = OBJECTS.map((fields) => (matchesFields(parsed.requirements, fields) ? 'y' : 'n'));
    expect(answers.join('')).toBe(matches);
  });
});

describe('selectors that are refused', () => {
  it.each<[string, string]>([
    ['a', "invalid selector: 'a'; can't understand 'a'"],
    ['a,b=c', "invalid selector: 'a,b=c'; can't understand 'a'"],
    ['a=b\\x', 'invalid field selector: invalid escape sequence: \\x'],
    ['a=b\\', 'invalid field selector: invalid escape sequence: \\'],
    ['a=b=c', 'invalid field selector: unescaped character in value: 61'],
    ['a!=b!=c', 'invalid field selector: unescaped character in value: 61'],
    ['a\\=b=c', 'invalid field selector: unescaped character in value: 61'],
  ])('%j', (text, message) => expect(parseFieldSelector(text)).toEqual({ kind: 'invalid', message }));
});

describe('any text', () => {
  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab=!,\\ ') }), (text) => {
        expect(['selector', 'invalid']).toContain(parseFieldSelector(text).kind);
      }),
    );
  });

  it('is found as a value once escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const parsed = parseFieldSelector(`a=${escapeFieldValue(value)}`);
        expect(parsed).toEqual({ kind: 'selector', requirements: [{ field: 'a', operator: '=', value }] });
        if (parsed.kind === 'selector') expect(matchesFields(parsed.requirements, { a: value })).toBe(true);
      }),
    );
  });

  it('does not find what objects have by nature', () => {
    const parsed = parseFieldSelector('constructor=,__proto__=');
    expect(parsed.kind === 'selector' && matchesFields(parsed.requirements, {})).toBe(true);
  });
});
