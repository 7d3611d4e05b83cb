/**
 * The contract of the stores behind the API server: keys with one global, growing revision, which is the
 * `resourceVersion` of objects. What etcd v3 promises, and no more: every store passes `testStore`.
 *
 * Source: etcd v3 KV, Watch and Lease; k8s.io/apiserver/pkg/storage/etcd3.
 */

/** A key as of one revision. */
export interface KeyValue {
  readonly key: string;
  readonly value: Uint8Array;
  /** The revision that created the key, after its last deletion. */
  readonly createRevision: number;
  /** The revision of this value. */
  readonly modRevision: number;
}

export interface RangeOptions {
  /** At most so many keys, in the order of their bytes; all of them when it is left out. */
  readonly limit?: number;
  /** Read as of this revision instead of now; `CompactedError` or `FutureRevisionError` where that is not possible. */
  readonly revision?: number;
  /** Start at this key instead of at the prefix itself; a key of the range. */
  readonly from?: string;
}

export interface Range {
  readonly items: readonly KeyValue[];
  /** The revision at which the range was read. */
  readonly revision: number;
  /** How many keys of the range come after the last item. */
  readonly remaining: number;
}

/** What became of a conditional write. */
export type WriteResult =
  | { readonly succeeded: true; readonly revision: number }
  /** The key is at another revision: as it is now, or undefined when there is none. */
  | { readonly succeeded: false; readonly revision: number; readonly current: KeyValue | undefined };

export interface PutOptions {
  /** Seconds after which the key is deleted by itself; without it the key stays. */
  readonly ttlSeconds?: number;
}

export type StoreEvent =
  | { readonly type: 'put'; readonly kv: KeyValue; readonly previous: KeyValue | undefined }
  /** `revision` is that of the deletion. */
  | {
      readonly type: 'delete';
      readonly key: string;
      readonly revision: number;
      readonly previous: KeyValue | undefined;
    };

export interface WatchHandlers {
  /** All events of one revision or more, in order, none left out and none twice. */
  readonly onEvents: (events: readonly StoreEvent[], revision: number) => void;
  /** Nothing of the prefix happened up to this revision. */
  readonly onProgress: (revision: number) => void;
  /** The watch has ended; `CompactedError` when its start is no longer known. It does not come back by itself. */
  readonly onError: (error: Error) => void;
}

export interface Watch {
  /** Asks for `onProgress` of the revision at which the store is now. */
  requestProgress(): void;
  close(): void;
}

/** A write is acknowledged when it is durable: killed at any moment, the store still has it. */
export interface Store {
  /** The newest revision; at least 1. */
  revision(): Promise<number>;
  get(key: string, options?: { readonly revision?: number }): Promise<{ kv: KeyValue | undefined; revision: number }>;
  /** Keys that start with `prefix`, in the order of their bytes. */
  range(prefix: string, options?: RangeOptions): Promise<Range>;
  /** Writes the value if the key is at `expected` (0 = there is no such key). */
  put(key: string, value: Uint8Array, expected: number, options?: PutOptions): Promise<WriteResult>;
  /** Deletes the key if it is at `expected`. */
  delete(key: string, expected: number): Promise<WriteResult>;
  /** Events after `fromRevision` (exclusive) of keys that start with `prefix`. */
  watch(prefix: string, fromRevision: number, handlers: WatchHandlers): Watch;
  /** Forgets what was before the revision; reads and watches from before it fail from then on. */
  compact(revision: number): Promise<void>;
  /** Whether the store answers now; undefined = healthy, else why not in a sentence. Does not throw. */
  health(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** The revision is older than the last compaction. */
export class CompactedError extends Error {
  override readonly name = 'CompactedError';
  readonly compactedRevision: number;

  constructor(compactedRevision: number) {
    super(`the required revision has been compacted; the oldest is ${compactedRevision}`);
    this.compactedRevision = compactedRevision;
  }
}

/** The revision does not exist yet. */
export class FutureRevisionError extends Error {
  override readonly name = 'FutureRevisionError';

  constructor(revision: number) {
    super(`required revision ${revision} is a future revision`);
  }
}

/** The value is larger than a store takes (1.5 MiB): what etcd says. */
export class ValueTooLargeError extends Error {
  override readonly name = 'ValueTooLargeError';

  constructor() {
    super('etcdserver: request is too large');
  }
}

/** The store cannot do its work now (disk full, peer unreachable); the message is for people. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}
