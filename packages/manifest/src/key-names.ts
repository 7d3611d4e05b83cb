/**
 * The keys of one file, numbered. Manifests repeat a few hundred keys some hundred thousand times: objects that get the
 * very same string share their hidden classes, a known key costs neither a slice nor a look-up of V8's own, and a table
 * of numbers is nothing that the garbage collector must walk.
 */

/** Slots; a power of two. Half of them are used at most, so that a search ends soon. */
const SLOTS = 8192;

/** Longer keys are rarely seen twice. */
const MAX_LENGTH = 128;

/** A search that takes longer means that somebody chose keys of equal hash. */
const MAX_PROBES = 16;

/** The number of no key. */
export const NO_KEY = -1;

/** The hash of a key that goes on with the character `code`; it begins with 0. */
export const nextHash = (hash: number, code: number): number => (Math.imul(hash, 31) + code) | 0;

/** Names by number. One name may have several numbers. */
export class KeyNames {
  readonly names: string[] = [];

  add(name: string): number {
    return this.names.push(name) - 1;
  }
}

/** From written keys to numbers, for one way of writing: plain, or quoted. */
export class KeyCache {
  readonly #names: KeyNames;
  readonly #resolve: (text: string) => string | undefined;
  readonly #hashes: Int32Array = new Int32Array(SLOTS);
  readonly #sources: (string | undefined)[] = Array.from({ length: SLOTS });
  readonly #keys: Int32Array = new Int32Array(SLOTS);
  #used = 0;

  /** `resolve` says what key a written text means; undefined when it is none. */
  constructor(names: KeyNames, resolve: (text: string) => string | undefined) {
    this.#names = names;
    this.#resolve = resolve;
  }

  /** The key written at `[start, end)`, whose hash the reader computed on its way; `NO_KEY` when it is none. */
  at(text: string, start: number, end: number, hash: number): number {
    const length = end - start;
    if (length > MAX_LENGTH) return this.#uncached(text.slice(start, end));
    let slot = hash & (SLOTS - 1);
    for (let probes = 0; probes < MAX_PROBES; probes++) {
      const source = this.#sources[slot];
      if (source === undefined) return this.#add(text.slice(start, end), slot, hash);
      if (this.#hashes[slot] === hash && isAt(text, start, length, source)) return this.#keys[slot] as number;
      slot = (slot + 1) & (SLOTS - 1);
    }
    return this.#uncached(text.slice(start, end));
  }

  /** The same for a text of its own. */
  of(text: string): number {
    let hash = 0;
    const hashed = Math.min(text.length, MAX_LENGTH);
    for (let index = 0; index < hashed; index++) hash = nextHash(hash, text.charCodeAt(index));
    return this.at(text, 0, text.length, hash);
  }

  #uncached(source: string): number {
    const key = this.#resolve(source);
    return key === undefined ? NO_KEY : this.#names.add(key);
  }

  #add(source: string, slot: number, hash: number): number {
    const resolved = this.#resolve(source);
    const key = resolved === undefined ? NO_KEY : this.#names.add(internalized(resolved));
    if (this.#used < SLOTS / 2) {
      this.#used++;
      this.#hashes[slot] = hash;
      this.#sources[slot] = internalized(source);
      this.#keys[slot] = key;
    }
    return key;
  }
}

/** Whether `source` stands in `text` at `start` and is `length` long. */
export function isAt(text: string, start: number, length: number, source: string): boolean {
  if (source.length !== length) return false;
  for (let index = 0; index < length; index++) {
    if (text.charCodeAt(start + index) !== source.charCodeAt(index)) return false;
  }
  return true;
}

/** V8 compares the names of properties by identity; this is the identity that it gave to the text. */
const internalized = (key: string): string => Object.keys({ [key]: 0 })[0] ?? key;
