/**
 * Group commit: what waits while a transaction becomes durable goes into the next one together, so that many writers
 * pay for one flush of the disk. An operation is done when its transaction is durable, and not before.
 */
import { StoreUnavailableError } from '../store.js';
import { commitFailure, diskFull, type Tables } from './database.js';
import { freeBytes } from './state-directory.js';
import type { WriterLock } from './writer-lock.js';

interface Waiting {
  readonly bytes: number;
  /** Puts need room; deletions make it. */
  readonly grows: boolean;
  /** Runs inside of the transaction; the function that it returns tells the result once that is durable. */
  readonly run: () => () => void;
  readonly reject: (error: Error) => void;
}

const MAX_BATCH_OPERATIONS = 1000;
const MAX_BATCH_BYTES = 16 * 1024 * 1024;
const MAX_WAITING_BYTES = 256 * 1024 * 1024;
const DISK_CHECK_MS = 500;

export interface WriteQueueOptions {
  readonly directory: string;
  /** Puts are refused when the disk has less free than this, so that deletions still find room. */
  readonly reserveBytes: number;
  /** Run first and last in each transaction. */
  readonly onBegin: () => void;
  readonly onEnd: () => void;
  /** Runs after each durable transaction, before the operations of it are answered. */
  readonly onCommit: () => void;
  /** Runs after a transaction of which nothing remains. */
  readonly onFailure: () => void;
}

export class WriteQueue {
  readonly #tables: Tables;
  readonly #lock: WriterLock;
  readonly #options: WriteQueueOptions;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #running: Promise<void> | undefined;
  #failure: StoreUnavailableError | undefined;
  #diskLow = false;
  #diskCheckedAt = -Infinity;

  constructor(tables: Tables, lock: WriterLock, options: WriteQueueOptions) {
    this.#tables = tables;
    this.#lock = lock;
    this.#options = options;
  }

  /** Why the last transaction failed; undefined once one has succeeded. */
  get failure(): StoreUnavailableError | undefined {
    return this.#diskLow ? diskFull(this.#options.directory) : this.#failure;
  }

  write<T>(operation: () => T, bytes: number, grows: boolean): Promise<T> {
    if (this.#waitingBytes + bytes > MAX_WAITING_BYTES)
      return Promise.reject(new StoreUnavailableError('too many writes wait for the disk: try again later'));
    return new Promise<T>((resolve, reject) => {
      const run = (): (() => void) => {
        const result = operation();
        return () => resolve(result);
      };
      this.#waiting.push({ bytes, grows, run, reject });
      this.#waitingBytes += bytes;
      this.#running ??= Promise.resolve().then(() => this.#work());
    });
  }

  /** Waits until nothing waits any more. */
  async drained(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  checkDisk(): void {
    this.#diskCheckedAt = performance.now();
    try {
      this.#diskLow = freeBytes(this.#options.directory) < this.#options.reserveBytes;
    } catch {
      this.#diskLow = false;
    }
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) await this.#commit();
    this.#running = undefined;
  }

  #nextBatch(): Waiting[] {
    let bytes = 0;
    let count = 0;
    while (count < this.#waiting.length && count < MAX_BATCH_OPERATIONS && bytes < MAX_BATCH_BYTES)
      bytes += this.#waiting[count++]?.bytes ?? 0;
    this.#waitingBytes -= bytes;
    return this.#waiting.splice(0, count);
  }

  async #commit(): Promise<void> {
    if (performance.now() - this.#diskCheckedAt > DISK_CHECK_MS) this.checkDisk();
    let batch: readonly Waiting[] | undefined;
    const answers: (() => void)[] = [];
    try {
      await this.#tables.root.transaction(() => {
        // Chosen only now: what has come while LMDB began the transaction belongs to it.
        batch = this.#nextBatch();
        this.#lock.check();
        this.#options.onBegin();
        for (const waiting of batch) answers.push(this.#run(waiting));
        this.#options.onEnd();
      });
      this.#failure = undefined;
    } catch (error) {
      this.#options.onFailure();
      this.#failure = await commitFailure(this.#options.directory, error);
      for (const { reject } of batch ?? this.#nextBatch()) reject(this.#failure);
      return;
    }
    this.#options.onCommit();
    for (const answer of answers) answer();
  }

  /** What cannot be done at all (a record that cannot be read) fails alone; LMDB's own errors fail the commit. */
  #run(waiting: Waiting): () => void {
    if (this.#diskLow && waiting.grows) return () => waiting.reject(diskFull(this.#options.directory));
    try {
      return waiting.run();
    } catch (error) {
      return () => waiting.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
