/**
 * Watches over a log that this process writes or reads: each has a position, takes what comes after it from the log in
 * order, and so sees every event once, however far behind it starts. Nothing is queued for a watch: the log is the queue.
 */
import type { StoreEvent, Watch, WatchHandlers } from '../store.js';
import { CompactedError } from '../store.js';

/** One event a revision, in order. */
export interface EventLog {
  /** The newest durable revision. */
  revision(): number;
  /** The oldest revision that can still be read. */
  compactedRevision(): number;
  /** The events after the revision, at most `limit`; fewer only at the end of the log. */
  eventsAfter(revision: number, limit: number): readonly StoreEvent[];
}

/** So many events a turn: a watch from far behind does not stop the process. */
const EVENTS_A_TURN = 500;

export class WatchHub {
  readonly #log: EventLog;
  readonly #watches = new Set<LogWatch>();

  constructor(log: EventLog) {
    this.#log = log;
  }

  watch(prefix: string, fromRevision: number, handlers: WatchHandlers): Watch {
    const watch = new LogWatch(this.#log, prefix, fromRevision, handlers, () => this.#watches.delete(watch));
    this.#watches.add(watch);
    watch.wake();
    return watch;
  }

  /** The log has grown or was compacted. */
  wake(): void {
    for (const watch of this.#watches) watch.wake();
  }

  /** Whether anybody waits for events. */
  get idle(): boolean {
    return this.#watches.size === 0;
  }

  /** Ends all watches. */
  close(): void {
    for (const watch of this.#watches) watch.close();
  }
}

export const eventRevision = (event: StoreEvent): number =>
  event.type === 'put' ? event.kv.modRevision : event.revision;

const eventKey = (event: StoreEvent): string => (event.type === 'put' ? event.kv.key : event.key);

class LogWatch implements Watch {
  readonly #log: EventLog;
  readonly #prefix: string;
  readonly #handlers: WatchHandlers;
  readonly #onClose: () => void;
  /** All events up to here were told. */
  #position: number;
  #scheduled = false;
  #closed = false;
  /** The revision of which somebody wants to hear. */
  #wanted: number | undefined;

  constructor(log: EventLog, prefix: string, fromRevision: number, handlers: WatchHandlers, onClose: () => void) {
    this.#log = log;
    this.#prefix = prefix;
    // Nothing can be at revision 1 or before: a store begins there.
    this.#position = Math.max(fromRevision, 1);
    this.#handlers = handlers;
    this.#onClose = onClose;
  }

  wake(): void {
    if (this.#scheduled || this.#closed) return;
    this.#scheduled = true;
    // Never inside of the call that caused it: a handler may be about to get its watch.
    queueMicrotask(() => this.#turn());
  }

  requestProgress(): void {
    this.#wanted = this.#log.revision();
    this.wake();
  }

  close(): void {
    this.#closed = true;
    this.#onClose();
  }

  fail(error: Error): void {
    if (this.#closed) return;
    this.close();
    this.#handlers.onError(error);
  }

  #turn(): void {
    this.#scheduled = false;
    if (this.#closed) return;
    try {
      this.#tellNext();
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #tellNext(): void {
    if (this.#position < this.#log.compactedRevision()) {
      this.fail(new CompactedError(this.#log.compactedRevision()));
      return;
    }
    const events = this.#log.eventsAfter(this.#position, EVENTS_A_TURN);
    const last = events.at(-1);
    if (last !== undefined) this.#position = Math.max(this.#position, eventRevision(last));
    const own = events.filter((event) => eventKey(event).startsWith(this.#prefix));
    const newest = own.at(-1);
    if (newest !== undefined) this.#handlers.onEvents(own, eventRevision(newest));
    if (this.#closed) return;
    if (events.length === EVENTS_A_TURN) {
      this.#scheduled = true;
      setImmediate(() => this.#turn());
    } else if (this.#wanted !== undefined && this.#position >= this.#wanted) {
      this.#wanted = undefined;
      this.#handlers.onProgress(Math.min(this.#position, this.#log.revision()));
    }
  }
}
