/**
 * The text of a file twice: as a string, which values are cut from, and as a byte a character, which V8 reads several
 * times faster. Characters beyond ASCII are all the same byte there; the readers need to tell none of them apart.
 */

/** What stands for a character beyond ASCII. It is that of DEL, which no YAML may hold. */
export const OTHER = 0x7f;

export class SourceText {
  readonly text: string;
  /** One byte a UTF-16 unit; behind the last there is nothing, so that every comparison with it is false. */
  readonly codes: Uint8Array;
  readonly isAscii: boolean;

  /** `bytes` are those of which the text was decoded, if they are at hand: those of ASCII need not be made again. */
  constructor(text: string, bytes?: Uint8Array) {
    this.text = text;
    // As many bytes as UTF-16 units: only ASCII has that.
    this.isAscii = bytes?.length === text.length;
    if (this.isAscii && bytes !== undefined) {
      this.codes = bytes;
      return;
    }
    this.codes = new Uint8Array(text.length);
    let others = 0;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code < OTHER) {
        this.codes[index] = code;
      } else {
        this.codes[index] = OTHER;
        others++;
      }
    }
    this.isAscii = others === 0;
  }

  /** Whether `length` characters are the same at two places. */
  isSame(one: number, other: number, length: number): boolean {
    const { codes } = this;
    for (let index = 0; index < length; index++) {
      if (codes[one + index] !== codes[other + index]) return false;
    }
    return this.isAscii || this.text.startsWith(this.text.slice(one, one + length), other);
  }
}

/** Characters of a text a slot of its caches, and the least number of slots. */
const CHARACTERS_A_SLOT = 16;
const LEAST_SLOTS = 32;

/** How many slots a cache for a text of this length has, `most` at most: a power of two. */
export function slotsFor(length: number, most: number): number {
  let slots = LEAST_SLOTS;
  while (slots < most && slots * CHARACTERS_A_SLOT < length) slots *= 2;
  return slots;
}

/** The hash of a text that goes on with the character `code`; it begins with 0. */
export const nextHash = (hash: number, code: number): number => (Math.imul(hash, 31) + code) | 0;
