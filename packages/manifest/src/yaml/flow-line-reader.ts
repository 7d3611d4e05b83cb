/**
 * Flow collections on one line, plainly written: `[]`, `["a", b]`, `{app: web, port: 80}`.
 */
import { ItemStack } from '../item-stack.js';
import { NO_KEY } from '../key-names.js';
import type { NodeTable } from '../node-table.js';
import { type PlainObject, setOwn } from '../own-key.js';
import { nextHash, type SourceText } from '../source-text.js';
import { GIVE_UP, type LineScanner } from './line-scanner.js';

/** Deeper documents go to the composer, which does not recurse. */
const MAX_DEPTH = 32;

const SPACE = 32;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const SINGLE_QUOTE = 39;
const COMMA = 44;
const COLON = 58;
const QUESTION = 63;
const LEFT_BRACKET = 91;
const RIGHT_BRACKET = 93;
const LEFT_BRACE = 123;
const RIGHT_BRACE = 125;

/** Called for a key that its map has already. */
export type OnDuplicate = (row: number, key: string, keyStart: number) => void;

export class FlowLineReader {
  readonly #codes: Uint8Array;
  readonly #table: NodeTable;
  readonly #scanner: LineScanner;
  readonly #onDuplicate: OnDuplicate;
  readonly #items: ItemStack = new ItemStack();
  /** Behind what was read last. */
  #position = 0;

  constructor(source: SourceText, table: NodeTable, scanner: LineScanner, onDuplicate: OnDuplicate) {
    this.#codes = source.codes;
    this.#table = table;
    this.#scanner = scanner;
    this.#onDuplicate = onDuplicate;
  }

  /** Behind the collection that was read last. */
  get end(): number {
    return this.#position;
  }

  /** The collection that begins at `start`. */
  read(key: number, keyStart: number, start: number): unknown {
    this.#items.clear();
    return this.#collection(key, keyStart, start, 0);
  }

  #collection(key: number, keyStart: number, start: number, depth: number): unknown {
    if (depth > MAX_DEPTH) throw GIVE_UP;
    const row = this.#table.open(key, keyStart, start);
    this.#position = start + 1;
    const value = this.#codes[start] === LEFT_BRACKET ? this.#list(depth) : this.#map(row, depth);
    this.#table.close(row, this.#position);
    return value;
  }

  #list(depth: number): unknown[] {
    const before = this.#items.size;
    while (this.#next() !== RIGHT_BRACKET) {
      this.#items.push(this.#value(NO_KEY, -1, depth));
      this.#passComma(RIGHT_BRACKET);
    }
    this.#position++;
    return this.#items.take(before);
  }

  #map(row: number, depth: number): PlainObject {
    const map: PlainObject = {};
    while (this.#next() !== RIGHT_BRACE) {
      this.#scanner.position = this.#position;
      if (!this.#scanner.scanEntry()) throw GIVE_UP;
      const { key, keyStart, position } = this.#scanner;
      this.#refuseIndicators(keyStart, position);
      this.#position = position;
      // `{a:}` and `{a: }` have a null that only the composer places.
      const code = this.#next();
      if (code === COMMA || code === RIGHT_BRACE) throw GIVE_UP;
      const value = this.#value(key, keyStart, depth);
      // A key that was scanned has its name.
      const name = this.#table.keyNames.names[key] as string;
      if (Object.hasOwn(map, name)) this.#onDuplicate(row, name, keyStart);
      setOwn(map, name, value);
      this.#passComma(RIGHT_BRACE);
    }
    this.#position++;
    return map;
  }

  /** Plain keys end at indicators here, which the scanner of lines does not know. */
  #refuseIndicators(start: number, end: number): void {
    const first = this.#codes[start];
    if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) return;
    for (let position = start; position < end; position++) {
      if (isIndicator(this.#codes[position])) throw GIVE_UP;
    }
  }

  #passComma(end: number): void {
    const code = this.#next();
    if (code === COMMA) this.#position++;
    else if (code !== end) throw GIVE_UP;
  }

  /** Passes blanks; the character then. */
  #next(): number {
    let code = this.#codes[this.#position];
    while (code === SPACE) code = this.#codes[++this.#position];
    if (code === undefined || code < SPACE || code === HASH) throw GIVE_UP;
    return code;
  }

  #value(key: number, keyStart: number, depth: number): unknown {
    const start = this.#position;
    const first = this.#codes[start];
    if (first === LEFT_BRACKET || first === LEFT_BRACE) return this.#collection(key, keyStart, start, depth + 1);
    if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) {
      const end = this.#scanner.quoteEnd(start);
      if (end === -1) throw GIVE_UP;
      this.#table.leaf(key, keyStart, start, end);
      this.#position = end;
      return this.#scanner.quotedText(start, end);
    }
    return this.#plain(key, keyStart, start);
  }

  /** A plain scalar up to a comma or a closing bracket; anything but words in it gives up. */
  #plain(key: number, keyStart: number, start: number): unknown {
    const codes = this.#codes;
    // `-`, `:` and the like are the composer's, a minus before a digit is not.
    if (!this.#scanner.isPlainStart(start)) throw GIVE_UP;
    let hash = 0;
    let end = start;
    let position = start;
    for (;;) {
      const code = codes[position];
      if (code === COMMA || code === RIGHT_BRACKET || code === RIGHT_BRACE) break;
      if (code === undefined || code < SPACE || code === HASH || isIndicator(code)) throw GIVE_UP;
      if (code === COLON && !isWord(codes[position + 1])) throw GIVE_UP;
      hash = nextHash(hash, code);
      position++;
      if (code !== SPACE) end = position;
    }
    const value = this.#scanner.valueOf(start, end, hash);
    this.#table.leaf(key, keyStart, start, end);
    this.#position = position;
    return value;
  }
}

/** `,`, `?` and the brackets end a plain scalar within flow collections. */
const isIndicator = (code: number | undefined): boolean =>
  code === COMMA ||
  code === QUESTION ||
  code === LEFT_BRACKET ||
  code === RIGHT_BRACKET ||
  code === LEFT_BRACE ||
  code === RIGHT_BRACE;

/** Whether a colon before this character stands within a word. */
const isWord = (code: number | undefined): boolean => code !== undefined && code > SPACE && !isIndicator(code);
