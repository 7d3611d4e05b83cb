/**
 * Short values of one file that were seen before. Most values of a cluster are the same few words, and a string that
 * exists already is one less for the garbage collector.
 */
import { type SourceText, slotsFor } from './source-text.js';

/** Slots at most. A new value takes the place of an old one. */
const MOST_SLOTS = 4096;

/** Longer values are slices of the file's text anyway, and are rarely equal. */
const MAX_LENGTH = 48;

export class StringCache {
  readonly #source: SourceText;
  readonly #mask: number;
  readonly #hashes: Int32Array;
  readonly #starts: Int32Array;
  readonly #values: string[];

  constructor(source: SourceText) {
    this.#source = source;
    const slots = slotsFor(source.text.length, MOST_SLOTS);
    this.#mask = slots - 1;
    this.#hashes = new Int32Array(slots);
    this.#starts = new Int32Array(slots);
    this.#values = Array.from({ length: slots }, () => '');
  }

  /** The text at `[start, end)`, which has this hash. */
  at(start: number, end: number, hash: number): string {
    const length = end - start;
    if (length > MAX_LENGTH) return this.#source.text.slice(start, end);
    const slot = (hash ^ (hash >>> 12)) & this.#mask;
    // Slots are inside the arrays.
    const known = this.#values[slot] as string;
    if (
      this.#hashes[slot] === hash &&
      known.length === length &&
      this.#source.isSame(this.#starts[slot] as number, start, length)
    ) {
      return known;
    }
    const value = this.#source.text.slice(start, end);
    this.#hashes[slot] = hash;
    this.#starts[slot] = start;
    this.#values[slot] = value;
    return value;
  }
}
