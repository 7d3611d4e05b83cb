/** Objects as the registry handles them: decoded, defaulted, well typed; never changed in place. */
import type { ObjectMeta } from '@bulkhead/apimachinery/types/meta-v1';

export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

/** An object as the server keeps it in memory: parsed once, serialized once. */
export interface CachedObject {
  /** `/registry/pods/default/web`. */
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  /** The store's revision of this state, as `metadata.resourceVersion` says it. */
  readonly revision: number;
  /** In the storage version. */
  readonly object: KubeObject;
  /** JSON of `object`, without a line break at the end. */
  readonly bytes: Buffer;
}

export type CacheEvent =
  | { readonly type: 'ADDED' | 'MODIFIED'; readonly object: CachedObject; readonly previous: CachedObject | undefined }
  /** `object` is the last state with the revision of the deletion. */
  | { readonly type: 'DELETED'; readonly object: CachedObject; readonly previous: CachedObject };

/** All objects of one resource, kept current in memory. Reads are synchronous and may lag behind other servers. */
export interface ObjectCache {
  get(namespace: string, name: string): CachedObject | undefined;
  /** Of one namespace, or of all when it is `''`; in the order of their keys. */
  list(namespace: string): readonly CachedObject[];
  /** Events after the present state; returns the way to stop. */
  subscribe(listener: (event: CacheEvent) => void): () => void;
  readonly revision: number;
}

/** The caches by resource, for authorizers, admission and controllers in the same process. */
export interface ObjectCaches {
  /** Of the group's storage version; undefined when the resource is not served. Ready when the server is. */
  cache(group: string, resource: string): ObjectCache | undefined;
}

/** Writes by the server itself and by controllers in its process: through admission and validation, not authorization. */
export interface ApiClient {
  /** Sends a request through the whole chain as `user`; the body is the answer's JSON. Does not throw for statuses. */
  request(options: ClientRequest): Promise<{ readonly status: number; readonly body: unknown }>;
}

export interface ClientRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query. */
  readonly path: string;
  readonly body?: unknown;
  /** Of the body; JSON when it is left out. */
  readonly contentType?: string;
}
