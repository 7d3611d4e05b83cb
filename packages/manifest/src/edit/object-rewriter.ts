/**
 * From the difference of two values to edits of the text. What is the same in both is not looked at, so its text stays;
 * inner edits come before outer ones at the same place.
 */
import { isPlainObject, type PlainObject } from '../own-key.js';
import { BlockEditor } from './block-editor.js';
import { FlowEditor } from './flow-editor.js';
import { isSame } from './is-same.js';
import { keyEnd } from './key-text.js';
import { Refused } from './refused.js';
import { type Quote, scalarText } from './scalar-text.js';
import type { WrittenText } from './written-text.js';

/** What both styles can do to a collection. */
export interface CollectionEditor {
  /** Takes entries or items away; at least one stays. */
  removeRows(row: number, gone: ReadonlySet<number>): void;
  /** Adds entries behind the row `after` of a map. */
  addEntries(map: number, after: number, entries: readonly (readonly [string, unknown])[]): void;
  /** Adds items behind the row `after` of a list; before all others where that is undefined. */
  addItems(list: number, after: number | undefined, items: readonly unknown[]): void;
  /** Writes another value in place of that of an entry or item. */
  replaceValue(row: number, value: unknown): void;
}

export class ObjectRewriter {
  readonly #written: WrittenText;
  readonly #block: BlockEditor;
  readonly #flow: FlowEditor;

  constructor(written: WrittenText, document: number) {
    this.#written = written;
    this.#block = new BlockEditor(written, document);
    this.#flow = new FlowEditor(written, document);
  }

  /** Makes the text at `row`, of which the value is `before`, say `after`. */
  rewrite(row: number, before: unknown, after: unknown): void {
    this.#rewrite(row, before, after, undefined);
  }

  /** Takes the earlier of two equal keys away. */
  dropEarlierKey(map: number, key: string): void {
    this.#written.anchors.checkInside(map);
    const rows = this.#written.children(map).filter((row) => this.#written.table.name(row) === key);
    rows.pop();
    if (rows.length === 0) throw new Refused('the key is written once here');
    this.#remove(map, new Set(rows), this.#editorOf(map));
  }

  #editorOf(row: number): CollectionEditor {
    return this.#written.flowStart(row) === undefined ? this.#block : this.#flow;
  }

  /** `around` edits the collection around the row. */
  #rewrite(row: number, before: unknown, after: unknown, around: CollectionEditor | undefined): void {
    if (isSame(before, after)) return;
    const isMap = isPlainObject(before) && isPlainObject(after);
    const isList = Array.isArray(before) && Array.isArray(after);
    const isFilled = (isMap && Object.keys(before).length > 0) || (isList && before.length > 0);
    const isEmptied = (isMap && Object.keys(after).length === 0) || (isList && after.length === 0);
    if (isFilled && !isEmptied) {
      this.#written.anchors.checkInside(row);
      const editor = around === this.#flow ? this.#flow : this.#editorOf(row);
      if (isMap && this.#rewriteMap(row, before, after, editor)) return;
      if (isList) return this.#rewriteList(row, before, after, editor);
    }
    if (around === undefined) throw new Refused('nothing of the object would stay');
    this.#written.anchors.checkWhole(row);
    around.replaceValue(row, after);
  }

  /** False where no entry would stay. */
  #rewriteMap(row: number, before: PlainObject, after: PlainObject, editor: CollectionEditor): boolean {
    const { table } = this.#written;
    const all = this.#written.children(row);
    const rows = new Map(all.map((child) => [table.name(child) ?? '', child]));
    const own = (key: string): number => {
      const child = rows.get(key);
      if (child === undefined || table.merges.has(child)) throw new Refused(`${key} comes from a merge key`);
      return child;
    };
    const added = new Map(Object.entries(after).filter(([key]) => !Object.hasOwn(before, key)));
    const gone = new Set<number>();
    for (const key of Object.keys(before)) {
      if (Object.hasOwn(after, key)) {
        if (!isSame(before[key], after[key])) this.#rewrite(own(key), before[key], after[key], editor);
        continue;
      }
      if (all.filter((child) => table.name(child) === key).length > 1) throw new Refused(`${key} is written twice`);
      const renamed = [...added].find(([, value]) => isRenamed(before[key], value))?.[0];
      if (renamed === undefined) {
        gone.add(own(key));
      } else {
        this.#rename(own(key), renamed);
        added.delete(renamed);
      }
    }
    const kept = all.filter((child) => !gone.has(child));
    const last = kept.at(-1);
    if (last === undefined) return false;
    if (gone.size > 0) this.#remove(row, gone, editor);
    if (added.size > 0) editor.addEntries(row, last, [...added]);
    return true;
  }

  #remove(row: number, gone: ReadonlySet<number>, editor: CollectionEditor): void {
    for (const child of gone) this.#written.anchors.checkWhole(child);
    editor.removeRows(row, gone);
  }

  /** Writes another key before the same value. */
  #rename(row: number, name: string): void {
    const { text, table } = this.#written;
    const start = table.keyStart(row);
    const end = keyEnd(text, start);
    const first = text[start];
    const quote: Quote = first === '"' || first === "'" ? first : '';
    this.#written.replace(start, end, scalarText(name, quote));
  }

  #rewriteList(row: number, before: readonly unknown[], after: readonly unknown[], editor: CollectionEditor): void {
    const rows = this.#written.children(row);
    if (rows.length !== before.length) throw new Refused('the list is written in an unusual way');
    const at = (index: number): number => rows[index] as number;
    let start = 0;
    while (start < before.length && start < after.length && isSame(before[start], after[start])) start++;
    let tail = 0;
    const most = Math.min(before.length, after.length) - start;
    while (tail < most && isSame(before.at(-1 - tail), after.at(-1 - tail))) tail++;
    const old = before.slice(start, before.length - tail);
    const now = after.slice(start, after.length - tail);
    const gone = new Set<number>();
    if (now.length < old.length && isSubsequence(now, old)) {
      let next = 0;
      for (const [index, item] of old.entries()) {
        if (next < now.length && isSame(item, now[next])) next++;
        else gone.add(at(start + index));
      }
    } else {
      const common = Math.min(old.length, now.length);
      for (let index = 0; index < common; index++) this.#rewrite(at(start + index), old[index], now[index], editor);
      for (let index = common; index < old.length; index++) gone.add(at(start + index));
      const more = now.slice(common);
      const previous = start + common - 1;
      if (more.length > 0) editor.addItems(row, previous < 0 ? undefined : at(previous), more);
    }
    if (gone.size > 0) this.#remove(row, gone, editor);
  }
}

/** Whether one key took the place of another; two settings that are both `true` are two settings. */
const isRenamed = (before: unknown, after: unknown): boolean => typeof before !== 'boolean' && isSame(before, after);

function isSubsequence(short: readonly unknown[], long: readonly unknown[]): boolean {
  let found = 0;
  for (const item of long) if (found < short.length && isSame(item, short[found])) found++;
  return found === short.length;
}
