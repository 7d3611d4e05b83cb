/**
 * The status of ResourceQuotas: what is allowed, and what is used of it. Admission counts for itself.
 *
 * Source: pkg/controller/resourcequota.
 */
import type { ResourceQuota } from '@bulkhead/apimachinery/types/core-v1';
import type { CachedObject, ClusterAccess, KubeObject } from '../cluster-access.js';
import { RESOURCE_QUOTAS } from '../frame/api-resource.js';
import { cachedResources } from '../frame/cached-resources.js';
import { keyOf, type Loop, splitKey, type Watched } from '../frame/loop.js';
import { LoopClient } from '../frame/loop-client.js';

/** How much of each resource in `spec.hard` the objects of the namespace use, as admission counts it. */
export type QuotaUsage = (quota: KubeObject) => Readonly<Record<string, string>>;

/** Objects that use more or less of a quota when they change; others only when they come and go. */
const CHANGING: ReadonlySet<string> = new Set(['pods', 'services', 'persistentvolumeclaims']);

export function resourceQuotaLoop(access: ClusterAccess, usageOf: QuotaUsage): Loop {
  const { caches } = access;
  const client = LoopClient.as('resourcequota-controller', access);
  const quotas = caches.cache('', 'resourcequotas');
  const quotasIn = (namespace: string): readonly string[] => (quotas?.list(namespace) ?? []).map(keyOf);
  const counted = cachedResources(caches)
    .filter(({ namespaced, resource }) => namespaced && resource !== 'events' && resource !== 'resourcequotas')
    .map(({ group, resource }): Watched => {
      const isChanging = group === '' && CHANGING.has(resource);
      return {
        group,
        resource,
        keysOf: ({ namespace }: CachedObject, previous, isGone) =>
          isChanging || isGone || previous === undefined ? quotasIn(namespace) : [],
      };
    });
  return {
    name: 'resourcequota-controller',
    watches: [{ ...RESOURCE_QUOTAS, keysOf: (quota) => [keyOf(quota)] }, ...counted],
    async reconcile(key) {
      const [namespace, name] = splitKey(key);
      const quota: (KubeObject & ResourceQuota) | undefined = quotas?.get(namespace, name)?.object;
      if (quota === undefined) return undefined;
      await client.updateStatus(RESOURCE_QUOTAS, quota, { hard: quota.spec?.hard ?? {}, used: usageOf(quota) });
      return undefined;
    },
  };
}
