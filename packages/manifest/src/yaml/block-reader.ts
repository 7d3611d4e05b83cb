/**
 * The fast reader: takes documents as kubectl, kustomize and people write them (block collections, scalars on one line,
 * quoted and block scalars, flow collections on one line, comments) in one pass over the file's text. At the first thing
 * that it does not fully understand it gives up, and the composer reads the document by all the rules.
 *
 * INVARIANT: where it answers, it answers as the composer: values, positions and duplicate keys.
 */
import type { FoundDuplicate } from '../duplicate-key.js';
import { type KeyCache, NO_KEY, nextHash } from '../key-names.js';
import { firstKeyOffset } from '../node-search.js';
import type { NodeTable } from '../node-table.js';
import { type PlainObject, setOwn } from '../own-key.js';
import { readBlockScalar } from './block-scalar.js';
import { Cursor } from './cursor.js';
import type { DocumentRange } from './document-splitter.js';
import { readQuotedScalar } from './quoted-scalar.js';
import { resolvePlain, type Scalar } from './scalar-resolution.js';

/** Deeper documents go to the composer, which does not recurse. */
const MAX_DEPTH = 100;

/** libyaml takes no longer keys. */
const MAX_KEY_LENGTH = 1000;

/**
 * Characters that the composer must look at: control characters, tabs, other line breaks than LF, byte order marks, and
 * surrogates, which count as one column where they come in pairs.
 */
