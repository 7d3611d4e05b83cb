/**
 * The newest changes of one resource, so that a watch can begin a while ago and a list can be what it was.
 */
import type { CacheEvent } from '../registry/kube-object.js';

/** Changes that are kept however old they are, and those that are kept at most. */
const MIN_KEPT = 1024;
const MAX_KEPT = 100_000;
/** Between those, changes are kept that long: a client that lost its watch comes back within it. */
const KEPT_MS = 5 * 60_000;

interface LoggedEvent {
  readonly event: CacheEvent;
  readonly at: number;
}

export class EventLog {
  #events: LoggedEvent[] = [];
  /** Index of the oldest kept event; those before it are dropped now and then, many at a time. */
  #start = 0;
  /** Everything after this revision is in the log. */
  #since: number;

  constructor(since: number) {
    this.#since = since;
  }

  /** Revisions after this one are known completely. */
  get since(): number {
    return this.#since;
  }

  append(event: CacheEvent, now: number): void {
    this.#events.push({ event, at: now });
    while (this.#length > MIN_KEPT) {
      const oldest = this.#events[this.#start];
      if (oldest === undefined || (this.#length <= MAX_KEPT && now - oldest.at < KEPT_MS)) break;
      this.#since = oldest.event.object.revision;
      this.#start++;
    }
    if (this.#start > MIN_KEPT && this.#start * 2 > this.#events.length) {
      this.#events = this.#events.slice(this.#start);
      this.#start = 0;
    }
  }

  /** In the order in which they happened; the caller has compared the revision with `since`. */
  after(revision: number): readonly CacheEvent[] {
    let low = this.#start;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle]?.event.object.revision ?? 0) <= revision) low = middle + 1;
      else high = middle;
    }
    return this.#events.slice(low).map(({ event }) => event);
  }

  get #length(): number {
    return this.#events.length - this.#start;
  }
}
