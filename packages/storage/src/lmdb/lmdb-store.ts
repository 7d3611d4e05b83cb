/**
 * The embedded store: LMDB in a directory, written by one process, read by several. An acknowledged write is on the disk.
 */
import { statSync } from 'node:fs';
import { rangeStart } from '../key-order.js';
import { checkKey, checkValue } from '../limits.js';
import {
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
import { sweepOnce } from './compaction.js';
import { openTables, type Tables } from './database.js';
import { decodeExpiryKey, encodeEntry, encodeNumber, FORMAT } from './format.js';
import { RecentEvents } from './recent-events.js';
import { META, Snapshot } from './snapshot.js';
import { brokenState, dataFile } from './state-directory.js';
import { WriteQueue } from './write-queue.js';
import { Writer } from './writer.js';
import { WriterLock } from './writer-lock.js';

export interface LmdbStoreOptions {
  readonly directory: string;
  /** Reads and watches a state that another process writes. */
  readonly readOnly?: boolean;
  /** Puts are refused when the disk has less free than this. */
  readonly reserveBytes?: number;
  /** Milliseconds, for what expires. */
  readonly now?: () => number;
}

const RESERVE_BYTES = 16 * 1024 * 1024;
const POLL_MS = 20;
const NO_VALUE = new Uint8Array();
/** The longest wait of the timer for what expires: clocks are set. */
const EXPIRY_CHECK_MS = 10_000;

export async function openLmdb(options: LmdbStoreOptions): Promise<Store> {
  const tables = await openTables(options.directory, options.readOnly === true);
  try {
    const lock = new WriterLock(tables, options.directory);
    if (options.readOnly === true) checkFormat(tables, options.directory);
    else
      tables.root.transactionSync(() => {
        initialize(tables, options.directory);
        lock.take();
      });
    return new LmdbStore(tables, lock, options);
  } catch (error) {
    await tables.root.close();
    throw error;
  }
}

function initialize(tables: Tables, directory: string): void {
  if (tables.meta.get(META.format) === undefined) {
    tables.meta.putSync(META.format, encodeNumber(FORMAT));
    tables.meta.putSync(META.revision, encodeNumber(1));
  }
  checkFormat(tables, directory);
}

function checkFormat(tables: Tables, directory: string): void {
  const snapshot = new Snapshot(tables);
  const format = snapshot.number(META.format);
  if (format > FORMAT)
    throw new StoreUnavailableError(
      `the state in ${directory} has format ${format}, this Bulkhead knows ${FORMAT}: it was written by a newer one; use that`,
    );
  if (format === 0) throw brokenState(directory, 'it has no format');
  if (snapshot.revision() < 1) throw brokenState(directory, 'it has no revision');
}

class LmdbStore implements Store {
  readonly #tables: Tables;
  readonly #lock: WriterLock;
  readonly #options: LmdbStoreOptions;
  readonly #now: () => number;
  readonly #snapshot: Snapshot;
  readonly #writer: Writer;
  readonly #queue: WriteQueue;
  readonly #recent = new RecentEvents();
  readonly #hub: WatchHub;
  readonly #file: bigint;
  #expiryTimer: NodeJS.Timeout | undefined;
  #expiryAt = Infinity;
  #poll: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | undefined;
  #closed = false;

  constructor(tables: Tables, lock: WriterLock, options: LmdbStoreOptions) {
    this.#tables = tables;
    this.#lock = lock;
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#snapshot = new Snapshot(tables);
    this.#writer = new Writer(tables, this.#snapshot);
    this.#file = statSync(dataFile(options.directory), { bigint: true }).ino;
    this.#queue = new WriteQueue(tables, lock, {
      directory: options.directory,
      reserveBytes: options.reserveBytes ?? RESERVE_BYTES,
      onBegin: () => this.#writer.begin(),
      onEnd: () => this.#writer.end(),
      onCommit: () => this.#afterCommit(),
      onFailure: () => this.#writer.takeEvents(false),
    });
    this.#hub = new WatchHub({
      revision: () => this.#snapshot.revision(),
      compactedRevision: () => this.#snapshot.number(META.compacted),
      eventsAfter: (revision, limit) => this.#eventsAfter(revision, limit),
    });
    if (options.readOnly === true) return;
    this.#scheduleExpiry();
    // What a compaction had still to do when the process ended.
    this.#sweep().catch(() => undefined);
  }

  async revision(): Promise<number> {
    this.#startRead();
    return this.#snapshot.revision();
  }

  async get(
    key: string,
    options: { readonly revision?: number } = {},
  ): Promise<{ kv: KeyValue | undefined; revision: number }> {
    this.#startRead();
    checkKey(key);
    return this.#snapshot.get(key, options.revision);
  }

  async range(prefix: string, options: RangeOptions = {}): Promise<Range> {
    this.#startRead();
    return this.#snapshot.range(prefix, rangeStart(prefix, options.from), options);
  }

  async put(key: string, value: Uint8Array, expected: number, options: PutOptions = {}): Promise<WriteResult> {
    this.#checkWritable();
    checkKey(key);
    checkValue(value);
    const keyBytes = Buffer.from(key);
    const entry = encodeEntry(false, keyBytes, value);
    const expiresAt = options.ttlSeconds === undefined ? undefined : this.#now() + options.ttlSeconds * 1000;
    const put = (): WriteResult => this.#writer.put(keyBytes, entry, expected, expiresAt);
    const result = await this.#queue.write(put, entry.length, true);
    if (expiresAt !== undefined && expiresAt < this.#expiryAt) this.#scheduleExpiry();
    return result;
  }

  async delete(key: string, expected: number): Promise<WriteResult> {
    this.#checkWritable();
    checkKey(key);
    return this.#delete(Buffer.from(key), expected);
  }

  watch(prefix: string, fromRevision: number, handlers: WatchHandlers): Watch {
    this.#checkOpen();
    // Another process writes, and does not tell.
    if (this.#options.readOnly === true) this.#poll ??= setInterval(() => this.#pollLog(), POLL_MS).unref();
    return this.#hub.watch(prefix, fromRevision, handlers);
  }

  async compact(revision: number): Promise<void> {
    this.#checkWritable();
    const compacts = await this.#queue.write(
      () => {
        if (revision > this.#snapshot.revision()) throw new FutureRevisionError(revision);
        if (revision <= this.#snapshot.number(META.compacted)) return false;
        this.#tables.meta.putSync(META.compacted, encodeNumber(revision));
        return true;
      },
      0,
      false,
    );
    if (!compacts) return;
    // One that is under way may have looked already whether there is more to do.
    await this.#sweeping?.catch(() => undefined);
    await this.#sweep();
  }

  async health(): Promise<string | undefined> {
    if (this.#closed) return 'the store is closed';
    try {
      if (statSync(dataFile(this.#options.directory), { bigint: true }).ino !== this.#file)
        return `the state in ${this.#options.directory} was replaced while it was in use: restart`;
    } catch {
      return `the state in ${this.#options.directory} was removed while it was in use: restore it and restart`;
    }
    if (this.#options.readOnly === true) return undefined;
    this.#queue.checkDisk();
    if (this.#queue.failure === undefined) return undefined;
    // Whether it works again is found out by trying.
    await this.#queue
      .write(() => this.#tables.meta.putSync(META.format, encodeNumber(FORMAT)), 0, false)
      .catch(() => {
        // It is told as the failure.
      });
    return this.#queue.failure?.message;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#expiryTimer);
    clearInterval(this.#poll);
    this.#hub.close();
    await this.#queue.drained();
    try {
      if (this.#options.readOnly !== true) this.#tables.root.transactionSync(() => this.#lock.release());
    } catch {
      // A full disk: the next process sees that this one has ended.
    }
    this.#lock.forget();
    await this.#tables.root.close();
  }

  #checkOpen(): void {
    if (this.#closed) throw new StoreUnavailableError('the store is closed');
  }

  #checkWritable(): void {
    this.#checkOpen();
    if (this.#options.readOnly === true) throw new StoreUnavailableError('the store was opened for reading only');
  }

  #startRead(): void {
    this.#checkOpen();
    // Not the snapshot of an earlier read: another process may have written since.
    if (this.#options.readOnly === true) this.#tables.root.resetReadTxn();
  }

  #delete(key: Buffer, expected: number): Promise<WriteResult> {
    const entry = encodeEntry(true, key, NO_VALUE);
    return this.#queue.write(() => this.#writer.delete(key, entry, expected), entry.length, false);
  }

  #afterCommit(): void {
    const wanted = !this.#hub.idle;
    for (const { revision, event } of this.#writer.takeEvents(wanted)) this.#recent.push(revision, event);
    if (wanted) this.#hub.wake();
    else this.#recent.clear();
  }

  #eventsAfter(revision: number, limit: number): readonly StoreEvent[] {
    const newest = this.#snapshot.revision();
    if (revision >= newest) return [];
    return this.#recent.after(revision, limit) ?? this.#snapshot.events(revision, newest, limit);
  }

  #pollLog(): void {
    if (this.#hub.idle) return;
    this.#tables.root.resetReadTxn();
    this.#hub.wake();
  }

  #sweep(): Promise<void> {
    this.#sweeping ??= this.#sweepAll().finally(() => {
      this.#sweeping = undefined;
    });
    return this.#sweeping;
  }

  async #sweepAll(): Promise<void> {
    const once = (): boolean => sweepOnce(this.#tables, this.#snapshot);
    while (!this.#closed && (await this.#queue.write(once, 0, false)));
  }

  #scheduleExpiry(): void {
    clearTimeout(this.#expiryTimer);
    if (this.#closed) return;
    const [first] = this.#tables.expiry.getKeys({ limit: 1 });
    this.#expiryAt = first === undefined ? Infinity : decodeExpiryKey(Buffer.from(first)).atMs;
    if (first === undefined) return;
    const wait = Math.min(Math.max(this.#expiryAt - this.#now(), 0) + 1, EXPIRY_CHECK_MS);
    this.#expiryTimer = setTimeout(() => void this.#expire(), wait).unref();
  }

  async #expire(): Promise<void> {
    try {
      const expire = (): void => {
        for (const { key, modRevision } of this.#writer.takeExpired(this.#now()))
          this.#writer.delete(key, encodeEntry(true, key, NO_VALUE), modRevision);
      };
      await this.#queue.write(expire, 0, false);
      this.#scheduleExpiry();
    } catch {
      // The disk does not take it now.
      this.#expiryTimer = setTimeout(() => void this.#expire(), 1000).unref();
    }
  }
}
