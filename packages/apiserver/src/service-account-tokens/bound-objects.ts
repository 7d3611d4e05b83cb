/** The objects that tokens are bound to, as the server knows them at the moment. */
import type { KubeObject, ObjectCaches } from '../registry/kube-object.js';

export type BoundResource = 'serviceaccounts' | 'pods' | 'secrets' | 'nodes';

export interface BoundObjects {
  /** `namespace` is `''` for nodes. */
  get(resource: BoundResource, namespace: string, name: string): Promise<KubeObject | undefined>;
}

/** What is missing in memory may have been written by another server a moment ago, so the store is asked for it. */
export function boundObjects(
  caches: ObjectCaches,
  read?: (resource: BoundResource, namespace: string, name: string) => Promise<KubeObject | undefined>,
): BoundObjects {
  return {
    async get(resource, namespace, name) {
      if (!isName(name) || !(resource === 'nodes' ? namespace === '' : isName(namespace))) return undefined;
      const cached = caches.cache('', resource)?.get(namespace, name);
      return cached === undefined ? read?.(resource, namespace, name) : cached.object;
    },
  };
}

/** Names become parts of keys; a claim may hold anything. */
const isName = (name: string): boolean => /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/.test(name);

export const uidOf = (object: KubeObject): string => object.metadata.uid ?? '';

/** Milliseconds since the epoch; undefined for an object that is not being deleted. */
export function deletedAt(object: KubeObject): number | undefined {
  const { deletionTimestamp } = object.metadata;
  return deletionTimestamp === undefined || deletionTimestamp === null ? undefined : Date.parse(deletionTimestamp);
}
