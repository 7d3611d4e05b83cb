/**
 * Where everything stands: one flat table a file, a row a node in the order of the text, five integers a row. Sixteen
 * megabytes of manifests have some 700,000 nodes; an object for each would cost more than reading them.
 *
 * A row is the value with the key before it: the key's number and offset, where the value begins and ends, and the row
 * after the value's last descendant. Aliases and merge keys are rare and kept beside the table.
 */
import { KeyNames } from './key-names.js';

/** Integers a row. */
const WIDTH = 5;
const KEY = 0;
const KEY_START = 1;
const START = 2;
const END = 3;
const NEXT = 4;

export class NodeTable {
  /** Rows in use. */
  size = 0;
  readonly keyNames: KeyNames = new KeyNames();
  /** Rows whose value is an alias, with the row of the anchored value. */
  readonly aliases: Map<number, number> = new Map();
  /** Rows whose key is the merge key `<<`. */
  readonly merges: Set<number> = new Set();
  #cells: Int32Array;

  /** `expected` is a guess of the number of rows. */
  constructor(expected: number) {
    this.#cells = new Int32Array(Math.max(64, expected) * WIDTH);
  }

  /** Adds a row whose end is not known yet, and returns its number. */
  open(key: number, keyStart: number, start: number): number {
    const row = this.size++;
    let cell = row * WIDTH;
    let cells = this.#cells;
    if (cell >= cells.length) cells = this.#grow();
    cells[cell++] = key;
    cells[cell++] = keyStart;
    cells[cell++] = start;
    cells[cell++] = start;
    cells[cell] = row + 1;
    return row;
  }

  /** Adds a row without descendants. */
  leaf(key: number, keyStart: number, start: number, end: number): number {
    const row = this.open(key, keyStart, start);
    this.#cells[row * WIDTH + END] = end;
    return row;
  }

  /** The value of `row` ends at `end`, and all rows after it so far are its descendants. */
  close(row: number, end: number): void {
    this.#cells[row * WIDTH + END] = end;
    this.#cells[row * WIDTH + NEXT] = this.size;
  }

  /** Forgets the rows from `size` on. */
  truncate(size: number): void {
    this.size = size;
    if (this.aliases.size === 0 && this.merges.size === 0) return;
    for (const row of this.aliases.keys()) if (row >= size) this.aliases.delete(row);
    for (const row of this.merges) if (row >= size) this.merges.delete(row);
  }

  /** The number of the key; `NO_KEY` for list items and roots. */
  key(row: number): number {
    return this.#cells[row * WIDTH + KEY] as number;
  }

  /** The key; undefined for list items and roots. */
  name(row: number): string | undefined {
    return this.keyNames.names[this.key(row)];
  }

  keyStart(row: number): number {
    return this.#cells[row * WIDTH + KEY_START] as number;
  }

  start(row: number): number {
    return this.#cells[row * WIDTH + START] as number;
  }

  end(row: number): number {
    return this.#cells[row * WIDTH + END] as number;
  }

  /** The row after the last descendant of `row`. */
  next(row: number): number {
    return this.#cells[row * WIDTH + NEXT] as number;
  }

  #grow(): Int32Array {
    const larger = new Int32Array(this.#cells.length * 2);
    larger.set(this.#cells);
    this.#cells = larger;
    return larger;
  }
}
