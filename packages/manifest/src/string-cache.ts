/**
 * Short values of one file that were seen before. Most values of a cluster are the same few words, and a string that
 * exists already is one less for the garbage collector.
 */
import { isAt } from './key-names.js';

/** Slots; a power of two. A new value takes the place of an old one. */
const SLOTS = 4096;

/** Longer values are slices of the file's text anyway, and are rarely equal. */
export const MAX_SHARED = 48;

export class StringCache {
  readonly #hashes: Int32Array = new Int32Array(SLOTS);
  readonly #values: (string | undefined)[] = Array.from({ length: SLOTS });

  /** The text at `[start, end)`, which has this hash. */
  at(text: string, start: number, end: number, hash: number): string {
    const length = end - start;
    if (length > MAX_SHARED) return text.slice(start, end);
    const slot = (hash ^ (hash >>> 12)) & (SLOTS - 1);
    const known = this.#values[slot];
    if (known !== undefined && this.#hashes[slot] === hash && isAt(text, start, length, known)) return known;
    const value = text.slice(start, end);
    this.#hashes[slot] = hash;
    this.#values[slot] = value;
    return value;
  }
}
