/**
 * The items of lists that are still being read. A list is made when its length is known: V8 gives a list that grows
 * from nothing room for seventeen items, and most lists of manifests have one or two.
 */

export class ItemStack {
  readonly #items: unknown[] = [];
  #top = 0;

  /** How many items wait; what `take` needs to know where a list began. */
  get size(): number {
    return this.#top;
  }

  push(item: unknown): void {
    this.#items[this.#top++] = item;
  }

  /** The items since the stack had that size, as a list. */
  take(size: number): unknown[] {
    const items = this.#items;
    const count = this.#top - size;
    this.#top = size;
    switch (count) {
      case 0:
        return [];
      case 1:
        return [items[size]];
      case 2:
        return [items[size], items[size + 1]];
      case 3:
        return [items[size], items[size + 1], items[size + 2]];
      default:
        return items.slice(size, size + count);
    }
  }

  /** Forgets all items. */
  clear(): void {
    this.#top = 0;
  }
}
