/**
 * The store in an etcd v3 cluster, which several API servers may share. Keys are as kube-apiserver has them.
 */
import { create, type MessageInitShape } from '@bufbuild/protobuf';
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
  StoreUnavailableError,
  type Watch,
  type WatchHandlers,
  type WriteResult,
} from '../store.js';
import { compactedRevision } from './compacted-revision.js';
import { EtcdConnection, type EtcdTls } from './etcd-connection.js';
import { etcdFailure, isCompacted, isFuture, isLeaseNotFound } from './etcd-errors.js';
import { EtcdKeys, isMarker, toKeyValue } from './etcd-keys.js';
import { EtcdLeases } from './etcd-leases.js';
import { answersProgressInOrder } from './etcd-version.js';
import { EtcdWatch } from './etcd-watch.js';
import {
  KV,
  Maintenance,
  type RangeRequestSchema,
  type RangeResponse,
  type RequestOp,
  RequestOpSchema,
} from './generated/etcd_pb.js';

export interface EtcdStoreOptions {
  /** URLs: https://HOST:PORT; http:// of this machine alone; unix:PATH. */
  readonly servers: readonly string[];
  readonly tls?: EtcdTls;
  /** What stands before all keys; nothing when it is left out. */
  readonly prefix?: string;
}

const COMPARE = { equal: 0, modRevision: 2 } as const;

const OPEN_DEADLINE_MS = 5000;
const HEALTH_DEADLINE_MS = 2000;
const FIRST_PAGE = 500;
const MAX_PAGE = 10_000;
const PAGE_BYTES = 8 * 1024 * 1024;
const PAGING_ATTEMPTS = 3;

export async function openEtcd(options: EtcdStoreOptions): Promise<Store> {
  const connection = new EtcdConnection(options.servers, options.tls);
  try {
    const { version } = await connection.call(Maintenance.method.status, {}, true, OPEN_DEADLINE_MS);
    return new EtcdStore(connection, new EtcdKeys(options.prefix ?? ''), version);
  } catch (error) {
    connection.close();
    throw etcdFailure(connection.servers, error, false);
  }
}

class EtcdStore implements Store {
  readonly #connection: EtcdConnection;
  readonly #keys: EtcdKeys;
  readonly #leases: EtcdLeases;
  readonly #watches = new Set<EtcdWatch>();
  readonly #orderedProgress: boolean;
  /** Keys that were written only for the sake of progress. */
  readonly #markers = new Map<string, Uint8Array>();
  #closed = false;

  constructor(connection: EtcdConnection, keys: EtcdKeys, version: string) {
    this.#connection = connection;
    this.#keys = keys;
    this.#leases = new EtcdLeases(connection);
    this.#orderedProgress = answersProgressInOrder(version);
  }

  async revision(): Promise<number> {
    const response = await this.#range({ key: this.#keys.start(''), countOnly: true }, undefined);
    return Number(response.header?.revision ?? 0n);
  }

