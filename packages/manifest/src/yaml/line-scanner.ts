/**
 * What stands on one line of a plainly written document: indentation, keys, scalars, comments. Whatever is not plain
 * makes it give up by throwing `GIVE_UP`, which the block reader catches. A CR stands before a LF, or the document is
 * none for this reader.
 */
import { KeyCache, NO_KEY } from '../key-names.js';
import type { NodeTable } from '../node-table.js';
import { nextHash, type SourceText } from '../source-text.js';
import { StringCache } from '../string-cache.js';
import { plainKey, resolvePlain, type Scalar } from './scalar-resolution.js';

/** Thrown where the composer must read the document; it never leaves the block reader. */
export const GIVE_UP: unique symbol = Symbol('give up');

/** libyaml takes keys of 1024 characters, quotes and blanks included. */
const MAX_KEY_LENGTH = 1000;

/** Digits that a double holds exactly whatever they are. */
const SAFE_DIGITS = 15;

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const SINGLE_QUOTE = 39;
const DASH = 45;
const DOT = 46;
const COLON = 58;
const BACKSLASH = 92;

/** What a first character says of a plain scalar: it is a string, it may be something else, or it is no plain scalar. */
const STRING = 0;
const PERHAPS = 1;
const NOT_PLAIN = 2;

const classesOfCharacters = (): Uint8Array => {
  const classes = new Uint8Array(128);
  const set = (characters: string, value: number): void => {
    for (const character of characters) classes[character.charCodeAt(0)] = value;
  };
  set('0123456789+.yYnNtTfFoO~', PERHAPS);
  set('-?:,[]{}#&*!|>\'"%@` \t\r\n', NOT_PLAIN);
  return classes;
};

export class LineScanner {
  position = 0;
  lineStart = 0;
  /** Column of the content at the position, set by `nextLine`; -1 at the end of the document. */
  indent = -1;
  /** The key that `scanEntry` found, and where it begins. */
  key = NO_KEY;
  keyStart = -1;
  /** Where the plain scalar ends that `scanEntry` found, and its hash. */
  wordEnd = 0;
  wordHash = 0;
  readonly #text: string;
  readonly #codes: Uint8Array;
  readonly #keys: KeyCache;
  readonly #table: NodeTable;
  readonly #strings: StringCache;
  readonly #classes: Uint8Array = classesOfCharacters();
  #end = 0;

  constructor(source: SourceText, table: NodeTable) {
    this.#text = source.text;
    this.#codes = source.codes;
    this.#table = table;
    this.#keys = new KeyCache(source, table.keyNames, plainKey);
    this.#strings = new StringCache(source);
  }

  begin(start: number, end: number): void {
    this.#end = end;
    this.nextLine(start);
  }

  // --- Lines ---

  /** Goes to the first character with content from the beginning of a line on, past empty lines and comments. */
  nextLine(from: number): void {
    const codes = this.#codes;
    const end = this.#end;
    let start = from;
    while (start < end) {
      let position = start;
      let code = codes[position];
      while (code === SPACE) code = codes[++position];
      if (code === LF) {
        start = position + 1;
      } else if (code === CR) {
        start = position + 2;
      } else if (code === HASH) {
        start = this.#endOfLine(position) + 1;
      } else {
        // A tab for an indentation, a directive, a marker of documents.
        if (code === TAB) throw GIVE_UP;
        if (position === start && (code === 37 || code === DOT || this.#isMarker(position))) throw GIVE_UP;
        if (position >= end) break;
        this.position = position;
        this.lineStart = start;
        this.indent = position - start;
        return;
      }
    }
    this.position = end;
    this.indent = -1;
  }

  /** Passes what may stand behind a value: blanks and a comment; then goes to the next line with content. */
  finishLine(from: number): void {
    const codes = this.#codes;
    let position = from;
    let code = codes[position];
    while (code === SPACE) code = codes[++position];
    if (code === HASH) position = this.#endOfLine(position);
    else if (code === CR) position++;
    else if (code !== LF && code !== undefined) throw GIVE_UP;
    this.nextLine(position + 1);
  }

  /** `---` at the beginning of a line is no document's own, whatever follows. */
  #isMarker(position: number): boolean {
    const codes = this.#codes;
    return codes[position] === DASH && codes[position + 1] === DASH && codes[position + 2] === DASH;
  }

  /** The line break at or behind a place; the end of the text where there is none. */
  #endOfLine(position: number): number {
    const found = this.#text.indexOf('\n', position);
    return found === -1 ? this.#text.length : found;
  }

  /** Passes blanks from the position on; the character then, LF at the end of the line and before a comment. */
  passBlanks(from: number): number {
    const codes = this.#codes;
    let position = from;
    let code = codes[position];
    while (code === SPACE) code = codes[++position];
    this.position = position;
    return code === undefined || code === CR || (code === HASH && position > from) ? LF : code;
  }

  isBlankAfter(position: number): boolean {
    const code = this.#codes[position + 1];
    return code === SPACE || code === LF || code === CR || code === undefined;
  }

  /** Whether an entry of a sequence begins at the position. */
  isEntry(): boolean {
    return this.#codes[this.position] === DASH && this.isBlankAfter(this.position);
  }

