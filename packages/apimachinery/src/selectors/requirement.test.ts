import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRequirement, matchesRequirement, parseInt64, type Requirement } from './requirement.js';

describe('formatRequirement', () => {
  it.each<[Requirement, string]>([
    [{ key: 'a', operator: 'exists', values: [] }, 'a'],
    [{ key: 'a', operator: '!', values: [] }, '!a'],
    [{ key: 'a', operator: '=', values: ['b'] }, 'a=b'],
    [{ key: 'a', operator: '==', values: ['b'] }, 'a==b'],
    [{ key: 'a', operator: '!=', values: ['b'] }, 'a!=b'],
    [{ key: 'a', operator: 'in', values: ['c', 'b'] }, 'a in (b,c)'],
    [{ key: 'a', operator: 'notin', values: [''] }, 'a notin ()'],
    [{ key: 'a', operator: 'gt', values: ['1'] }, 'a>1'],
    [{ key: 'a', operator: 'lt', values: ['1'] }, 'a<1'],
  ])('%j', (requirement, text) => expect(formatRequirement(requirement)).toBe(text));
});

describe('gt and lt', () => {
  const greater = (value: string): Requirement => ({ key: 'a', operator: 'gt', values: [value] });
  it.each<[string, string | undefined, boolean]>([
    ['1', '2', true],
    ['1', '1', false],
    ['1', '+2', true],
    ['-2', '-1', true],
    ['9223372036854775806', '9223372036854775807', true],
    ['1', '9223372036854775808', false],
    ['1', 'x', false],
    ['1', '', false],
    ['1', '2.5', false],
    ['1', undefined, false],
  ])('a > %s, a is %s: %s', (limit, value, matches) =>
    expect(matchesRequirement(greater(limit), value === undefined ? {} : { a: value })).toBe(matches),
  );
});

describe('parseInt64', () => {
  it.each<[string, bigint | undefined]>([
    ['0', 0n],
    ['-0', 0n],
    ['+7', 7n],
    ['007', 7n],
    ['9223372036854775807', 9223372036854775807n],
    ['9223372036854775808', undefined],
    ['-9223372036854775808', -9223372036854775808n],
    ['-9223372036854775809', undefined],
    ['', undefined],
    ['+', undefined],
    ['1_000', undefined],
    ['0x10', undefined],
    [' 1', undefined],
    ['1\n', undefined],
  ])('%j', (text, number) => expect(parseInt64(text)).toBe(number));

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789+-') })), (text) => {
        const number = parseInt64(text);
        if (number !== undefined) expect(parseInt64(String(number))).toBe(number);
      }),
    );
  });
});