  async get(
    key: string,
    options: { readonly revision?: number } = {},
  ): Promise<{ kv: KeyValue | undefined; revision: number }> {
    checkKey(key);
    const { kvs, header } = await this.#range({ key: this.#keys.bytes(key) }, options.revision);
    const kv = kvs[0] && toKeyValue(this.#keys, kvs[0]);
    return { kv, revision: options.revision ?? Number(header?.revision ?? 0n) };
  }

  async range(prefix: string, options: RangeOptions = {}): Promise<Range> {
    const start = this.#keys.start(rangeStart(prefix, options.from));
    const end = this.#keys.end(prefix);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#pages(start, end, options);
      } catch (error) {
        // Pages of a range of now are of one revision, which may be compacted before the last of them is read.
        if (!(error instanceof CompactedError) || options.revision !== undefined || attempt === PAGING_ATTEMPTS)
          throw error;
      }
    }
  }

  async put(key: string, value: Uint8Array, expected: number, options: PutOptions = {}): Promise<WriteResult> {
    checkKey(key);
    checkValue(value);
    const bytes = this.#keys.bytes(key);
    // The caller may use its buffer again while a lease is granted.
    const copy = options.ttlSeconds === undefined ? value : Uint8Array.from(value);
    for (let attempt = 1; ; attempt++) {
      const lease = await this.#lease(options.ttlSeconds);
      const put = create(RequestOpSchema, {
        request: { case: 'requestPut', value: { key: bytes, value: copy, lease } },
      });
      try {
        return await this.#write(bytes, expected, put);
      } catch (error) {
        if (!isLeaseNotFound(error) || attempt > 1) throw etcdFailure(this.#connection.servers, error, true);
        this.#leases.forget();
      }
    }
  }

  async delete(key: string, expected: number): Promise<WriteResult> {
    checkKey(key);
    const bytes = this.#keys.bytes(key);
    const remove = create(RequestOpSchema, { request: { case: 'requestDeleteRange', value: { key: bytes } } });
    try {
      return await this.#write(bytes, expected, remove);
    } catch (error) {
      throw etcdFailure(this.#connection.servers, error, true);
    }
  }

  watch(prefix: string, fromRevision: number, handlers: WatchHandlers): Watch {
    this.#checkOpen();
    const context = {
      connection: this.#connection,
      keys: this.#keys,
      orderedProgress: this.#orderedProgress,
      revision: () => this.revision(),
      touch: (key: Uint8Array) => this.#touch(key),
    };
    const watch = new EtcdWatch(context, prefix, fromRevision, handlers, () => this.#watches.delete(watch));
    this.#watches.add(watch);
    return watch;
  }

  async compact(revision: number): Promise<void> {
    this.#checkOpen();
    try {
      await this.#connection.call(KV.method.compact, { revision: BigInt(revision) }, true);
    } catch (error) {
      // Another server may have done it.
      if (isCompacted(error)) return;
      throw isFuture(error) ? new FutureRevisionError(revision) : etcdFailure(this.#connection.servers, error, false);
    }
  }

  async health(): Promise<string | undefined> {
    if (this.#closed) return 'the store is closed';
    try {
      const { leader, errors } = await this.#connection.call(Maintenance.method.status, {}, true, HEALTH_DEADLINE_MS);
      if (errors.length > 0) return `etcd at ${this.#connection.servers} has an alarm: ${errors.join(', ')}`;
      if (leader === 0n) return `etcd at ${this.#connection.servers} has no leader: see that most of its members run`;
      // Only a majority can answer this.
      await this.#connection.call(KV.method.range, { key: this.#keys.start('') }, true, HEALTH_DEADLINE_MS);
      return undefined;
    } catch (error) {
      return etcdFailure(this.#connection.servers, error, false).message;
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const watch of this.#watches) watch.close();
    const removals = [...this.#markers.values()].map((key) =>
      this.#connection.call(
        KV.method.txn,
        { success: [{ request: { case: 'requestDeleteRange', value: { key } } }] },
        true,
        HEALTH_DEADLINE_MS,
      ),
    );
    await Promise.allSettled(removals);
    this.#connection.close();
  }

  #checkOpen(): void {
    if (this.#closed) throw new StoreUnavailableError('the store is closed');
  }

  async #range(
    request: MessageInitShape<typeof RangeRequestSchema>,
    revision: number | undefined,
  ): Promise<RangeResponse> {
    this.#checkOpen();
    try {
      const at = revision === undefined ? {} : { revision: BigInt(revision) };
      return await this.#connection.call(KV.method.range, { ...request, ...at }, true);
    } catch (error) {
      if (revision !== undefined && isFuture(error)) throw new FutureRevisionError(revision);
      if (isCompacted(error)) throw new CompactedError(await compactedRevision(this.#connection));
      throw etcdFailure(this.#connection.servers, error, false);
    }
  }

  /** Large ranges come in pages of some megabytes, all of the same revision. */
  async #pages(start: Uint8Array, end: Uint8Array, options: RangeOptions): Promise<Range> {
    const limit = options.limit ?? Infinity;
    const items: KeyValue[] = [];
    let revision = options.revision;
    let next = start;
    let page = FIRST_PAGE;
    for (;;) {
      const wanted = Math.min(page, limit - items.length);
      const response = await this.#range({ key: next, rangeEnd: end, limit: BigInt(wanted) }, revision);
      revision ??= Number(response.header?.revision ?? 0n);
      for (const kv of response.kvs) if (!isMarker(kv.key)) items.push(toKeyValue(this.#keys, kv));
      const last = response.kvs.at(-1);
      const remaining = Number(response.count) - response.kvs.length;
      if (last === undefined || !response.more || items.length >= limit) return { items, revision, remaining };
      next = Buffer.concat([last.key, Buffer.alloc(1)]);
      page = nextPage(response);
    }
  }

  async #write(key: Uint8Array, expected: number, operation: RequestOp): Promise<WriteResult> {
    this.#checkOpen();
    const targetUnion = { case: 'modRevision', value: BigInt(expected) } as const;
    const response = await this.#connection.call(
      KV.method.txn,
      {
        compare: [{ result: COMPARE.equal, target: COMPARE.modRevision, key, targetUnion }],
        success: [operation],
        failure: [{ request: { case: 'requestRange', value: { key } } }],
      },
      false,
    );
    const revision = Number(response.header?.revision ?? 0n);
    if (response.succeeded) return { succeeded: true, revision };
    const read = response.responses[0]?.response;
    const current = read?.case === 'responseRange' ? read.value.kvs[0] : undefined;
    return { succeeded: false, revision, current: current && toKeyValue(this.#keys, current) };
  }

  async #lease(ttlSeconds: number | undefined): Promise<bigint> {
    if (ttlSeconds === undefined) return 0n;
    this.#checkOpen();
    try {
      return await this.#leases.lease(ttlSeconds);
    } catch (error) {
      throw etcdFailure(this.#connection.servers, error, false);
    }
  }

  async #touch(key: Uint8Array): Promise<void> {
    this.#checkOpen();
    this.#markers.set(Buffer.from(key).toString('latin1'), key);
    const put = { request: { case: 'requestPut', value: { key } } } as const;
    await this.#connection.call(KV.method.txn, { success: [put] }, true);
  }
}

/** So many keys as make a page of some megabytes, judged by the last one. */
function nextPage({ kvs }: RangeResponse): number {
  const bytes = kvs.reduce((sum, kv) => sum + kv.value.length + kv.key.length, 1);
  return Math.min(MAX_PAGE, Math.max(10, Math.floor((PAGE_BYTES * kvs.length) / bytes)));
}
