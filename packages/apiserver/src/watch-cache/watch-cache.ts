/**
 * All objects of the server in memory: one watch of the store feeds the caches of every resource, in the order of the
 * store's revisions. An object is parsed once and serialized once, whoever asks.
 *
 * Source: k8s.io/apiserver/pkg/storage/cacher, which has one cache a resource.
 */
import type { ClusterProfile } from '@bulkhead/features';
import type { Store, StoreEvent, Watch } from '@bulkhead/storage';
import { CompactedError } from '@bulkhead/storage';
import type { CachedObject, KubeObject, ObjectCaches } from '../registry/kube-object.js';
import type { ServedResources } from '../registry/served-resources.js';
import { ResourceCache } from './resource-cache.js';
import { STORAGE_ROOT, storagePrefix } from './storage-key.js';
import { cachedObject, deletedObject, readStoredValue } from './stored-object.js';

const PAGE = 1000;
const RECONNECT_MS = 1000;

export interface WatchCacheOptions {
  readonly store: Store;
  readonly resources: ServedResources;
  readonly profile: ClusterProfile;
  /** Whether other servers write to the store too: then a read of now has to ask it for its revision. */
  readonly isShared: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: (message: string) => void;
}

interface Waiter {
  readonly revision: number;
  readonly resolve: () => void;
}

/** A write on its way to the store, so that its event needs not be parsed again. */
interface OwnWrite {
  readonly value: Buffer;
  readonly object: KubeObject;
  readonly json: string;
}

export class WatchCache implements ObjectCaches {
  readonly #options: WatchCacheOptions;
  readonly #byPrefix = new Map<string, ResourceCache>();
  readonly #byResource = new Map<string, ResourceCache>();
  readonly #ownWrites = new Map<string, OwnWrite>();
  readonly #waiters = new Set<Waiter>();
  #watch: Watch | undefined;
  #revision = 0;
  #isClosed = false;

  constructor(options: WatchCacheOptions) {
    this.#options = options;
    const onFailure = (error: unknown): void => options.log(`a change was not taken in: ${textOf(error)}`);
    for (const resource of options.resources.all) {
      const prefix = storagePrefix(resource);
      // Resources of two groups may be the same objects.
      const cache = this.#byPrefix.get(prefix) ?? new ResourceCache(onFailure);
      this.#byPrefix.set(prefix, cache);
      this.#byResource.set(`${resource.group}/${resource.resource}`, cache);
    }
  }

  /** The store's revision up to which all caches are current. */
  get revision(): number {
    return this.#revision;
  }

  cache(group: string, resource: string): ResourceCache | undefined {
    return this.#byResource.get(`${group}/${resource}`);
  }

  /** Reads the store, and follows it from there. */
  async start(): Promise<void> {
    await this.#load();
    this.#follow();
  }

  close(): void {
    this.#isClosed = true;
    this.#watch?.close();
  }

  /** Tells that a value is about to be written, so that its event is recognized. */
  expectWrite(key: string, value: Buffer, object: KubeObject, json: string): void {
    this.#ownWrites.set(key, { value, object, json });
  }

