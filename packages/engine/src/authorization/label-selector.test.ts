import { describe, expect, it } from 'vitest';
import { matchesLabels } from './label-selector.js';
import { parseLabelSelector } from './label-selector-syntax.js';

const LONG = 'a'.repeat(64);

describe('parseLabelSelector', () => {
  it.each([
    ['', []],
    ['a', [['a', 'exists', '']]],
    ['!a', [['a', '!', '']]],
    ['a=b', [['a', '=', 'b']]],
    [
      'a==b,c!=d',
      [
        ['a', '==', 'b'],
        ['c', '!=', 'd'],
      ],
    ],
    [
      'x in (b,a), y notin (c)',
      [
        ['x', 'in', 'a,b'],
        ['y', 'notin', 'c'],
      ],
    ],
    [
      'a=,b',
      [
        ['a', '=', ''],
        ['b', 'exists', ''],
      ],
    ],
    ['a in (,)', [['a', 'in', '']]],
    [
      'a>1,b<2',
      [
        ['a', 'gt', '1'],
        ['b', 'lt', '2'],
      ],
    ],
    ['in', [['in', 'exists', '']]],
    ['example.com/k=v', [['example.com/k', '=', 'v']]],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a,', "found '', expected: identifier after ','"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['=', "found '=', expected: !, identifier, or 'end of string'"],
    [
      'a>x',
      "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
  ] as [string, string | string[][]][])('%j', (text, expected) => {
    const parsed = parseLabelSelector(text, 35);
    const shown =
      parsed.kind === 'error'
        ? parsed.message
        : parsed.requirements.map(({ key, operator, values }) => [key, operator, values.join(',')]);
    expect(shown).toEqual(expected);
  });

  it.each([
    [34, 'characters'],
    [35, 'bytes'],
  ] as const)('says in 1.%i how long a key may be', (minor, unit) => {
    expect(parseLabelSelector(LONG, minor)).toEqual({
      kind: 'error',
      message: `unable to parse requirement: <nil>: Invalid value: "${LONG}": name part must be no more than 63 ${unit}`,
    });
  });
});

describe('matchesLabels', () => {
  const labels = new Map([
    ['a', 'x'],
    ['n', '5'],
  ]);
  it.each([
    ['a=x', true],
    ['a!=x', false],
    ['b!=x', true],
    ['a in (x,y)', true],
    ['a notin (x)', false],
    ['b notin (x)', true],
    ['a', true],
    ['!a', false],
    ['!b', true],
    ['n>4', true],
    ['n<5', false],
    ['a>1', false],
    ['constructor', false],
  ])('%s: %s', (text, expected) => {
    const parsed = parseLabelSelector(text, 35);
    if (parsed.kind === 'error') throw new Error(parsed.message);
    expect(matchesLabels(parsed.requirements, Object.fromEntries(labels))).toBe(expected);
  });
});
