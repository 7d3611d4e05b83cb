/** Edits of collections in block style, line by line. */
import { isPlainObject } from '../own-key.js';
import { blockLines, entryLines, itemLines } from './block-text.js';
import { afterColon } from './key-text.js';
import type { CollectionEditor } from './object-rewriter.js';
import { Refused } from './refused.js';
import { type Quote, shortText } from './scalar-text.js';
import {
  columnOf,
  endOfValueLine,
  isFirstOnLine,
  lineEnd,
  lineStart,
  previousLineEnd,
  skipBlanks,
} from './text-lines.js';
import type { WrittenText } from './written-text.js';

export class BlockEditor implements CollectionEditor {
  readonly #written: WrittenText;
  readonly #document: number;

  constructor(written: WrittenText, document: number) {
    this.#written = written;
    this.#document = document;
  }

  removeRows(row: number, gone: ReadonlySet<number>): void {
    const { text, table } = this.#written;
    const rows = this.#written.children(row);
    for (const child of this.#pullUp(rows, gone)) {
      if (!gone.has(child)) continue;
      const start = this.#startOf(child);
      if (!isFirstOnLine(text, start)) throw new Refused('something else stands on the same line');
      // From break to break: what is added behind the collection goes where these lines end.
      const before = previousLineEnd(text, start) ?? 0;
      this.#written.replace(before, endOfValueLine(text, table.end(child)), '');
    }
  }

  /**
   * Where the first key beside a dash or the first line of the text goes, the next one that stays moves up. The rows
   * that are left.
   */
  #pullUp(rows: readonly number[], gone: ReadonlySet<number>): readonly number[] {
    const { text, table } = this.#written;
    const kept = rows.findIndex((child) => !gone.has(child));
    const start = this.#startOf(rows[0] as number);
    if (kept === 0 || (isFirstOnLine(text, start) && previousLineEnd(text, start) !== undefined)) return rows;
    const next = this.#startOf(rows[kept] as number);
    const end = table.end(rows[kept - 1] as number);
    // A comment in between stays, beside the dash.
    this.#written.replace(start, text.slice(end, next).includes('#') ? skipBlanks(text, end) : next, '');
    return rows.slice(kept);
  }

  addEntries(map: number, after: number, entries: readonly (readonly [string, unknown])[]): void {
    const { text, table } = this.#written;
    const first = table.keyStart(table.first(map));
    const before = text.slice(lineStart(text, first), first);
    if (!/^[ -]*$/.test(before)) throw new Refused('the map is written in an unusual way');
    const style = this.#written.styleOf(this.#document);
    this.#addLines(
      after,
      before.length,
      entries.flatMap(([key, value]) => entryLines(key, value, style)),
    );
  }

  addItems(list: number, after: number | undefined, items: readonly unknown[]): void {
    const { text, table } = this.#written;
    const dash = this.#written.dash(after ?? table.first(list));
    if (!isFirstOnLine(text, dash)) throw new Refused('the list item is written in an unusual way');
    const style = this.#written.styleOf(this.#document);
    const lines = items.flatMap((item) => itemLines(item, style));
    if (after !== undefined) return this.#addLines(after, columnOf(text, dash), lines);
    const indent = ' '.repeat(columnOf(text, dash));
    const start = lineStart(text, dash);
    this.#written.replace(start, start, lines.map((line) => indent + line + this.#written.lineBreak).join(''));
  }

  replaceValue(row: number, value: unknown): void {
    if (this.#written.table.keyStart(row) === -1) this.#replaceItem(row, value);
    else this.#replaceMember(row, value);
  }

  #replaceMember(row: number, value: unknown): void {
    const { text, table } = this.#written;
    const key = table.keyStart(row);
    const colon = afterColon(text, key);
    const start = table.start(row);
    const end = Math.max(table.end(row), colon);
    const short = shortText(value, this.#quoteAt(start));
    const isBelow = end > lineEnd(text, colon) && start >= lineEnd(text, colon);
    if (short === undefined) {
      const { step, dash } = this.#written.styleOf(this.#document);
      const indent = columnOf(text, key) + (Array.isArray(value) ? dash : step);
      const last = endOfValueLine(text, end);
      // Comments of what is below go with it; one beside the key stays.
      if (isBelow) this.#written.replace(lineEnd(text, colon), last, '');
      else if (end > colon) this.#written.replace(colon, end, '');
      this.#addLinesAt(last, indent, this.#linesOf(value));
    } else if (isBelow) {
      this.#written.replace(colon, colon, ` ${short}`);
      this.#written.replace(lineEnd(text, colon), endOfValueLine(text, end), '');
    } else if (start === end) {
      this.#written.replace(colon, colon, ` ${short}`);
    } else {
      this.#written.replace(start, end, short);
    }
  }

  #replaceItem(row: number, value: unknown): void {
    const { text, table } = this.#written;
    const dash = this.#written.dash(row);
    const start = skipBlanks(text, dash + 1);
    const isInline = start === table.start(row) && start > dash + 1;
    const end = Math.max(table.end(row), dash + 1);
    const short = shortText(value, this.#quoteAt(table.start(row)));
    const [first = '', ...more] = short === undefined ? this.#linesOf(value) : [short];
    const last = endOfValueLine(text, end);
    if (isInline) this.#written.replace(start, end, first);
    else this.#written.replace(dash + 1, end, ` ${first}`);
    // A comment behind the item stays behind its first line.
    this.#addLinesAt(last, isInline ? columnOf(text, start) : columnOf(text, dash) + 2, more);
  }

  #linesOf(value: unknown): string[] {
    if (!isPlainObject(value) && !Array.isArray(value)) throw new Refused('the new value is no collection');
    return blockLines(value, this.#written.styleOf(this.#document));
  }

  #startOf(row: number): number {
    const key = this.#written.table.keyStart(row);
    return key === -1 ? this.#written.dash(row) : key;
  }

  #quoteAt(offset: number): Quote {
    const first = this.#written.text[offset];
    return first === '"' || first === "'" ? first : '';
  }

  #addLines(after: number, indent: number, lines: readonly string[]): void {
    const { text, table } = this.#written;
    this.#addLinesAt(endOfValueLine(text, table.end(after)), indent, lines);
  }

  #addLinesAt(offset: number, indent: number, lines: readonly string[]): void {
    const prefix = this.#written.lineBreak + ' '.repeat(indent);
    this.#written.replace(offset, offset, lines.map((line) => prefix + line).join(''));
  }
}
