/** Nodes whose text stands for something elsewhere too: an edit of it would change both. */
import type { NodeTable } from '../node-table.js';
import { Refused } from './refused.js';

const SHARED = 'an alias elsewhere in the document stands for the same text';

export class Anchors {
  readonly #table: NodeTable;
  readonly #targets: ReadonlySet<number>;
  readonly #sorted: readonly number[];

  constructor(table: NodeTable) {
    this.#table = table;
    this.#targets = new Set(table.aliases.values());
    this.#sorted = [...this.#targets].sort((a, b) => a - b);
  }

  /** Refuses a change of something inside of the node: it is an alias, or one stands for it. */
  checkInside(row: number): void {
    if (this.#targets.size === 0) return;
    if (this.#table.aliases.has(row)) throw new Refused('the value is an alias of one that is written elsewhere');
    if (this.#targets.has(row)) throw new Refused(SHARED);
  }

  /** Refuses to take the node away with everything in it: an alias stands for some of that. */
  checkWhole(row: number): void {
    const end = this.#table.next(row);
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] as number) < row) low = middle + 1;
      else high = middle;
    }
    const first = this.#sorted[low];
    if (first !== undefined && first < end) throw new Refused(SHARED);
  }
}
