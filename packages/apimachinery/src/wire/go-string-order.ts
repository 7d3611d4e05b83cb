/**
 * The order of Go strings, which is that of their UTF-8 bytes. JavaScript compares UTF-16 units: it puts characters
 * beyond U+FFFF, whose halves lie at U+D800 to U+DFFF, before U+E000 to U+FFFF.
 */

const FIRST_HALF = 0xd800;
const BEHIND_HALVES = 0xe000;

/** Below 0, 0 or above 0, as for `Array.sort`. */
export function compareGoStrings(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a === b) continue;
    if (a < FIRST_HALF || b < FIRST_HALF) return a - b;
    // Halves stand for what comes after all single units.
    return rank(a) - rank(b);
  }
  return left.length - right.length;
}

const rank = (unit: number): number => (unit < BEHIND_HALVES ? unit + 0x10000 : unit);
