/**
 * A store that forgets everything at the end of the process: for tests, and the reference to which the others are held.
 */
import { rangeStart } from '../key-order.js';
import { checkKey, checkValue } from '../limits.js';
import {
  CompactedError,
  FutureRevisionError,
  type KeyValue,
  type PutOptions,
  type Range,
  type RangeOptions,
  type Store,
  type StoreEvent,
  StoreUnavailableError,
  type Watch,
  type WatchHandlers,
  type WriteResult,
} from '../store.js';
import { WatchHub } from '../watching/watch-hub.js';
import { SortedKeys } from './sorted-keys.js';

/** A key as of a revision and until the next; without a value it was deleted then. */
interface Version {
  readonly revision: number;
  readonly kv: KeyValue | undefined;
}

const SWEEP_MS = 250;

export interface MemoryStoreOptions {
  /** Milliseconds, for what expires. */
  readonly now?: () => number;
}

export function memoryStore(options: MemoryStoreOptions = {}): Store {
  return new MemoryStore(options.now ?? Date.now);
}

class MemoryStore implements Store {
  readonly #now: () => number;
  readonly #keys = new SortedKeys();
  readonly #versions = new Map<string, Version[]>();
  /** One event a revision; the first is that of `#logStart`. */
  #log: StoreEvent[] = [];
  #logStart = 2;
  #revision = 1;
  #compacted = 0;
  readonly #expiring = new Map<string, { readonly at: number; readonly modRevision: number }>();
  #sweeper: NodeJS.Timeout | undefined;
  #closed = false;
  readonly #hub = new WatchHub({
    revision: () => this.#revision,
    compactedRevision: () => this.#compacted,
    eventsAfter: (revision, limit) => {
      const start = Math.max(revision + 1 - this.#logStart, 0);
      return this.#log.slice(start, start + limit);
    },
  });

  constructor(now: () => number) {
    this.#now = now;
  }

  async revision(): Promise<number> {
    this.#checkOpen();
    return this.#revision;
  }

  async get(
    key: string,
    options: { readonly revision?: number } = {},
  ): Promise<{ kv: KeyValue | undefined; revision: number }> {
    const revision = this.#readableRevision(options.revision);
    checkKey(key);
    return { kv: this.#at(key, revision), revision };
  }

  async range(prefix: string, options: RangeOptions = {}): Promise<Range> {
    const revision = this.#readableRevision(options.revision);
    const limit = options.limit ?? Infinity;
    const items: KeyValue[] = [];
    let remaining = 0;
    for (const key of this.#keys.startingWith(prefix, rangeStart(prefix, options.from))) {
      const kv = this.#at(key, revision);
      if (kv === undefined) continue;
      if (items.length < limit) items.push(kv);
      else remaining++;
    }
    return { items, revision, remaining };
  }

  async put(key: string, value: Uint8Array, expected: number, options: PutOptions = {}): Promise<WriteResult> {
    this.#checkOpen();
    checkKey(key);
    checkValue(value);
    const previous = this.#at(key, this.#revision);
    if ((previous?.modRevision ?? 0) !== expected)
      return { succeeded: false, revision: this.#revision, current: previous };
    const revision = ++this.#revision;
    // The caller may use its buffer again.
    const copy = Uint8Array.from(value);
    const kv = { key, value: copy, createRevision: previous?.createRevision ?? revision, modRevision: revision };
    this.#expiring.delete(key);
    if (options.ttlSeconds !== undefined) this.#expireLater(key, options.ttlSeconds, revision);
    this.#append({ type: 'put', kv, previous }, key, { revision, kv });
    return { succeeded: true, revision };
  }

  async delete(key: string, expected: number): Promise<WriteResult> {
    this.#checkOpen();
    checkKey(key);
    return this.#delete(key, expected);
  }

  watch(prefix: string, fromRevision: number, handlers: WatchHandlers): Watch {
    this.#checkOpen();
    return this.#hub.watch(prefix, fromRevision, handlers);
  }

  async compact(revision: number): Promise<void> {
    this.#checkOpen();
    if (revision > this.#revision) throw new FutureRevisionError(revision);
    if (revision <= this.#compacted) return;
    this.#compacted = revision;
    this.#log = this.#log.slice(Math.max(revision + 1 - this.#logStart, 0));
    this.#logStart = Math.max(revision + 1, this.#logStart);
    for (const [key, versions] of this.#versions) {
      const kept = versions.findLastIndex((version) => version.revision <= revision);
      if (kept > 0) versions.splice(0, kept);
      if (versions.length !== 1 || versions[0]?.kv !== undefined || kept < 0) continue;
      this.#versions.delete(key);
      this.#keys.remove(key);
    }
    this.#hub.wake();
  }

  async health(): Promise<string | undefined> {
    return this.#closed ? 'the store is closed' : undefined;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#sweeper);
    this.#hub.close();
  }

  #checkOpen(): void {
    if (this.#closed) throw new StoreUnavailableError('the store is closed');
  }

  #readableRevision(asked: number | undefined): number {
    this.#checkOpen();
    if (asked === undefined) return this.#revision;
    if (asked > this.#revision) throw new FutureRevisionError(asked);
    if (asked < this.#compacted) throw new CompactedError(this.#compacted);
    return asked;
  }

  #at(key: string, revision: number): KeyValue | undefined {
    return this.#versions.get(key)?.findLast((version) => version.revision <= revision)?.kv;
  }

  #delete(key: string, expected: number): WriteResult {
    const previous = this.#at(key, this.#revision);
    if ((previous?.modRevision ?? 0) !== expected)
      return { succeeded: false, revision: this.#revision, current: previous };
    if (previous === undefined) return { succeeded: true, revision: this.#revision };
    const revision = ++this.#revision;
    this.#expiring.delete(key);
    this.#append({ type: 'delete', key, revision, previous }, key, { revision, kv: undefined });
    return { succeeded: true, revision };
  }

  #append(event: StoreEvent, key: string, version: Version): void {
    const versions = this.#versions.get(key);
    if (versions === undefined) {
      this.#versions.set(key, [version]);
      this.#keys.add(key);
    } else versions.push(version);
    this.#log.push(event);
    this.#hub.wake();
  }

  #expireLater(key: string, ttlSeconds: number, modRevision: number): void {
    this.#expiring.set(key, { at: this.#now() + ttlSeconds * 1000, modRevision });
    this.#sweeper ??= setInterval(() => this.#sweep(), SWEEP_MS).unref();
  }

  #sweep(): void {
    const now = this.#now();
    for (const [key, { at, modRevision }] of this.#expiring) if (at <= now) this.#delete(key, modRevision);
    if (this.#expiring.size > 0) return;
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
  }
}
