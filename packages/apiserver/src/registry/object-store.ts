/**
 * The objects of one resource between the registry and the store: keys, stored form, versions. A write is answered once
 * reads of this server see it.
 */
import { goQuote, type Minor } from '@bulkhead/apimachinery';
import { pathSegmentNameProblems } from '@bulkhead/apimachinery/names';
import { MAX_KEY_BYTES, type Store, type WriteResult } from '@bulkhead/storage';
import { STORAGE_ROOT, storageKey, storagePrefix } from '../watch-cache/storage-key.js';
import { cachedObject } from '../watch-cache/stored-object.js';
import type { WatchCache } from '../watch-cache/watch-cache.js';
import { convert } from './conversion.js';
import { canonicalObject, type EncodedObject, encodeObject } from './encoded-object.js';
import { badRequest, notFound, plainError } from './failures.js';
import type { CachedObject, KubeObject } from './kube-object.js';
import type { ServedResource, ServedVersion } from './resource.js';

const SETTLE_TIMEOUT_MS = 30_000;
const EVENT_TTL_SECONDS = 3600;

export class ObjectStore {
  readonly resource: ServedResource;
  readonly #store: Store;
  readonly #caches: WatchCache;
  readonly #minor: Minor;
  readonly #prefix: string;
  readonly #ttlSeconds: number | undefined;

  constructor(resource: ServedResource, store: Store, caches: WatchCache, minor: Minor) {
    this.resource = resource;
    this.#store = store;
    this.#caches = caches;
    this.#minor = minor;
    this.#prefix = storagePrefix(resource);
    this.#ttlSeconds = resource.resource === 'events' ? EVENT_TTL_SECONDS : undefined;
  }

  /** Throws where the key would leave the place of the namespace. */
  key(namespace: string, name: string): string {
    this.checkKey(namespace, name);
    const key = storageKey(this.#prefix, namespace, name);
    // Of bytes that are no text: nothing is kept under such a name.
    if (/\p{Surrogate}/u.test(key)) throw notFound(this.resource, name);
    if (Buffer.byteLength(key) <= MAX_KEY_BYTES) return key;
    // Most names are validated to be much shorter; those of roles are not.
    throw badRequest(
      `Name parameter invalid: must be no more than ${MAX_KEY_BYTES} bytes with all that stands before it`,
    );
  }

  /** Of an object, or of a whole namespace when the name is `''`. */
  checkKey(namespace: string, name: string): void {
    const [problem] = name === '' ? [] : pathSegmentNameProblems(name);
    if (problem !== undefined) throw badRequest(`Name parameter invalid: ${goQuote(name)}: ${problem}`);
    if (namespace !== '.' && namespace !== '..' && !namespace.includes('/')) return;
    const path = storageKey(this.#prefix.slice(STORAGE_ROOT.length - 1), namespace, name).replace(/\/$/, '');
    throw plainError(`invalid key: ${goQuote(path)}`);
  }

  /** The newest state, in the storage version. */
  async read(key: string): Promise<CachedObject | undefined> {
    return await this.#caches.read(key);
  }

  /** Writes over `expected` (0 = there is nothing). */
  async put(key: string, { object, json }: EncodedObject, expected: number): Promise<WriteResult> {
    const value = Buffer.from(json, 'utf8');
    this.#caches.expectWrite(key, value, object, json);
    try {
      const options = this.#ttlSeconds === undefined ? undefined : { ttlSeconds: this.#ttlSeconds };
      const result = await this.#store.put(key, value, expected, options);
      if (result.succeeded) await this.#caches.waitFor(result.revision, SETTLE_TIMEOUT_MS);
      return result;
    } finally {
      this.#caches.forgetWrite(key, value);
    }
  }

  /** Takes the object out; undefined on a conflict, else the revision of the deletion. */
  async remove(key: string, stored: CachedObject): Promise<number | undefined> {
    const result = await this.#store.delete(key, stored.revision);
    if (!result.succeeded) return undefined;
    await this.#caches.waitFor(result.revision, SETTLE_TIMEOUT_MS);
    return result.revision;
  }

  /** What a failed write found in its place. */
  found(key: string, result: WriteResult): CachedObject | undefined {
    if (result.succeeded || result.current === undefined) return undefined;
    return this.#caches.toCached(key, result.current.value, result.current.modRevision);
  }

  /** In the form that is stored: of the storage version, without a resourceVersion, as Go would write it. */
  encode(object: KubeObject): EncodedObject {
    const { storageVersion } = this.resource;
    const { resourceVersion: _, ...metadata } = object.metadata;
    return encodeObject(convert({ ...object, metadata }, storageVersion.apiVersion), storageVersion.kind, this.#minor);
  }

  /** What was written, as a client of the version gets it. */
  decode(key: string, encoded: EncodedObject, revision: number, version: ServedVersion): KubeObject {
    return this.inVersion(this.written(key, encoded, revision).object, version);
  }

  /** What was written, as it is kept in memory. */
  written(key: string, { object, json }: EncodedObject, revision: number): CachedObject {
    const cached = this.#caches.peek(key);
    return cached?.revision === revision ? cached : cachedObject(key, object, json, revision);
  }

  inVersion(object: KubeObject, version: ServedVersion): KubeObject {
    if (version.apiVersion === object.apiVersion) return object;
    return canonicalObject(convert(object, version.apiVersion), version.kind, this.#minor);
  }

  /** The object as Go would write it in its own version. */
  canonical(object: KubeObject, { kind }: ServedVersion): KubeObject {
    return canonicalObject(object, kind, this.#minor);
  }
}
