import { describe, expect, it } from 'vitest';
import { parseFieldSelector } from './field-selector.js';

describe('parseFieldSelector', () => {
  it.each([
    ['', []],
    ['a=b', [['a', '=', 'b']]],
    ['a==b', [['a', '=', 'b']]],
    ['a!=b', [['a', '!=', 'b']]],
    [
      'b=1,a=2,,',
      [
        ['a', '=', '2'],
        ['b', '=', '1'],
      ],
    ],
    ['a=x\\,y\\=z\\\\', [['a', '=', 'x,y=z\\']]],
    ['a=', [['a', '=', '']]],
    ['=', []],
    ['=b', [['', '=', 'b']]],
    ['metadata.name=a=b', 'invalid field selector: unescaped character in value: 61'],
    ['a', "invalid selector: 'a'; can't understand 'a'"],
    ['a=b,c', "invalid selector: 'a=b,c'; can't understand 'c'"],
    ['a=\\x', 'invalid field selector: invalid escape sequence: \\x'],
    ['a=b\\', 'invalid field selector: invalid escape sequence: \\'],
  ] as [string, string | string[][]][])('%j', (text, expected) => {
    const parsed = parseFieldSelector(text);
    const shown =
      parsed.kind === 'error'
        ? parsed.message
        : parsed.requirements.map(({ field, operator, value }) => [field, operator, value]);
    expect(shown).toEqual(expected);
  });
});
