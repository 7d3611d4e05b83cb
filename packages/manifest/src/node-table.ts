/**
 * Where everything stands: one flat table a file, a row a node in the order of the text. Sixteen megabytes of manifests
 * have nearly a million nodes; an object for each would cost more than reading them, and so does memory that is touched
 * for the first time, which is why rows are short.
 *
 * A row is the value with the key before it, in three integers: the key's number and the distance from key to value,
 * half an integer each; where the key begins, or the value where there is no key; where the value ends. A collection
 * has a fourth, the row behind its last descendant, and shows itself by the complement of the second. What does not fit
 * its half, and aliases and merge keys, which are rare, are kept beside the table.
 *
 * The number of a row is the place of its first integer.
 */
import { KeyNames, NO_KEY } from './key-names.js';

const PACKED = 0;
const ANCHOR = 1;
const END = 2;
const NEXT = 3;
const LEAF_WIDTH = 3;
const COLLECTION_WIDTH = 4;

/** Characters of text an integer: a little less than manifests have, so that their tables need not grow. */
const CHARACTERS_A_CELL = 4.2;
const LEAST_CELLS = 64;

/** The largest number that fits half an integer stands for one that does not. */
const HALF = 0xffff;

/** What stands for no key in its half. */
const KEYLESS = HALF - 1;

export class NodeTable {
  /** Integers in use: the number of the next row. */
  size = 0;
  /** Rows in use. */
  count = 0;
  readonly keyNames: KeyNames = new KeyNames();
  /** Rows whose value is an alias, with the row of the anchored value. */
  readonly aliases: Map<number, number> = new Map();
  /** Rows whose key is the merge key `<<`. */
  readonly merges: Set<number> = new Set();
  readonly #wideKeys: Map<number, number> = new Map();
  readonly #wideDistances: Map<number, number> = new Map();
  #cells: Int32Array;

  /** `textLength` is that of the text whose nodes the table will hold. */
  constructor(textLength: number) {
    this.#cells = new Int32Array(LEAST_CELLS + Math.ceil(textLength / CHARACTERS_A_CELL));
  }

  /** Adds a row for a scalar or an alias, and returns its number. */
  leaf(key: number, keyStart: number, start: number, end: number): number {
    const row = this.size;
    if (row + LEAF_WIDTH > this.#cells.length) this.#grow();
    const cells = this.#cells;
    cells[row] = this.#pack(row, key, key === NO_KEY ? 0 : start - keyStart);
    cells[row + ANCHOR] = key === NO_KEY ? start : keyStart;
    cells[row + END] = end;
    this.size = row + LEAF_WIDTH;
    this.count++;
    return row;
  }

  /** Adds a row for a collection, which must be closed, and returns its number. */
  open(key: number, keyStart: number, start: number): number {
    const row = this.size;
    if (row + COLLECTION_WIDTH > this.#cells.length) this.#grow();
    const cells = this.#cells;
    cells[row] = this.#pack(row, key, key === NO_KEY ? 0 : start - keyStart);
    cells[row + ANCHOR] = ~(key === NO_KEY ? start : keyStart);
    cells[row + END] = start;
    cells[row + NEXT] = row + COLLECTION_WIDTH;
    this.size = row + COLLECTION_WIDTH;
    this.count++;
    return row;
  }

  /** The collection at `row` ends at `end`, and all rows after it so far are its descendants. */
  close(row: number, end: number): void {
    this.#cells[row + END] = end;
    this.#cells[row + NEXT] = this.size;
  }

  /** Forgets the rows from `size` on, of which there were `count` before. */
  truncate(size: number, count: number): void {
    this.size = size;
    this.count = count;
    for (const rare of [this.aliases, this.#wideKeys, this.#wideDistances]) {
      for (const row of rare.keys()) if (row >= size) rare.delete(row);
    }
    for (const row of this.merges) if (row >= size) this.merges.delete(row);
  }

  /** The number of the key; `NO_KEY` for list items and roots. */
  key(row: number): number {
    const key = this.#cell(row, PACKED) & HALF;
    if (key < KEYLESS) return key;
    return key === KEYLESS ? NO_KEY : (this.#wideKeys.get(row) ?? NO_KEY);
  }

  /** The key; undefined for list items and roots. */
  name(row: number): string | undefined {
    return this.keyNames.names[this.key(row)];
  }

  /** Where the key begins; -1 for list items and roots. */
  keyStart(row: number): number {
    return this.key(row) === NO_KEY ? -1 : this.#anchor(row);
  }

  /** Where the value begins. */
  start(row: number): number {
    const distance = this.#cell(row, PACKED) >>> 16;
    return this.#anchor(row) + (distance === HALF ? (this.#wideDistances.get(row) ?? 0) : distance);
  }

  /** Where the value ends. */
  end(row: number): number {
    return this.#cell(row, END);
  }

  /** The first row inside of a collection, or the row behind one without content. */
  first(row: number): number {
    return row + (this.#isCollection(row) ? COLLECTION_WIDTH : LEAF_WIDTH);
  }

  /** The row behind the last descendant of `row`. */
  next(row: number): number {
    return this.#isCollection(row) ? this.#cell(row, NEXT) : row + LEAF_WIDTH;
  }

  #isCollection(row: number): boolean {
    return this.#cell(row, ANCHOR) < 0;
  }

  #anchor(row: number): number {
    const anchor = this.#cell(row, ANCHOR);
    return anchor < 0 ? ~anchor : anchor;
  }

  #cell(row: number, column: number): number {
    // Rows come from this table.
    return this.#cells[row + column] as number;
  }

  #pack(row: number, key: number, distance: number): number {
    if (key === NO_KEY) return KEYLESS;
    if (key < KEYLESS && distance >= 0 && distance < HALF) return key | (distance << 16);
    let packed = key;
    if (key >= KEYLESS) {
      this.#wideKeys.set(row, key);
      packed = HALF;
    }
    if (distance >= 0 && distance < HALF) return packed | (distance << 16);
    this.#wideDistances.set(row, distance);
    return packed | (HALF << 16);
  }

  #grow(): void {
    const larger = new Int32Array(this.#cells.length * 2);
    larger.set(this.#cells);
    this.#cells = larger;
  }
}
