/**
 * The fast reader: takes documents as kubectl, kustomize and people write them (block collections, scalars on one line,
 * quoted and block scalars, flow collections on one line, comments) in one pass over the file. At the first thing that it
 * does not fully understand it gives up, and the composer reads the document by all the rules.
 *
 * INVARIANT: where it answers, it answers as the composer: values, positions and duplicate keys.
 */
import type { FoundDuplicate } from '../duplicate-key.js';
import { ItemStack } from '../item-stack.js';
import { NO_KEY } from '../key-names.js';
import { firstKeyOffset } from '../node-search.js';
import type { NodeTable } from '../node-table.js';
import { type PlainObject, setOwn } from '../own-key.js';
import { OTHER, type SourceText } from '../source-text.js';
import { readBlockScalar } from './block-scalar.js';
import { Cursor } from './cursor.js';
import type { DocumentRange } from './document-splitter.js';
import { FlowLineReader } from './flow-line-reader.js';
import { GIVE_UP, LineScanner } from './line-scanner.js';
import { readQuotedScalar } from './quoted-scalar.js';

/** Deeper documents go to the composer, which does not recurse. */
const MAX_DEPTH = 100;

/**
 * Characters that the composer must look at: control characters but tabs, other line breaks than LF and CR LF, byte
 * order marks, and surrogates, which count as one column where they come in pairs.
 */