// oxlint-disable-next-line no-control-regex -- control characters are among what it looks for
const UNUSUAL = /[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

const LF = 10;
const SPACE = 32;
const DOUBLE_QUOTE = 34;
const HASH = 35;
const SINGLE_QUOTE = 39;
const COMMA = 44;
const DASH = 45;
const COLON = 58;
const LEFT_BRACKET = 91;
const RIGHT_BRACKET = 93;
const LEFT_BRACE = 123;
const PIPE = 124;
const RIGHT_BRACE = 125;

/** Characters with which no plain scalar begins here: indicators, and `-`, `?`, `:`, `.`, `<` for which more is to know. */
const NO_PLAIN_START: ReadonlySet<number> = new Set(
  [...'-?:,[]{}#&*!|>\'"%@`'].map((character) => character.charCodeAt(0)),
);

/** Characters that end a plain scalar within flow collections. */
const FLOW_INDICATORS: ReadonlySet<number> = new Set([...',?[]{}'].map((character) => character.charCodeAt(0)));

/** Thrown to give up; it never leaves this file. */
const GIVE_UP = Symbol('give up');

export interface BlockDocument {
  readonly value: unknown;
  readonly root: number;
  readonly duplicates: readonly FoundDuplicate[];
}

export class BlockReader {
  readonly #text: string;
  readonly #table: NodeTable;
  readonly #keys: KeyCache;
  readonly #quotedKeys: KeyCache;
  readonly #maxDuplicates: number;
  #end = 0;
  #position = 0;
  /** Column of the content at the position, set by `#nextLine`; -1 at the end of the document. */
  #indent = -1;
  /** Where the last value ended. */
  #valueEnd = 0;
  #duplicates: FoundDuplicate[] = [];
  #cursor: Cursor | undefined;

  /** `keys` resolves plain keys, `quotedKeys` takes keys as they are. */
  constructor(text: string, table: NodeTable, keys: KeyCache, quotedKeys: KeyCache, maxDuplicates: number) {
    this.#text = text;
    this.#table = table;
    this.#keys = keys;
    this.#quotedKeys = quotedKeys;
    this.#maxDuplicates = maxDuplicates;
  }

  /** The document, or undefined where the composer must read it; the table may then hold rows of no use. */
  read({ start, end }: DocumentRange): BlockDocument | undefined {
    // A file that ends without a line break ends some scalars differently.
    if (this.#text.charCodeAt(end - 1) !== LF || UNUSUAL.test(this.#text.slice(start, end))) return undefined;
    this.#end = end;
    this.#position = start;
    this.#duplicates = [];
    try {
      this.#nextLine();
      if (this.#indent === -1) return undefined;
      const root = this.#table.size;
      const value = this.#block(this.#indent, NO_KEY, -1, 0);
      if (this.#indent !== -1 || value === null) return undefined;
      return { value, root, duplicates: this.#duplicates };
    } catch (reason) {
      if (reason === GIVE_UP) return undefined;
      throw reason;
    }
  }

  // --- Lines ---

  /** Goes to the first character of the next line with content, past empty lines and comments. */
  #nextLine(): void {
    const text = this.#text;
    let position = this.#position;
    while (position < this.#end) {
      const lineStart = position;
      let code = text.charCodeAt(position);
      while (code === SPACE) code = text.charCodeAt(++position);
      if (code === LF) {
        position++;
      } else if (code === HASH) {
        position = text.indexOf('\n', position) + 1;
      } else {
        // Directives, and markers of a document's end.
        if (position === lineStart && (code === 37 || (code === 46 && text.startsWith('...', position)))) throw GIVE_UP;
        this.#position = position;
        this.#indent = position < this.#end ? position - lineStart : -1;
        return;
      }
    }
    this.#position = this.#end;
    this.#indent = -1;
  }

  /** Passes what may stand behind a value: blanks and a comment; then goes to the next line with content. */
  #finishLine(from: number): void {
    const text = this.#text;
    let position = from;
    let code = text.charCodeAt(position);
    while (code === SPACE) code = text.charCodeAt(++position);
    if (code === HASH && position > from) position = text.indexOf('\n', position);
    else if (code !== LF) throw GIVE_UP;
    this.#position = position + 1;
    this.#nextLine();
  }

  // --- Collections ---

  /** The block collection whose first entry stands at the position, in the column `indent`. */
  #block(indent: number, key: number, keyStart: number, depth: number): unknown {
    if (depth > MAX_DEPTH) throw GIVE_UP;
    if (this.#text.charCodeAt(this.#position) === DASH && this.#isBlankAfter(this.#position)) {
      return this.#sequence(indent, key, keyStart, depth);
    }
    return this.#mapping(indent, key, keyStart, depth);
  }

  #mapping(indent: number, ownKey: number, keyStart: number, depth: number): PlainObject {
    const table = this.#table;
    const row = table.open(ownKey, keyStart, this.#position);
    const object: PlainObject = {};
    do {
      const start = this.#position;
      const key = this.#key(false);
      const name = this.#name(key);
      if (Object.hasOwn(object, name)) this.#noteDuplicate(row, name, start);
      setOwn(object, name, this.#mappingValue(indent, key, start, depth));
    } while (this.#indent === indent && !this.#isEntry());
    if (this.#indent > indent) throw GIVE_UP;
    table.close(row, this.#valueEnd);
    return object;
  }

  /** Whether a sequence's entry begins at the position: at a mapping's own column it is none of its keys. */
  #isEntry(): boolean {
    return this.#text.charCodeAt(this.#position) === DASH && this.#isBlankAfter(this.#position);
  }

  #mappingValue(indent: number, key: number, keyStart: number, depth: number): unknown {
    const text = this.#text;
    const afterColon = this.#position;
    let position = this.#position;
    let code = text.charCodeAt(position);
    while (code === SPACE) code = text.charCodeAt(++position);
    if (code !== LF && !(code === HASH && position > this.#position)) {
      this.#position = position;
      return this.#inlineValue(indent, key, keyStart, depth);
    }
    this.#finishLine(this.#position);
    if (this.#indent > indent) return this.#nested(key, keyStart, depth);
    // A sequence may stand in the column of the mapping that it is a value of.
    if (this.#indent === indent && this.#isEntry()) return this.#sequence(indent, key, keyStart, depth + 1);
    this.#table.leaf(key, keyStart, afterColon, afterColon);
    this.#valueEnd = afterColon;
    return null;
  }

  /** A value on a line of its own, deeper than what it belongs to. */
  #nested(key: number, keyStart: number, depth: number): unknown {
    const code = this.#text.charCodeAt(this.#position);
    if (code === DASH ? this.#isBlankAfter(this.#position) : this.#isKeyAhead()) {
      return this.#block(this.#indent, key, keyStart, depth + 1);
    }
    throw GIVE_UP;
  }

  #sequence(indent: number, key: number, keyStart: number, depth: number): unknown[] {
    if (depth > MAX_DEPTH) throw GIVE_UP;
    const text = this.#text;
    const row = this.#table.open(key, keyStart, this.#position);
    const list: unknown[] = [];
    do {
      let position = this.#position + 1;
      let code = text.charCodeAt(position);
      while (code === SPACE) code = text.charCodeAt(++position);
      // An entry without a value on its line is rare, and its null stands where only the composer knows.
      if (code === LF || code === HASH) throw GIVE_UP;
      const column = indent + position - this.#position;
      this.#position = position;
      if (code === DASH ? this.#isBlankAfter(position) : this.#isKeyAhead()) {
        list.push(this.#block(column, NO_KEY, -1, depth + 1));
      } else {
        list.push(this.#inlineValue(indent, NO_KEY, -1, depth));
      }
    } while (this.#indent === indent && this.#isEntry());
    if (this.#indent > indent) throw GIVE_UP;
    this.#table.close(row, this.#valueEnd);
    return list;
  }

  #noteDuplicate(row: number, key: string, last: number): void {
    if (this.#duplicates.length >= this.#maxDuplicates) return;
    const first = firstKeyOffset(this.#table, row, this.#table.size, key) ?? last;
    this.#duplicates.push({ map: row, key, first, last });
  }

  // --- Keys ---

  /** Whether the line goes on with a key and its colon. */
  #isKeyAhead(): boolean {
    const text = this.#text;
    let position = this.#position;
    const quote = text.charCodeAt(position);
    if (quote === DOUBLE_QUOTE || quote === SINGLE_QUOTE) {
      position = this.#quoteEnd(position);
      return position !== -1 && text.charCodeAt(position) === COLON && this.#isBlankAfter(position);
    }
    if (NO_PLAIN_START.has(quote)) return false;
    for (;;) {
      const code = text.charCodeAt(position);
      if (code === LF || (code === HASH && text.charCodeAt(position - 1) === SPACE)) return false;
      if (code === COLON && this.#isBlankAfter(position)) return true;
      position++;
    }
  }

  /** Reads a key and passes its colon. */
  #key(inFlow: boolean): number {
    const text = this.#text;
    const start = this.#position;
    let position = start;
    let code = text.charCodeAt(position);
    if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) return this.#quotedKey();
    // A merge key has rules of its own.
    if (NO_PLAIN_START.has(code) || code === 60) throw GIVE_UP;
    let hash = 0;
    for (;;) {
      if (code === COLON && this.#isBlankAfter(position)) break;
      if (code === LF || code === SPACE || (inFlow && FLOW_INDICATORS.has(code))) throw GIVE_UP;
      hash = nextHash(hash, code);
      code = text.charCodeAt(++position);
    }
    if (position - start > MAX_KEY_LENGTH) throw GIVE_UP;
    const key = this.#keys.at(text, start, position, hash);
    if (key === NO_KEY) throw GIVE_UP;
    this.#position = position + 1;
    return key;
  }

  /** A quoted key without escapes is what it says. */
  #quotedKey(): number {
    const start = this.#position;
    const end = this.#quoteEnd(start);
    const isKey = end !== -1 && this.#text.charCodeAt(end) === COLON && this.#isBlankAfter(end);
    if (!isKey || end - start > MAX_KEY_LENGTH) throw GIVE_UP;
    this.#position = end + 1;
    return this.#quotedKeys.of(this.#text.slice(start + 1, end - 1));
  }

  #name(key: number): string {
    // Every key that a reader gave has its name.
    return this.#table.keyNames.names[key] as string;
  }

  /** Behind the closing quote of a quoted scalar on one line without escapes; -1 for any other. */
  #quoteEnd(start: number): number {
    const text = this.#text;
    const quote = text.charCodeAt(start);
    for (let position = start + 1; ; position++) {
      const code = text.charCodeAt(position);
      if (code === quote) return quote === SINGLE_QUOTE && text.charCodeAt(position + 1) === quote ? -1 : position + 1;
      if (code === LF || (code === 92 && quote === DOUBLE_QUOTE)) return -1;
    }
  }

  // --- Values ---

  /** The value at the position, behind a key or a dash; the collection around it stands in the column `indent`. */
  #inlineValue(indent: number, key: number, keyStart: number, depth: number): unknown {
    const code = this.#text.charCodeAt(this.#position);
    switch (code) {
      case DOUBLE_QUOTE:
      case SINGLE_QUOTE:
        return this.#quoted(indent, key, keyStart);
      case PIPE:
      case 62:
        return this.#blockScalar(indent, key, keyStart);
      case LEFT_BRACKET:
      case LEFT_BRACE: {
        const value = this.#flow(key, keyStart, depth + 1);
        this.#finishValue(indent);
        return value;
      }
      default:
        return this.#plain(indent, key, keyStart, code);
    }
  }

  /** After a value on one line: what follows must not be deeper, or it would belong to the value. */
  #finishValue(indent: number): void {
    this.#valueEnd = this.#position;
    this.#finishLine(this.#position);
    if (this.#indent > indent) throw GIVE_UP;
  }

  #plain(indent: number, key: number, keyStart: number, first: number): Scalar {
    const text = this.#text;
    const start = this.#position;
    let position = start;
    let code = first;
    // Negative numbers are common; every other dash, question mark and colon is the composer's.
    if (NO_PLAIN_START.has(code) && !(code === DASH && !this.#isBlankAfter(start))) throw GIVE_UP;
    let end = start;
    for (;;) {
      if (code === LF) break;
      if (code === HASH && text.charCodeAt(position - 1) === SPACE) break;
      if (code === COLON && this.#isBlankAfter(position)) throw GIVE_UP;
      position++;
      if (code !== SPACE) end = position;
      code = text.charCodeAt(position);
    }
    const value = resolvePlain(text.slice(start, end));
    // JSON has no infinities, and the composer knows what is said of them.
    if (typeof value === 'number' && !Number.isFinite(value)) throw GIVE_UP;
    this.#table.leaf(key, keyStart, start, end);
    this.#position = end;
    this.#finishValue(indent);
    return value;
  }

  #quoted(indent: number, key: number, keyStart: number): string {
    const start = this.#position;
    let end = this.#quoteEnd(start);
    let value: string;
    if (end === -1) {
      const cursor = this.#cursorAt(start);
      const read = readQuotedScalar(cursor);
      end = cursor.position;
      // libyaml asks nothing of the columns of further lines, the composer does as libyaml.
      if (read === undefined || end > this.#end || cursor.lineStart > start) throw GIVE_UP;
      value = read;
    } else {
      value = this.#text.slice(start + 1, end - 1);
    }
    this.#table.leaf(key, keyStart, start, end);
    this.#position = end;
    this.#finishValue(indent);
    return value;
  }

  #blockScalar(indent: number, key: number, keyStart: number): string {
    const start = this.#position;
    const cursor = this.#cursorAt(start);
    const value = readBlockScalar(cursor, indent);
    if (value === undefined || cursor.position > this.#end) throw GIVE_UP;
    this.#table.leaf(key, keyStart, start, cursor.contentEnd);
    this.#valueEnd = cursor.contentEnd;
    // The scalar ends before a line that is not its own; the blanks before its content are passed already.
    this.#position = cursor.lineStart;
    this.#nextLine();
    if (this.#indent > indent) throw GIVE_UP;
    return value;
  }

  #cursorAt(position: number): Cursor {
    this.#cursor ??= new Cursor(this.#text, position);
    const cursor = this.#cursor;
    cursor.position = position;
    cursor.lineStart = this.#text.lastIndexOf('\n', position - 1) + 1;
    cursor.problem = undefined;
    return cursor;
  }

  // --- Flow collections on one line ---

  #flow(key: number, keyStart: number, depth: number): unknown {
    if (depth > MAX_DEPTH) throw GIVE_UP;
    const start = this.#position;
    const row = this.#table.open(key, keyStart, start);
    const isList = this.#text.charCodeAt(start) === LEFT_BRACKET;
    this.#position++;
    const value = isList ? this.#flowList(depth) : this.#flowMap(row, depth);
    this.#table.close(row, this.#position);
    return value;
  }

  #flowList(depth: number): unknown[] {
    const list: unknown[] = [];
    for (;;) {
      if (this.#flowNext() === RIGHT_BRACKET) break;
      list.push(this.#flowValue(NO_KEY, -1, depth));
      const next = this.#flowNext();
      if (next !== COMMA && next !== RIGHT_BRACKET) throw GIVE_UP;
      if (next === COMMA) this.#position++;
    }
    this.#position++;
    return list;
  }

  #flowMap(row: number, depth: number): PlainObject {
    const object: PlainObject = {};
    for (;;) {
      if (this.#flowNext() === RIGHT_BRACE) break;
      const start = this.#position;
      const entryKey = this.#key(true);
      const name = this.#name(entryKey);
      // `{a:}` and `{a: }` have a null that only the composer places.
      const code = this.#flowNext();
      if (code === COMMA || code === RIGHT_BRACE) throw GIVE_UP;
      if (Object.hasOwn(object, name)) this.#noteDuplicate(row, name, start);
      setOwn(object, name, this.#flowValue(entryKey, start, depth));
      const next = this.#flowNext();
      if (next !== COMMA && next !== RIGHT_BRACE) throw GIVE_UP;
      if (next === COMMA) this.#position++;
    }
    this.#position++;
    return object;
  }

  /** Passes blanks; the character then. */
  #flowNext(): number {
    let code = this.#text.charCodeAt(this.#position);
    while (code === SPACE) code = this.#text.charCodeAt(++this.#position);
    if (code === LF || code === HASH) throw GIVE_UP;
    return code;
  }

  #flowValue(key: number, keyStart: number, depth: number): unknown {
    const text = this.#text;
    const start = this.#position;
    const first = text.charCodeAt(start);
    if (first === LEFT_BRACKET || first === LEFT_BRACE) return this.#flow(key, keyStart, depth + 1);
    if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) {
      const end = this.#quoteEnd(start);
      if (end === -1) throw GIVE_UP;
      this.#table.leaf(key, keyStart, start, end);
      this.#position = end;
      return text.slice(start + 1, end - 1);
    }
    if (NO_PLAIN_START.has(first)) throw GIVE_UP;
    const end = this.#flowPlainEnd(start);
    const value = resolvePlain(text.slice(start, end));
    if (typeof value === 'number' && !Number.isFinite(value)) throw GIVE_UP;
    this.#table.leaf(key, keyStart, start, end);
    this.#position = end;
    return value;
  }

  /** Behind a plain scalar within a flow collection; anything but words, commas and closing brackets gives up. */
  #flowPlainEnd(start: number): number {
    const text = this.#text;
    let end = start;
    for (let position = start; ; ) {
      const code = text.charCodeAt(position);
      if (code === COMMA || code === RIGHT_BRACKET || code === RIGHT_BRACE) return end;
      if (code === LF || code === 63 || code === LEFT_BRACKET || code === LEFT_BRACE || code === HASH) throw GIVE_UP;
      if (code === COLON && !this.#isWordAfter(position)) throw GIVE_UP;
      position++;
      if (code !== SPACE) end = position;
    }
  }

  #isBlankAfter(position: number): boolean {
    const code = this.#text.charCodeAt(position + 1);
    return code === SPACE || code === LF;
  }

  /** Whether a colon stands within a word: in flow collections brackets and commas end it, too. */
  #isWordAfter(position: number): boolean {
    const code = this.#text.charCodeAt(position + 1);
    return (
      code > SPACE &&
      code !== COMMA &&
      code !== RIGHT_BRACKET &&
      code !== RIGHT_BRACE &&
      code !== LEFT_BRACKET &&
      code !== LEFT_BRACE
    );
  }
}
