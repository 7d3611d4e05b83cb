/** All keys a store has had since its last compaction, in the order of their bytes. */
import { compareKeys } from '../key-order.js';

export class SortedKeys {
  readonly #keys: string[] = [];

  add(key: string): void {
    const index = this.indexFrom(key);
    if (this.#keys[index] !== key) this.#keys.splice(index, 0, key);
  }

  remove(key: string): void {
    const index = this.indexFrom(key);
    if (this.#keys[index] === key) this.#keys.splice(index, 1);
  }

  *startingWith(prefix: string, from: string): Generator<string> {
    for (let index = this.indexFrom(from); index < this.#keys.length; index++) {
      const key = this.#keys[index];
      if (key === undefined || !key.startsWith(prefix)) return;
      yield key;
    }
  }

  /** Where the key is or would be. */
  indexFrom(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareKeys(this.#keys[middle] ?? '', key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