// oxlint-disable-next-line no-control-regex -- control characters are among what it looks for
const UNUSUAL = /\r(?!\n)|[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

const TAB = 9;
const LF = 10;
const CR = 13;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
const GREATER = 62;
const LEFT_BRACKET = 91;
const LEFT_BRACE = 123;
const PIPE = 124;

export interface BlockDocument {
  readonly value: unknown;
  readonly root: number;
  readonly duplicates: readonly FoundDuplicate[];
  /** Nothing: documents with text that nobody reads are the composer's. */
  readonly unread: undefined;
}

const NO_DUPLICATES: readonly FoundDuplicate[] = [];

export class BlockReader {
  readonly #text: string;
  readonly #codes: Uint8Array;
  readonly #table: NodeTable;
  readonly #maxDuplicates: number;
  readonly #scanner: LineScanner;
  readonly #flow: FlowLineReader;
  readonly #items: ItemStack = new ItemStack();
  readonly #isUsual: boolean;
  /** Where the last value ended. */
  #valueEnd = 0;
  #duplicates: FoundDuplicate[] | undefined;
  #cursor: Cursor | undefined;

  constructor(source: SourceText, table: NodeTable, maxDuplicates: number) {
    this.#text = source.text;
    this.#codes = source.codes;
    this.#table = table;
    this.#maxDuplicates = maxDuplicates;
    this.#scanner = new LineScanner(source, table);
    this.#flow = new FlowLineReader(source, table, this.#scanner, (row, key, last) =>
      this.#noteDuplicate(row, key, last),
    );
    this.#isUsual = source.isAscii ? hasOnlyUsualCodes(source.codes) : !UNUSUAL.test(source.text);
  }

  /** The document, or undefined where the composer must read it; the table may then hold rows of no use. */
  read({ content: start, end }: DocumentRange): BlockDocument | undefined {
    if (!this.#isUsual && UNUSUAL.test(this.#text.slice(start, end))) return undefined;
    const scanner = this.#scanner;
    this.#duplicates = undefined;
    this.#items.clear();
    try {
      scanner.begin(start, end);
      if (scanner.indent === -1) return undefined;
      const root = this.#table.size;
      const value = this.#collection(scanner.indent, NO_KEY, -1, 0);
      if (scanner.indent !== -1) return undefined;
      return { value, root, duplicates: this.#duplicates ?? NO_DUPLICATES, unread: undefined };
    } catch (reason) {
      if (reason === GIVE_UP) return undefined;
      throw reason;
    }
  }

  // --- Collections ---

  /** The block collection whose first entry stands at the position, in the column `indent`. */
  #collection(indent: number, key: number, keyStart: number, depth: number): unknown {
    const scanner = this.#scanner;
    if (scanner.isEntry()) return this.#sequence(indent, key, keyStart, depth);
    if (!scanner.scanEntry()) throw GIVE_UP;
    return this.#mapping(indent, key, keyStart, depth);
  }

  /** A mapping whose first key was scanned. */
  #mapping(indent: number, ownKey: number, ownKeyStart: number, depth: number): PlainObject {
    if (depth > MAX_DEPTH) throw GIVE_UP;
    const scanner = this.#scanner;
    const row = this.#table.open(ownKey, ownKeyStart, scanner.keyStart);
    const map: PlainObject = {};
    const names = this.#table.keyNames;
    for (;;) {
      const { key, keyStart } = scanner;
      const value = this.#mappingValue(indent, key, keyStart, depth);
      // A key that was scanned has its name.
      const name = names.names[key] as string;
      if (names.mayRepeat(key, row) && Object.hasOwn(map, name)) this.#noteDuplicate(row, name, keyStart);
      setOwn(map, name, value);
      if (scanner.indent !== indent) break;
      if (!scanner.scanEntry()) throw GIVE_UP;
    }
    if (scanner.indent > indent) throw GIVE_UP;
    this.#table.close(row, this.#valueEnd);
    return map;
  }

  #mappingValue(indent: number, key: number, keyStart: number, depth: number): unknown {
    const scanner = this.#scanner;
    const afterColon = scanner.position;
    const code = scanner.passBlanks(afterColon);
    if (code !== LF) return this.#inlineValue(code, indent, key, keyStart);
    scanner.finishLine(afterColon);
    if (scanner.indent > indent) return this.#collection(scanner.indent, key, keyStart, depth + 1);
    // A sequence may stand in the column of the mapping that it is a value of.
    if (scanner.indent === indent && scanner.isEntry()) return this.#sequence(indent, key, keyStart, depth + 1);
    return this.#null(key, keyStart, afterColon);
  }

  #sequence(indent: number, key: number, keyStart: number, depth: number): unknown[] {
    if (depth > MAX_DEPTH) throw GIVE_UP;
    const scanner = this.#scanner;
    const row = this.#table.open(key, keyStart, scanner.position);
    const before = this.#items.size;
    do {
      const afterDash = scanner.position + 1;
      const code = scanner.passBlanks(afterDash);
      if (code === LF) {
        scanner.finishLine(afterDash);
        const isNested = scanner.indent > indent;
        const item = isNested
          ? this.#collection(scanner.indent, NO_KEY, -1, depth + 1)
          : this.#null(NO_KEY, -1, afterDash);
        this.#items.push(item);
      } else {
        this.#items.push(this.#item(code, indent, depth));
      }
    } while (scanner.indent === indent && scanner.isEntry());
    if (scanner.indent > indent) throw GIVE_UP;
    this.#table.close(row, this.#valueEnd);
    return this.#items.take(before);
  }

  /** What stands behind a dash: a collection that begins on its line, or a value. */
  #item(code: number, indent: number, depth: number): unknown {
    const scanner = this.#scanner;
    const start = scanner.position;
    const column = start - scanner.lineStart;
    if (scanner.isEntry()) return this.#sequence(column, NO_KEY, -1, depth + 1);
    const isQuoted = code === DOUBLE_QUOTE || code === SINGLE_QUOTE;
    if (!isQuoted && !scanner.isPlainStart(start)) return this.#inlineValue(code, indent, NO_KEY, -1);
    if (scanner.scanEntry()) return this.#mapping(column, NO_KEY, -1, depth + 1);
    if (isQuoted) return this.#quoted(indent, NO_KEY, -1, start);
    return this.#word(indent, NO_KEY, -1, start);
  }

  #noteDuplicate(row: number, key: string, last: number): void {
    this.#duplicates ??= [];
    if (this.#duplicates.length >= this.#maxDuplicates) return;
    const first = firstKeyOffset(this.#table, row, this.#table.size, key) ?? last;
    this.#duplicates.push({ map: row, key, first, last });
  }

  // --- Values ---

  #null(key: number, keyStart: number, offset: number): null {
    this.#table.leaf(key, keyStart, offset, offset);
    this.#valueEnd = offset;
    return null;
  }

  /** The value at the position, behind a key or a dash; the collection around it stands in the column `indent`. */
  #inlineValue(code: number, indent: number, key: number, keyStart: number): unknown {
    const start = this.#scanner.position;
    switch (code) {
      case DOUBLE_QUOTE:
      case SINGLE_QUOTE:
        return this.#quoted(indent, key, keyStart, start);
      case PIPE:
      case GREATER:
        return this.#blockScalar(indent, key, keyStart, start);
      case LEFT_BRACKET:
      case LEFT_BRACE: {
        const value = this.#flow.read(key, keyStart, start);
        this.#finishValue(indent, this.#flow.end);
        return value;
      }
      default:
        this.#scanner.scanWord(start);
        return this.#word(indent, key, keyStart, start);
    }
  }

  /** A plain scalar that was scanned. */
  #word(indent: number, key: number, keyStart: number, start: number): unknown {
    const end = this.#scanner.wordEnd;
    const value = this.#scanner.plainValue(start);
    this.#table.leaf(key, keyStart, start, end);
    this.#finishValue(indent, end);
    return value;
  }

  #quoted(indent: number, key: number, keyStart: number, start: number): string {
    const scanner = this.#scanner;
    let end = scanner.quoteEnd(start);
    let value: string;
    if (end === -1) {
      const cursor = this.#cursorAt(start);
      const read = readQuotedScalar(cursor);
      // One that runs over lines is the composer's.
      if (read === undefined || cursor.lineStart > start) throw GIVE_UP;
      value = read;
      end = cursor.position;
    } else {
      value = scanner.quotedText(start, end);
    }
    this.#table.leaf(key, keyStart, start, end);
    this.#finishValue(indent, end);
    return value;
  }

  #blockScalar(indent: number, key: number, keyStart: number, start: number): string {
    const cursor = this.#cursorAt(start);
    const value = readBlockScalar(cursor, indent);
    // At the end of a file without a line break the last line of the text has one all the same.
    const isCut = cursor.position >= this.#text.length && this.#codes[this.#text.length - 1] !== LF;
    if (value === undefined || isCut) throw GIVE_UP;
    this.#table.leaf(key, keyStart, start, cursor.contentEnd);
    this.#valueEnd = cursor.contentEnd;
    // The scalar ends before a line that is not its own; the blanks before its content are passed already.
    this.#scanner.nextLine(cursor.lineStart);
    if (this.#scanner.indent > indent) throw GIVE_UP;
    return value;
  }

  /** After a value on one line: what follows must not be deeper, or it would belong to the value. */
  #finishValue(indent: number, end: number): void {
    this.#valueEnd = end;
    this.#scanner.finishLine(end);
    if (this.#scanner.indent > indent) throw GIVE_UP;
  }

  #cursorAt(position: number): Cursor {
    this.#cursor ??= new Cursor(this.#text, position);
    const cursor = this.#cursor;
    cursor.position = position;
    cursor.lineStart = this.#scanner.lineStart;
    cursor.problem = undefined;
    return cursor;
  }
}

/** `UNUSUAL` for ASCII, in half the time. */
function hasOnlyUsualCodes(codes: Uint8Array): boolean {
  for (let index = 0; index < codes.length; index++) {
    // The index is inside the array.
    const code = codes[index] as number;
    if (code === OTHER) return false;
    if (code >= 32 || code === LF || code === TAB) continue;
    if (code !== CR || codes[index + 1] !== LF) return false;
  }
  return true;
}
