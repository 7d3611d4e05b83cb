/**
 * What the loops need of the server around them. The server has the same shapes; neither package imports the other.
 */
import type { ObjectMeta } from '@bulkhead/apimachinery/types/meta-v1';
import type { ClusterProfile } from '@bulkhead/features';

/** An object as the server keeps it in memory; never changed in place. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

export interface CachedObject {
  readonly namespace: string;
  readonly name: string;
  readonly revision: number;
  readonly object: KubeObject;
}

export type CacheEvent =
  | { readonly type: 'ADDED' | 'MODIFIED'; readonly object: CachedObject; readonly previous: CachedObject | undefined }
  | { readonly type: 'DELETED'; readonly object: CachedObject; readonly previous: CachedObject };

export interface ObjectCache {
  get(namespace: string, name: string): CachedObject | undefined;
  /** Of one namespace, or of all when it is `''`. */
  list(namespace: string): readonly CachedObject[];
  subscribe(listener: (event: CacheEvent) => void): () => void;
  /** Up to which every change of the resource is known. */
  readonly revision: number;
}

export interface ObjectCaches {
  cache(group: string, resource: string): ObjectCache | undefined;
}

export interface ClientRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
}

export interface ApiClient {
  request(options: ClientRequest): Promise<{ readonly status: number; readonly body: unknown }>;
}

/** A client that acts as the user. */
export type ClientFor = (name: string, groups: readonly string[]) => ApiClient;

/** The cluster as a loop sees it. */
export interface ClusterAccess {
  readonly caches: ObjectCaches;
  readonly clientFor: ClientFor;
  readonly profile: ClusterProfile;
  readonly log: (message: string) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}