  forgetWrite(key: string, value: Buffer): void {
    if (this.#ownWrites.get(key)?.value === value) this.#ownWrites.delete(key);
  }

  /** Resolves when the caches have seen the revision; false when they have not after `timeoutMs`. */
  async waitFor(revision: number, timeoutMs: number): Promise<boolean> {
    if (this.#revision >= revision) return true;
    if (this.#options.isShared) this.#watch?.requestProgress();
    return await new Promise<boolean>((resolve) => {
      const waiter: Waiter = {
        revision,
        resolve: () => {
          clearTimeout(timer);
          resolve(true);
        },
      };
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        resolve(false);
      }, timeoutMs);
      this.#waiters.add(waiter);
    });
  }

  /** The revision that a read of now must have seen. */
  async currentRevision(): Promise<number> {
    return this.#options.isShared ? await this.#options.store.revision() : this.#revision;
  }

  /** A key as memory has it. */
  peek(key: string): CachedObject | undefined {
    const [namespace, name] = splitKey(key);
    return this.#cacheOfKey(key)?.get(namespace, name);
  }

  /** The newest state of a key: from memory, or from the store where others write to it too. */
  async read(key: string): Promise<CachedObject | undefined> {
    if (!this.#options.isShared) return this.peek(key);
    const { kv } = await this.#options.store.get(key);
    if (kv === undefined) return undefined;
    const cached = this.peek(key);
    return cached?.revision === kv.modRevision ? cached : this.toCached(key, kv.value, kv.modRevision);
  }

  /** Makes the stored value of a key an object; undefined, with a line in the log, when it cannot be read. */
  toCached(key: string, value: Uint8Array, revision: number): CachedObject | undefined {
    const own = this.#ownWrites.get(key);
    if (own?.value.equals(value) === true) return cachedObject(key, own.object, own.json, revision);
    const stored = readStoredValue(value, this.#options.profile);
    if (stored.kind === 'object') return cachedObject(key, stored.object, stored.json, revision);
    this.#options.log(`the stored object ${key} cannot be read: ${stored.reason}`);
    return undefined;
  }

  async #load(): Promise<void> {
    const { store } = this.#options;
    const objects = new Map<ResourceCache, CachedObject[]>();
    let from: string | undefined;
    let revision: number | undefined;
    for (;;) {
      const page = await store.range(STORAGE_ROOT, {
        limit: PAGE,
        ...(revision === undefined ? {} : { revision }),
        ...(from === undefined ? {} : { from }),
      });
      revision ??= page.revision;
      for (const { key, value, modRevision } of page.items) {
        const cache = this.#cacheOfKey(key);
        const object = cache === undefined ? undefined : this.toCached(key, value, modRevision);
        if (cache === undefined || object === undefined) continue;
        const list = objects.get(cache);
        if (list === undefined) objects.set(cache, [object]);
        else list.push(object);
      }
      const last = page.items.at(-1);
      if (page.remaining === 0 || last === undefined) break;
      from = `${last.key}\0`;
    }
    for (const cache of new Set(this.#byPrefix.values())) cache.load(objects.get(cache) ?? [], revision);
    this.#revision = revision;
  }

  #follow(): void {
    if (this.#isClosed) return;
    this.#watch = this.#options.store.watch(STORAGE_ROOT, this.#revision, {
      onEvents: (events, revision) => this.#apply(events, revision),
      onProgress: (revision) => this.#advance(revision),
      onError: (error) => this.#reconnect(error),
    });
  }

  #reconnect(error: Error): void {
    if (this.#isClosed) return;
    this.#options.log(`the watch of the store ended and is begun again: ${error.message}`);
    if (error instanceof CompactedError) {
      void this.#reload();
      return;
    }
    setTimeout(() => this.#follow(), RECONNECT_MS).unref();
  }

  /** What happened meanwhile is not known any more: the difference between then and now is what watchers are told. */
  async #reload(): Promise<void> {
    try {
      const { items, revision } = await this.#options.store.range(STORAGE_ROOT);
      const keys = new Set(items.map(({ key }) => key));
      const now = this.#options.now();
      // In the order of revisions, as watchers count on it: what is gone is told of as of now, and so at last.
      for (const kv of items.toSorted((a, b) => a.modRevision - b.modRevision)) {
        this.#put(kv.key, kv.value, kv.modRevision, now);
      }
      for (const cache of new Set(this.#byPrefix.values())) {
        for (const { key, namespace, name } of cache.list('')) {
          if (!keys.has(key)) cache.delete(namespace, name, revision, (last) => deletedObject(last, revision), now);
        }
        cache.forgetBefore(revision);
      }
      this.#advance(revision);
      this.#follow();
    } catch (error) {
      this.#options.log(`the store cannot be read: ${textOf(error)}`);
      setTimeout(() => void this.#reload(), RECONNECT_MS).unref();
    }
  }

  #apply(events: readonly StoreEvent[], revision: number): void {
    const now = this.#options.now();
    for (const event of events) {
      if (event.type === 'put') this.#put(event.kv.key, event.kv.value, event.kv.modRevision, now);
      else this.#delete(event.key, event.revision, now);
    }
    this.#advance(revision);
  }

  /**
   * Events of one revision come together: a transaction of another server, or a lease that ended. What is known is
   * therefore told by the revision before them.
   */
  #put(key: string, value: Uint8Array, revision: number, now: number): void {
    const cache = this.#cacheOfKey(key);
    if (cache === undefined || this.#isKnown(cache, revision)) return;
    const object = this.toCached(key, value, revision);
    if (object !== undefined) cache.put(object, now);
    // What stood there before is no longer true, and may have granted rights.
    else this.#delete(key, revision, now);
  }

  #delete(key: string, revision: number, now: number): void {
    const cache = this.#cacheOfKey(key);
    if (cache === undefined || this.#isKnown(cache, revision)) return;
    const [namespace, name] = splitKey(key);
    cache.delete(namespace, name, revision, (last) => deletedObject(last, revision), now);
  }

  #isKnown(cache: ResourceCache, revision: number): boolean {
    return revision <= this.#revision || revision < cache.revision;
  }

  #advance(revision: number): void {
    if (revision <= this.#revision) return;
    this.#revision = revision;
    for (const waiter of this.#waiters) {
      if (waiter.revision > revision) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }

  #cacheOfKey(key: string): ResourceCache | undefined {
    const first = key.indexOf('/', STORAGE_ROOT.length) + 1;
    const short = this.#byPrefix.get(key.slice(0, first));
    if (short !== undefined) return short;
    return this.#byPrefix.get(key.slice(0, key.indexOf('/', first) + 1));
  }
}

/** Namespace and name are the last parts of a key; prefixes have one part or two. */
function splitKey(key: string): [namespace: string, name: string] {
  const parts = key.slice(STORAGE_ROOT.length).split('/');
  const name = parts.at(-1) ?? '';
  const isTwoPart = parts[0] === 'services' || parts[0]?.includes('.') === true;
  return [parts.length > (isTwoPart ? 3 : 2) ? (parts.at(-2) ?? '') : '', name];
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
