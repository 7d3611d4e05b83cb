/** Edits of collections in flow style: JSON, and braces in YAML. */
import { type FlowStyle, flowEntry, flowText } from './flow-text.js';
import { afterColon } from './key-text.js';
import type { CollectionEditor } from './object-rewriter.js';
import { Refused } from './refused.js';
import { type Quote, scalarText } from './scalar-text.js';
import { lineStart, skipBlanks } from './text-lines.js';
import type { WrittenText } from './written-text.js';

export class FlowEditor implements CollectionEditor {
  readonly #written: WrittenText;
  readonly #isJsonDocument: boolean;

  constructor(written: WrittenText, document: number) {
    this.#written = written;
    const first = written.table.first(document);
    this.#isJsonDocument =
      written.flowStart(document) !== undefined && written.text[written.table.keyStart(first)] === '"';
  }

  removeRows(row: number, gone: ReadonlySet<number>): void {
    const { table } = this.#written;
    const rows = this.#written.children(row);
    const lastKept = rows.findLastIndex((child) => !gone.has(child));
    for (const [index, child] of rows.entries()) {
      if (index > lastKept) break;
      // With what follows it, so that the next one stands where this one stood.
      if (gone.has(child)) this.#cut(this.#startOf(child), this.#startOf(rows[index + 1] as number));
    }
    const last = rows.at(-1);
    const kept = rows[lastKept];
    if (last !== undefined && kept !== undefined && kept !== last) this.#cut(table.end(kept), table.end(last));
  }

  addEntries(map: number, after: number, entries: readonly (readonly [string, unknown])[]): void {
    const style = this.#styleIn(map, after);
    this.#addBehind(
      after,
      style,
      entries.map(([key, value]) => flowEntry(key, value, style)),
    );
  }

  addItems(list: number, after: number | undefined, items: readonly unknown[]): void {
    const { table } = this.#written;
    const style = this.#styleIn(list, after ?? table.first(list));
    const parts = items.map((item) => flowText(item, style));
    if (after !== undefined) return this.#addBehind(after, style, parts);
    const start = table.start(table.first(list));
    const separator = `,${style.lines?.break ?? style.gap}`;
    this.#written.replace(start, start, parts.map((part) => part + separator).join(''));
  }

  replaceValue(row: number, value: unknown): void {
    const { text, table } = this.#written;
    const start = table.start(row);
    const end = table.end(row);
    const isFilled = typeof value === 'object' && value !== null;
    const written = isFilled ? flowText(value, this.#styleIn(row, row)) : this.#scalar(value, start, row);
    const key = table.keyStart(row);
    const needsGap = start === end && key !== -1 && text[start - 1] === ':';
    this.#written.replace(start, end, needsGap ? ` ${written}` : written);
  }

  #scalar(value: unknown, start: number, row: number): string {
    const first = this.#written.text[start];
    const quote: Quote = first === '"' || first === "'" ? first : '';
    return quote === '' && typeof value === 'string' && this.#isJson(row)
      ? scalarText(value, '"')
      : scalarText(value, quote);
  }

  #startOf(row: number): number {
    const key = this.#written.table.keyStart(row);
    return key === -1 ? this.#written.table.start(row) : key;
  }

  #cut(offset: number, end: number): void {
    const { text } = this.#written;
    if (/(?:^|[ \t\r\n])#/.test(text.slice(offset, end))) throw new Refused('a comment stands beside what goes');
    this.#written.replace(offset, end, '');
  }

  #addBehind(after: number, style: FlowStyle, parts: readonly string[]): void {
    const end = this.#written.table.end(after);
    const separator = `,${style.lines?.break ?? style.gap}`;
    this.#written.replace(end, end, parts.map((part) => separator + part).join(''));
  }

  /** How what stands beside `sibling` in the collection is written; its lines break where the sibling's do. */
  #styleIn(collection: number, sibling: number): FlowStyle {
    const { text, table, lineBreak } = this.#written;
    const start = this.#startOf(sibling);
    const line = lineStart(text, start);
    const isJson = this.#isJson(sibling);
    const key = table.keyStart(sibling);
    const gap = key !== -1 && isJson && skipBlanks(text, afterColon(text, key)) === afterColon(text, key) ? '' : ' ';
    if (skipBlanks(text, line) !== start) return { isJson, gap };
    const indent = text.slice(line, start);
    const around = this.#written.flowStart(collection);
    const outer = around === undefined || sibling === collection ? '' : outerIndent(text, around);
    const step = indent.startsWith(outer) && indent !== outer ? indent.slice(outer.length) : '  ';
    return { isJson, gap, lines: { break: lineBreak + indent, step } };
  }

  /** Whether keys around are quoted as JSON does it. */
  #isJson(row: number): boolean {
    const { text, table } = this.#written;
    const key = table.keyStart(row);
    if (key !== -1) return text[key] === '"';
    return this.#isJsonDocument || text[table.start(row)] === '"';
  }
}

function outerIndent(text: string, offset: number): string {
  const line = lineStart(text, offset);
  return text.slice(line, skipBlanks(text, line));
}
