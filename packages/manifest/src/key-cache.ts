/**
 * The keys of one file, each kept once. Manifests repeat a few hundred keys some hundred thousand times: objects that
 * get the very same string share their hidden classes, and a key that is known costs neither a slice nor a look-up of
 * V8's own.
 */

/** Slots; a power of two. Half of them are used at most, so that a search ends soon. */
const SLOTS = 8192;

/** Longer keys are rarely seen twice. */
const MAX_LENGTH = 128;

/** A search that takes longer means that somebody chose keys of equal hash. */
const MAX_PROBES = 16;

export class KeyCache {
  readonly #resolve: (text: string) => string | undefined;
  readonly #hashes: Int32Array = new Int32Array(SLOTS);
  readonly #sources: (string | undefined)[] = Array.from({ length: SLOTS });
  readonly #keys: (string | undefined)[] = Array.from({ length: SLOTS });
  #used = 0;

  /** `resolve` says what key a written text means; undefined when it is none. */
  constructor(resolve: (text: string) => string | undefined) {
    this.#resolve = resolve;
  }

  /** The key written at `[start, end)`, whose `keyHash` the reader computed on its way. */
  at(text: string, start: number, end: number, hash: number): string | undefined {
    const length = end - start;
    if (length > MAX_LENGTH) return this.#resolve(text.slice(start, end));
    let slot = hash & (SLOTS - 1);
    for (let probes = 0; probes < MAX_PROBES; probes++) {
      const source = this.#sources[slot];
      if (source === undefined) return this.#add(text.slice(start, end), slot, hash);
      if (this.#hashes[slot] === hash && source.length === length && isAt(text, start, source)) {
        return this.#keys[slot];
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    return this.#resolve(text.slice(start, end));
  }

  /** The same for a text of its own. */
  of(text: string): string | undefined {
    let hash = 0;
    for (let index = 0; index < text.length && index <= MAX_LENGTH; index++)
      hash = nextHash(hash, text.charCodeAt(index));
    return this.at(text, 0, text.length, hash);
  }

  #add(source: string, slot: number, hash: number): string | undefined {
    const resolved = this.#resolve(source);
    const key = resolved === undefined ? undefined : internalized(resolved);
    if (this.#used < SLOTS / 2) {
      this.#used++;
      this.#hashes[slot] = hash;
      this.#sources[slot] = key === source ? key : source;
      this.#keys[slot] = key;
    }
    return key;
  }
}

/** The hash of a key that goes on with the character `code`; it begins with 0. */
export const nextHash = (hash: number, code: number): number => (Math.imul(hash, 31) + code) | 0;

function isAt(text: string, start: number, source: string): boolean {
  for (let index = 0; index < source.length; index++) {
    if (text.charCodeAt(start + index) !== source.charCodeAt(index)) return false;
  }
  return true;
}

/** V8 compares the names of properties by identity; this is the identity that it gave to the text. */
const internalized = (key: string): string => Object.keys({ [key]: 0 })[0] ?? key;
