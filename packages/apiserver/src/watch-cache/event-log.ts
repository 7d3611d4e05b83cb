/**
 * The newest changes of one resource, so that a watch can begin a while ago and a list can be what it was.
 */
import type { CacheEvent } from '../registry/kube-object.js';

/** Changes that are kept however old they are, and those that are kept at most. */
const MIN_KEPT = 1024;
const MAX_KEPT = 100_000;
/** Large objects are kept for fewer changes: whoever may write one could otherwise fill the memory with its past. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024;
const MIN_KEPT_LARGE = 100;
/** Between those, changes are kept that long: a client that lost its watch comes back within it. */
const KEPT_MS = 5 * 60_000;

interface LoggedEvent {
  readonly event: CacheEvent;
  readonly at: number;
}

export class EventLog {
  #events: (LoggedEvent | undefined)[] = [];
  /** Index of the oldest kept event; the empty places before it are dropped now and then, many at a time. */
  #start = 0;
  #bytes = 0;
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
    this.#bytes += event.object.bytes.length;
    for (;;) {
      const oldest = this.#events[this.#start];
      if (oldest === undefined || !this.#isTooMuch(now - oldest.at)) break;
      this.#since = oldest.event.object.revision;
      this.#bytes -= oldest.event.object.bytes.length;
      // Its objects are free at once.
      this.#events[this.#start] = undefined;
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
    return this.#events.slice(low).flatMap((logged) => (logged === undefined ? [] : [logged.event]));
  }

  /** Whether the oldest change goes, given its age. */
  #isTooMuch(ageMs: number): boolean {
    if (this.#bytes > MAX_KEPT_BYTES && this.#length > MIN_KEPT_LARGE) return true;
    return this.#length > MIN_KEPT && (this.#length > MAX_KEPT || ageMs >= KEPT_MS);
  }

  get #length(): number {
    return this.#events.length - this.#start;
  }
}
