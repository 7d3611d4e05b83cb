/**
 * All resources whose objects the server keeps, for the loops that concern every kind.
 */
import { lifecycles, type Resource } from '@bulkhead/apimachinery';
import type { ObjectCache, ObjectCaches } from '../cluster-access.js';

export interface CachedResource {
  readonly group: string;
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly cache: ObjectCache;
}

/** Each cache once: resources of two groups may be the same objects. */
export function cachedResources(caches: ObjectCaches): readonly CachedResource[] {
  const byCache = new Map<ObjectCache, CachedResource>();
  for (const { group, kind, resource } of lifecycles()) {
    if (resource === undefined) continue;
    const cache = caches.cache(group, resource.name);
    if (cache === undefined || byCache.has(cache)) continue;
    byCache.set(cache, { group, kind, cache, ...described(resource) });
  }
  return [...byCache.values()];
}

const described = ({ name, namespaced, verbs }: Resource) => ({ resource: name, namespaced, verbs });
