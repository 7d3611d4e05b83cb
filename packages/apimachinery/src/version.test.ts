import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMinor, MINORS, NEWEST_MINOR, OLDEST_MINOR, parseMinor } from './version.js';

describe('parseMinor', () => {
  it.each<[string, number | undefined]>([
    ['1.35', 35],
    ['v1.35', 35],
    ['1.35.4', 35],
    ['v1.35.4', 35],
    ['v1.35.4-eks-1', 35],
    ['1.27-gke.100', 27],
    ['v1.30+', 30],
    ['1.31.0+k3s1', 31],
    [' 1.29 ', 29],
    ['1.0', 0],
    ['1.100', 100],
    ['', undefined],
    ['1', undefined],
    ['1.', undefined],
    ['1.x', undefined],
    ['1.035', undefined],
    ['2.0', undefined],
    ['35', undefined],
    ['V1.35', undefined],
    ['1.35x', undefined],
    ['1.-5', undefined],
    ['1.99999', undefined],
    ['latest', undefined],
  ])('%j is %s', (text, minor) => expect(parseMinor(text)).toBe(minor));

  it('reads back what formatMinor writes, and never throws', () => {
    fc.assert(
      fc.property(fc.nat(9999), (minor) => {
        expect(parseMinor(formatMinor(minor))).toBe(minor);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(['number', 'undefined']).toContain(typeof parseMinor(text));
      }),
    );
  });
});

describe('MINORS', () => {
  it('rises from the oldest to the newest without a gap', () => {
    expect(MINORS).toEqual([27, 28, 29, 30, 31, 32, 33, 34, 35, 36]);
    expect([OLDEST_MINOR, NEWEST_MINOR]).toEqual([27, 36]);
    expect(MINORS.map(formatMinor)[0]).toBe('1.27');
  });
});
