import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys, rangeStart } from './key-order.js';

describe('keys', () => {
  it('are ordered as their bytes are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
        expect(Math.sign(compareKeys(left, right))).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)));
      }),
    );
  });

  it('of a range stay inside of its prefix', () => {
    expect(rangeStart('/registry/pods/', undefined)).toBe('/registry/pods/');
    expect(rangeStart('/registry/pods/', '/registry/pods/a\u0000')).toBe('/registry/pods/a\u0000');
    expect(() => rangeStart('/registry/pods/', '/registry/secrets/')).toThrow(RangeError);
  });
});
