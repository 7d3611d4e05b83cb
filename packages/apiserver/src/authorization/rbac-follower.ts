/**
 * Keeps the RBAC index in step with the roles and bindings of the cluster, object by object.
 */
import { RBAC_GROUP, type RbacIndex, type RbacKind } from '@bulkhead/engine/rbac';
import type { CachedObject, ObjectCaches } from '../registry/kube-object.js';
import { followObjects } from './object-follower.js';
import { RBAC_KINDS } from './rbac-kinds.js';

/** Takes in what is there and follows every change; returns the way to stop. */
export function followRbac(caches: ObjectCaches, index: RbacIndex): () => void {
  const stops = Array.from(RBAC_KINDS, ([resource, kind]) =>
    followObjects(caches, RBAC_GROUP, resource, {
      set: (changed: CachedObject) => take(index, kind, changed),
      delete: ({ namespace, name }: CachedObject) => void index.delete(kind, namespace, name),
    }),
  );
  return () => {
    for (const stop of stops) stop();
  };
}

/** What of an object cannot be understood grants nothing, and neither does what stood there before. */
function take(index: RbacIndex, kind: RbacKind, { namespace, name, object }: CachedObject): void {
  if (index.set(kind, object).length === 0) return;
  index.delete(kind, namespace, name);
  index.set(kind, object);
}
