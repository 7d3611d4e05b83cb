/**
 * From a path to a row of the node table, by the rules of the values: the last of several equal keys counts, a merge
 * key writes where it stands, an alias leads to the anchored value.
 */
import { NO_KEY } from './key-names.js';
import type { NodeTable } from './node-table.js';
import type { PathSegment } from './path.js';

/** Merge keys inside of what merge keys bring that are followed; nobody writes two, and each costs a stack frame. */
const MAX_MERGES = 64;

/** Lists longer than this get an index of their items at the first look into their middle. */
const LONG_LIST = 32;

export class NodeSearch {
  readonly #table: NodeTable;
  readonly #items: Map<number, Int32Array> = new Map();

  constructor(table: NodeTable) {
    this.#table = table;
  }

  /** The row of a key or an item inside the value of `row`, -1 when there is none. */
  child(row: number, segment: PathSegment): number {
    const table = this.#table;
    const parent = table.aliases.get(row) ?? row;
    const first = table.first(parent);
    if (first >= table.next(parent)) return -1;
    if (table.key(first) === NO_KEY) return this.#item(parent, toIndex(segment));
    const key = table.keyNames.find(typeof segment === 'string' ? segment : String(segment));
    return key === NO_KEY ? -1 : this.#entry(parent, key, 0);
  }

  /** The row that `path` leads to, and how many segments of the path led there. */
  deepest(root: number, path: readonly PathSegment[]): { row: number; depth: number } {
    let row = root;
    for (let depth = 0; depth < path.length; depth++) {
      // `depth` is inside the path.
      const next = this.child(row, path[depth] as PathSegment);
      if (next === -1) return { row, depth };
      row = next;
    }
    return { row, depth: path.length };
  }

  /** The path from `root` to a row below it. */
  pathOf(root: number, row: number): PathSegment[] {
    const table = this.#table;
    const path: PathSegment[] = [];
    let at = root;
    while (at !== row) {
      let index = 0;
      let child = table.first(at);
      while (table.next(child) <= row) {
        child = table.next(child);
        index++;
      }
      path.push(table.name(child) ?? index);
      at = child;
    }
    return path;
  }

  #item(list: number, index: number): number {
    const table = this.#table;
    const end = table.next(list);
    if (index < 0) return -1;
    if (index <= LONG_LIST) {
      let row = table.first(list);
      for (let skipped = 0; skipped < index && row < end; skipped++) row = table.next(row);
      return row < end ? row : -1;
    }
    let items = this.#items.get(list);
    if (items === undefined) {
      const rows: number[] = [];
      for (let row = table.first(list); row < end; row = table.next(row)) rows.push(row);
      items = Int32Array.from(rows);
      this.#items.set(list, items);
    }
    return items[index] ?? -1;
  }

  #entry(map: number, key: number, depth: number): number {
    const table = this.#table;
    const end = table.next(map);
    let found = -1;
    for (let row = table.first(map); row < end; row = table.next(row)) {
      if (table.merges.size > 0 && table.merges.has(row)) {
        const merged = this.merged(row, key, depth + 1);
        if (merged !== -1) found = merged;
      } else if (table.key(row) === key) {
        found = row;
      }
    }
    return found;
  }

  /** The row of `key` in what the merge key at `row` brings, or -1. Of several maps the first wins. */
  merged(row: number, key: number, depth: number): number {
    if (depth > MAX_MERGES) return -1;
    const table = this.#table;
    const value = table.aliases.get(row) ?? row;
    const first = table.first(value);
    const end = table.next(value);
    if (first >= end) return -1;
    if (table.key(first) !== NO_KEY) return this.#entry(value, key, depth);
    for (let source = first; source < end; source = table.next(source)) {
      const merged = this.#entry(table.aliases.get(source) ?? source, key, depth);
      if (merged !== -1) return merged;
    }
    return -1;
  }
}

/**
 * Where a key stands first in the map at `map`, among its rows before `end`. It works while the map is still being
 * read. A merge key brings the offsets of the map that it names.
 */
export function firstKeyOffset(table: NodeTable, map: number, end: number, name: string): number | undefined {
  const key = table.keyNames.find(name);
  const search = new NodeSearch(table);
  for (let row = table.first(map); row < end; row = table.next(row)) {
    if (table.merges.has(row)) {
      const merged = search.merged(row, key, 1);
      if (merged !== -1) return table.keyStart(merged);
    } else if (table.key(row) === key) {
      return table.keyStart(row);
    }
  }
  return undefined;
}

/** A list index, or -1. */
function toIndex(segment: PathSegment): number {
  if (typeof segment === 'number') return Number.isInteger(segment) ? segment : -1;
  return /^(?:0|[1-9][0-9]{0,8})$/.test(segment) ? Number(segment) : -1;
}
