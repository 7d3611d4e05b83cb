/** The newest events in memory, bounded: watches that keep up never read the disk. */
import type { StoreEvent } from '../store.js';

const MAX_EVENTS = 4000;
const MAX_BYTES = 8 * 1024 * 1024;

export class RecentEvents {
  /** Of revisions without a gap; the first is that of `#first`. */
  #events: StoreEvent[] = [];
  #first = 0;
  #bytes = 0;

  push(revision: number, event: StoreEvent): void {
    if (revision !== this.#first + this.#events.length) this.clear();
    if (this.#events.length === 0) this.#first = revision;
    this.#events.push(event);
    this.#bytes += sizeOf(event);
    if (this.#events.length > MAX_EVENTS || this.#bytes > MAX_BYTES) this.#dropHalf();
  }

  /** The events after the revision, or undefined when they are not all here. */
  after(revision: number, limit: number): readonly StoreEvent[] | undefined {
    const start = revision + 1 - this.#first;
    return start >= 0 && start < this.#events.length ? this.#events.slice(start, start + limit) : undefined;
  }

  clear(): void {
    this.#events = [];
    this.#bytes = 0;
  }

  #dropHalf(): void {
    const dropped = this.#events.splice(0, Math.ceil(this.#events.length / 2));
    this.#first += dropped.length;
    for (const event of dropped) this.#bytes -= sizeOf(event);
  }
}

const sizeOf = (event: StoreEvent): number =>
  200 + (event.type === 'put' ? event.kv.value.length : 0) + (event.previous?.value.length ?? 0);
