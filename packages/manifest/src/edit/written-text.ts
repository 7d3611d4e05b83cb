/** The text of a file that is being edited, as the edits of its objects see it. */
import type { ManifestFile } from '../manifest-document.js';
import type { NodeTable } from '../node-table.js';
import type { TextEdit } from '../text-edit.js';
import { Anchors } from './anchors.js';
import type { BlockStyle } from './block-text.js';
import { Refused } from './refused.js';
import { columnOf, lineBreakOf, lineStart, previousLineEnd, skipBlanks } from './text-lines.js';

/** A line up to the last dash before the item. */
const DASHES = /^([ \t-]*-)[ \t]*(?:#.*)?$/;
const NOTHING = /^[ \t]*(?:#.*)?$/;

export class WrittenText {
  readonly text: string;
  readonly table: NodeTable;
  readonly anchors: Anchors;
  readonly lineBreak: string;
  readonly edits: TextEdit[] = [];
  readonly #styles = new Map<number, BlockStyle>();

  constructor(file: ManifestFile) {
    this.text = file.lines.text;
    this.table = file.table;
    this.anchors = new Anchors(file.table);
    this.lineBreak = lineBreakOf(this.text);
  }

  replace(offset: number, end: number, text: string): void {
    this.edits.push({ offset, end, text });
  }

  /** The rows inside of a collection. */
  children(row: number): number[] {
    const { table } = this;
    const rows: number[] = [];
    for (let child = table.first(row); child < table.next(row); child = table.next(child)) rows.push(child);
    return rows;
  }

  /** Where the brace of a collection in flow style stands; undefined for one in block style. */
  flowStart(row: number): number | undefined {
    const { text } = this;
    let at = this.table.start(row);
    // Anchors and tags stand before the brace.
    while (text[at] === '&' || text[at] === '!') {
      while (at < text.length && !' \t\r\n'.includes(text[at] ?? ' ')) at++;
      at = skipBlanks(text, at);
    }
    return text[at] === '{' || text[at] === '[' ? at : undefined;
  }

  /** Where the dash of a list item stands; comments may stand between it and the item. */
  dash(row: number): number {
    const { text } = this;
    let end = this.table.start(row);
    for (;;) {
      const start = lineStart(text, end);
      const before = text.slice(start, end);
      const dashes = DASHES.exec(before)?.[1];
      if (dashes !== undefined) return start + dashes.length - 1;
      const above = previousLineEnd(text, end);
      if (above === undefined || !NOTHING.test(before)) {
        throw new Refused('the list item is written in an unusual way');
      }
      end = above;
    }
  }

  /** How the document indents; what it does not show is as kubectl writes it. */
  styleOf(document: number): BlockStyle {
    let style = this.#styles.get(document);
    if (style === undefined) {
      style = this.#findStyle(document);
      this.#styles.set(document, style);
    }
    return style;
  }

  #findStyle(document: number): BlockStyle {
    let step: number | undefined;
    let dash: number | undefined;
    const pending = [document];
    for (
      let row = pending.pop();
      row !== undefined && (step === undefined || dash === undefined);
      row = pending.pop()
    ) {
      for (const child of this.children(row)) {
        pending.push(child);
        const first = this.table.first(child);
        const key = this.table.keyStart(child);
        if (key === -1 || first >= this.table.next(child) || this.flowStart(child) !== undefined) continue;
        const inner = this.table.keyStart(first);
        const column = columnOf(this.text, key);
        if (inner === -1) dash ??= columnOf(this.text, this.dash(first)) - column;
        else step ??= columnOf(this.text, inner) - column;
      }
    }
    return { step: step === undefined || step < 1 ? 2 : step, dash: dash === undefined || dash < 0 ? 0 : dash };
  }
}
