/** Follows one resource: the objects that are there, then every change. */
import type { CachedObject, ObjectCaches } from '../registry/kube-object.js';

export interface ObjectFollower {
  set(object: CachedObject): void;
  delete(object: CachedObject): void;
}

/** Does nothing for a resource that is not served. Returns the way to stop. */
export function followObjects(
  caches: ObjectCaches,
  group: string,
  resource: string,
  follower: ObjectFollower,
): () => void {
  const cache = caches.cache(group, resource);
  if (cache === undefined) return () => undefined;
  for (const object of cache.list('')) follower.set(object);
  return cache.subscribe(({ type, object }) => {
    if (type === 'DELETED') follower.delete(object);
    else follower.set(object);
  });
}
