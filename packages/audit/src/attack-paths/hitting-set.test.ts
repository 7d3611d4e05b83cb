import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallestHittingSet } from './hitting-set.js';

/** Tries every subset of up to six elements. */
function bruteForce(sets: readonly (readonly string[])[]): number {
  const elements = [...new Set(sets.flat())];
  let best = elements.length;
  for (let bits = 0; bits < 1 << elements.length; bits++) {
    const chosen = elements.filter((_, index) => (bits & (1 << index)) !== 0);
    if (chosen.length < best && sets.every((set) => set.some((element) => chosen.includes(element))))
      best = chosen.length;
  }
  return best;
}

describe('the smallest hitting set', () => {
  it('hits every set and is as small as any that does', () => {
    const set = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(set, { maxLength: 8 }), (sets) => {
        const { elements, isSmallest } = smallestHittingSet(sets);
        expect(sets.every((each) => each.some((element) => elements.has(element)))).toBe(true);
        expect(isSmallest).toBe(true);
        expect(elements.size).toBe(bruteForce(sets));
      }),
    );
  });

  it('is better than greedy', () => {
    // The element of most sets is no help here.
    const sets = [
      ['x', 'a'],
      ['x', 'b'],
      ['x', 'c'],
      ['a', 'p'],
      ['b', 'q'],
      ['c', 'r'],
    ];
    expect(smallestHittingSet(sets).elements.size).toBe(3);
  });
});
