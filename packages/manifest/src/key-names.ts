/**
 * The keys of one file, numbered. Manifests repeat a few hundred keys some hundred thousand times: objects that get the
 * very same string share their hidden classes, a known key costs neither a slice nor a look-up of V8's own, and a table
 * of numbers is nothing that the garbage collector must walk.
 */
import { type SourceText, slotsFor } from './source-text.js';

/** Slots at most. Half of them are used, so that a search ends soon. */
const MOST_SLOTS = 8192;

/** Longer keys are rarely seen twice. */
const MAX_LENGTH = 128;

/** A search that takes longer means that somebody chose keys of equal hash. */
const MAX_PROBES = 16;

/** The number of no key. */
export const NO_KEY = -1;

/** Names and their numbers. */
export class KeyNames {
  readonly names: string[] = [];
  /** The row of the map that last had each key. */
  readonly #rows: number[] = [];
  readonly #numbers: Map<string, number> = new Map();

  /** The number of a name, a new one when it has none. */
  of(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.names.push(internalized(name)) - 1;
    this.#numbers.set(name, number);
    this.#rows.push(-1);
    return number;
  }

  /**
   * Notes that the map at `row` has the key; false when it certainly did not have it before. Maps inside of it come
   * later in the table, so that an earlier row says enough, and only a later one leaves the question open.
   */
  mayRepeat(key: number, row: number): boolean {
    const before = this.#rows[key] as number;
    this.#rows[key] = row;
    return before >= row;
  }

  /** The number of a name, `NO_KEY` when it has none. */
  find(name: string): number {
    return this.#numbers.get(name) ?? NO_KEY;
  }
}

/** From places in the text to the numbers of the keys written there, for one way of writing: plain, or quoted. */
export class KeyCache {
  readonly #source: SourceText;
  readonly #names: KeyNames;
  readonly #resolve: (text: string) => string | undefined;
  readonly #mask: number;
  readonly #hashes: Int32Array;
  readonly #starts: Int32Array;
  readonly #lengths: Uint8Array;
  readonly #keys: Int32Array;
  #used = 0;

  /** `resolve` says what key a written text means; undefined when it is none. */
  constructor(source: SourceText, names: KeyNames, resolve: (text: string) => string | undefined) {
    this.#source = source;
    this.#names = names;
    this.#resolve = resolve;
    const slots = slotsFor(source.text.length, MOST_SLOTS);
    this.#mask = slots - 1;
    this.#hashes = new Int32Array(slots);
    this.#starts = new Int32Array(slots).fill(-1);
    this.#lengths = new Uint8Array(slots);
    this.#keys = new Int32Array(slots);
  }

  /** The key written at `[start, end)`, whose hash the reader computed on its way; `NO_KEY` when it is none. */
  at(start: number, end: number, hash: number): number {
    const length = end - start;
    if (length > MAX_LENGTH) return this.#read(start, end);
    let slot = (hash ^ (hash >>> 13)) & this.#mask;
    for (let probes = 0; probes < MAX_PROBES; probes++) {
      // Slots are inside the arrays.
      const known = this.#starts[slot] as number;
      if (known === -1) return this.#add(start, end, slot, hash);
      if (this.#hashes[slot] === hash && this.#lengths[slot] === length && this.#source.isSame(known, start, length)) {
        return this.#keys[slot] as number;
      }
      slot = (slot + 1) & this.#mask;
    }
    return this.#read(start, end);
  }

  #read(start: number, end: number): number {
    const key = this.#resolve(this.#source.text.slice(start, end));
    return key === undefined ? NO_KEY : this.#names.of(key);
  }

  #add(start: number, end: number, slot: number, hash: number): number {
    const key = this.#read(start, end);
    if (this.#used * 2 <= this.#mask) {
      this.#used++;
      this.#hashes[slot] = hash;
      this.#starts[slot] = start;
      this.#lengths[slot] = end - start;
      this.#keys[slot] = key;
    }
    return key;
  }
}

/** V8 compares the names of properties by identity; this is the identity that it gave to the text. */
const internalized = (key: string): string => Object.keys({ [key]: 0 })[0] ?? key;
