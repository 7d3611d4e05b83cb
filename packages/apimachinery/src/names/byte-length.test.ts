import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteLength, exceedsBytes } from './byte-length.js';

describe('byteLength', () => {
  it.each<[string, number]>([
    ['', 0],
    ['abc', 3],
    ['é', 2],
    ['€', 3],
    ['💥', 4],
    ['\ud800', 3],
    ['\udc00', 3],
    ['\ud800a', 4],
  ])('%j', (text, bytes) => expect(byteLength(text)).toBe(bytes));

  it('is what UTF-8 takes', () => {
    const encoder = new TextEncoder();
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(byteLength(text)).toBe(encoder.encode(text).length);
      }),
    );
  });

  it('decides exceedsBytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, limit) => {
        expect(exceedsBytes(text, limit)).toBe(byteLength(text) > limit);
      }),
    );
  });
});
