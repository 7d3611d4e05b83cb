/** How much of a quota the objects of its namespace use, for its status. */
import { formatQuantity, ZERO_QUANTITY } from '@bulkhead/apimachinery/quantity';
import type { ResourceQuota } from '@bulkhead/apimachinery/types/core-v1';
import type { ClusterProfile } from '@bulkhead/features';
import type { KubeObject, ObjectCaches } from '../../registry/kube-object.js';
import { addResources, type Resources } from '../pod-resources.js';
import { isInScope } from './quota-scopes.js';
import { isQuotaOf, quotaUsage } from './quota-usage.js';

/** Resources that quotas have their own names for. */
const NAMED = [
  ...['pods', 'services', 'persistentvolumeclaims', 'configmaps', 'secrets'],
  ...['replicationcontrollers', 'resourcequotas'],
];
const COUNT_PREFIX = 'count/';

export function usedByQuota(
  quota: KubeObject,
  caches: ObjectCaches,
  profile: ClusterProfile,
): Readonly<Record<string, string>> {
  const { spec }: ResourceQuota = quota;
  const names = Object.keys(spec?.hard ?? {});
  const counted = new Map(names.flatMap((name) => resourcesCountedBy(name).map((each) => [each.join('/'), each])));
  let used: Resources = new Map();
  for (const [group, resource] of counted.values()) {
    for (const { object } of caches.cache(group, resource)?.list(quota.metadata.namespace ?? '') ?? []) {
      if (isInScope(quota, resource, object)) used = addResources(used, quotaUsage(group, resource, object, profile));
    }
  }
  return Object.fromEntries(names.map((name) => [name, formatQuantity(used.get(name) ?? ZERO_QUANTITY)]));
}

function resourcesCountedBy(name: string): readonly (readonly [group: string, resource: string])[] {
  const named = NAMED.filter((resource) => isQuotaOf(name, '', resource)).map((resource) => ['', resource] as const);
  if (named.length > 0 || !name.startsWith(COUNT_PREFIX)) return named;
  const [resource = '', ...group] = name.slice(COUNT_PREFIX.length).split('.');
  return [[group.join('.'), resource]];
}