  // --- Keys and scalars ---

  /**
   * Reads a key and its colon, or a plain scalar, from the position on. True for a key: it is `key`, and the position
   * is behind its colon. False for a scalar, which ends at `wordEnd`.
   */
  scanEntry(): boolean {
    const codes = this.#codes;
    const start = this.position;
    // The position is inside the document.
    let code = codes[start] as number;
    if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) return this.#scanQuotedKey(start);
    if (!this.isPlainStart(start)) throw GIVE_UP;
    let position = start;
    let hash = 0;
    for (;;) {
      if (code <= COLON) {
        if (code === COLON) {
          if (this.isBlankAfter(position)) break;
        } else if (code === LF || code === CR || (code === HASH && codes[position - 1] === SPACE)) {
          return this.#endWord(position, hash);
        } else if (code === TAB) {
          throw GIVE_UP;
        }
      }
      hash = nextHash(hash, code);
      const next = codes[++position];
      if (next === undefined) return this.#endWord(position, hash);
      code = next;
    }
    // A merge key has rules of its own, and blanks before a colon are left to the composer.
    const isOdd = codes[start] === 60 || codes[position - 1] === SPACE || position - start > MAX_KEY_LENGTH;
    const key = isOdd ? NO_KEY : this.#keys.at(start, position, hash);
    if (key === NO_KEY) throw GIVE_UP;
    this.key = key;
    this.keyStart = start;
    this.position = position + 1;
    return true;
  }

  /** A quoted key without escapes is what it says. */
  #scanQuotedKey(start: number): boolean {
    const end = this.quoteEnd(start);
    if (end === -1 || this.#codes[end] !== COLON || !this.isBlankAfter(end)) return false;
    if (end - start > MAX_KEY_LENGTH) throw GIVE_UP;
    this.key = this.#table.keyNames.of(this.#text.slice(start + 1, end - 1));
    this.keyStart = start;
    this.position = end + 1;
    return true;
  }

  /** Scans a plain scalar to the end of its line, where no key may be. */
  scanWord(start: number): void {
    const codes = this.#codes;
    let code = codes[start];
    if (!this.isPlainStart(start)) throw GIVE_UP;
    let position = start;
    let hash = 0;
    while (code !== undefined) {
      if (code <= COLON) {
        if (code === LF || code === CR || (code === HASH && codes[position - 1] === SPACE)) break;
        if (code === TAB || (code === COLON && this.isBlankAfter(position))) throw GIVE_UP;
      }
      hash = nextHash(hash, code);
      code = codes[++position];
    }
    this.#endWord(position, hash);
  }

  #endWord(end: number, hash: number): false {
    let position = end;
    while (this.#codes[position - 1] === SPACE) position--;
    this.wordEnd = position;
    this.wordHash = hash;
    return false;
  }

  /** Indicators begin no plain scalar; `-1` is the one that is common all the same. */
  isPlainStart(start: number): boolean {
    const code = this.#codes[start];
    if (code === DASH) return !this.isBlankAfter(start);
    return code !== undefined && this.#classes[code] !== NOT_PLAIN;
  }

  /** The value of the plain scalar that was scanned from `start` on. */
  plainValue(start: number): Scalar {
    return this.valueOf(start, this.wordEnd, this.wordHash);
  }

  /** The value of a plain scalar. */
  valueOf(start: number, end: number, hash: number): Scalar {
    const code = this.#codes[start] as number;
    if (code !== DASH && (this.#classes[code] === STRING || (code > COLON && end - start > 5))) {
      return this.#strings.at(start, end, hash);
    }
    const number = this.#digits(start, end);
    if (number !== -1) return number;
    const value = resolvePlain(this.#text.slice(start, end));
    // JSON has no infinities, and the composer knows what is said of them.
    if (typeof value === 'number' && !Number.isFinite(value)) throw GIVE_UP;
    return value;
  }

  /** A plain number of a few digits, -1 for anything else. */
  #digits(start: number, end: number): number {
    const codes = this.#codes;
    if (end - start > SAFE_DIGITS || (codes[start] === 48 && end - start > 1)) return -1;
    let value = 0;
    for (let position = start; position < end; position++) {
      const digit = (codes[position] as number) - 48;
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
    }
    return value;
  }

  /** The text between quotes without escapes. */
  quotedText(start: number, end: number): string {
    return this.#strings.at(start + 1, end - 1, this.wordHash);
  }

  /** Behind the closing quote of a quoted scalar on one line without escapes; -1 for any other. */
  quoteEnd(start: number): number {
    const codes = this.#codes;
    const quote = codes[start];
    let hash = 0;
    let position = start + 1;
    let code = codes[position];
    while (code !== quote) {
      if (code === LF || code === CR || code === undefined || (code === BACKSLASH && quote === DOUBLE_QUOTE)) return -1;
      hash = nextHash(hash, code);
      code = codes[++position];
    }
    this.wordHash = hash;
    return quote === SINGLE_QUOTE && codes[position + 1] === SINGLE_QUOTE ? -1 : position + 1;
  }
}
