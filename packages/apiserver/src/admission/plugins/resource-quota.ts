/**
 * ResourceQuota: a namespace does not get more than its quotas allow. What is used is counted from the objects
 * themselves and from `spec.hard`, so that a quota holds from its creation on.
 *
 * Servers that share a store count for themselves: at the same instant they may let in one object each.
 *
 * Source: k8s.io/apiserver/pkg/admission/plugin/resourcequota.
 */
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  type Quantity,
  ZERO_QUANTITY,
} from '@bulkhead/apimachinery/quantity';
import type { Pod, ResourceQuota } from '@bulkhead/apimachinery/types/core-v1';
import type { KubeObject } from '../../registry/kube-object.js';
import { refusal } from '../admission-refusal.js';
import type { AdmissionDependencies } from '../dependencies.js';
import type { AdmissionAttributes, AdmissionPlugin } from '../plugin.js';
import { addResources, type Resources, resourcesOf } from '../pod-resources.js';
import { isInScope } from '../quota/quota-scopes.js';
import { computeUsage, isQuotaOf, quotaUsage } from '../quota/quota-usage.js';
import { Reservations } from '../quota/reservations.js';

export function resourceQuota({ caches, profile }: AdmissionDependencies): AdmissionPlugin {
  const reservations = new Reservations(caches);
  return {
    name: 'ResourceQuota',
    handles: (attributes) => attributes.namespace !== '' && !isNamespace(attributes) && isCounted(attributes),
    validate(attributes) {
      const { object, oldObject, operation, namespace } = attributes;
      const { group, resource } = attributes.resource;
      const quotas = (caches.cache('', 'resourcequotas')?.list(namespace) ?? []).map(({ object: each }) => each);
      if (object === undefined || quotas.length === 0) return;
      const usage = (each: KubeObject) => quotaUsage(group, resource, each, profile);
      const matching = quotas.filter((quota) => {
        const names = hardNames(quota, group, resource);
        return names.length > 0 && isInScope(quota, resource, object);
      });
      for (const quota of matching) refuseUnsaid(attributes, quota, hardNames(quota, group, resource));
      const delta =
        operation === 'UPDATE' && oldObject !== undefined ? growth(usage(object), usage(oldObject)) : usage(object);
      if ([...delta.values()].every(({ nano }) => nano <= 0n)) return;
      const others = [
        ...(caches.cache(group, resource)?.list(namespace) ?? []).map(({ object: each }) => each),
        ...reservations.list(group, resource, namespace, attributes.name),
      ];
      for (const quota of matching) {
        const used = others
          .filter((each) => isInScope(quota, resource, each))
          .reduce<Resources>((sum, each) => addResources(sum, usage(each)), new Map());
        refuseExceeding(attributes, quota, delta, used);
      }
      const name = attributes.name || (object.metadata.name ?? '');
      if (operation === 'CREATE' && !attributes.dryRun && name !== '') {
        reservations.add(group, resource, namespace, name, object);
      }
    },
  };
}

const isNamespace = ({ resource }: AdmissionAttributes): boolean =>
  resource.group === '' && resource.resource === 'namespaces';

/** Creates of everything, and updates by which something grows. */
function isCounted({ operation, resource, subresource }: AdmissionAttributes): boolean {
  if (subresource !== '') return operation === 'UPDATE' && subresource === 'resize' && resource.resource === 'pods';
  if (operation === 'CREATE') return true;
  return (
    operation === 'UPDATE' &&
    resource.group === '' &&
    (resource.resource === 'services' || resource.resource === 'persistentvolumeclaims')
  );
}

const hardNames = ({ spec }: ResourceQuota, group: string, resource: string): readonly string[] =>
  Object.keys(spec?.hard ?? {}).filter((name) => isQuotaOf(name, group, resource));

/** Resources that each container must say something of where a quota counts them. */
const MUST_BE_SAID: ReadonlySet<string> = new Set([
  'cpu',
  'memory',
  'requests.cpu',
  'requests.memory',
  'limits.cpu',
  'limits.memory',
]);

function refuseUnsaid(attributes: AdmissionAttributes, quota: KubeObject, names: readonly string[]): void {
  if (attributes.resource.group !== '' || attributes.resource.resource !== 'pods') return;
  const pod: Pod | undefined = attributes.object;
  const containers = [...(pod?.spec?.containers ?? []), ...(pod?.spec?.initContainers ?? [])].map((container) => ({
    name: container.name ?? '',
    said: computeUsage(resourcesOf(container.resources?.requests), resourcesOf(container.resources?.limits)),
  }));
  const missing = names
    .filter((name) => MUST_BE_SAID.has(name))
    .sort()
    .flatMap((name) => {
      const silent = [...new Set(containers.filter(({ said }) => !said.has(name)).map((each) => each.name))].sort();
      return silent.length === 0 ? [] : [`${name} for: ${silent.join(',')}`];
    });
  if (missing.length === 0) return;
  throw refusal(attributes, `failed quota: ${quota.metadata.name ?? ''}: must specify ${missing.join('; ')}`);
}

function refuseExceeding(attributes: AdmissionAttributes, quota: KubeObject, delta: Resources, used: Resources): void {
  const { spec }: ResourceQuota = quota;
  const hard = resourcesOf(spec?.hard);
  const exceeded = [...hard.keys()]
    .filter((name) => {
      const [limit, wanted] = [hard.get(name), delta.get(name)];
      if (limit === undefined || wanted === undefined) return false;
      return compareQuantities(addQuantities(used.get(name) ?? ZERO_QUANTITY, wanted), limit) > 0;
    })
    .sort();
  if (exceeded.length === 0) return;
  const shown = (resources: Resources): string =>
    exceeded.map((name) => `${name}=${formatQuantity(resources.get(name) ?? ZERO_QUANTITY)}`).join(',');
  const text = `exceeded quota: ${quota.metadata.name ?? ''}, requested: ${shown(delta)}, used: ${shown(used)}, limited: ${shown(hard)}`;
  throw refusal(attributes, text);
}

/** What is more than before; never less than nothing. */
function growth(after: Resources, before: Resources): Resources {
  const grown = [...after].map(([name, quantity]): readonly [string, Quantity] => {
    const nano = quantity.nano - (before.get(name)?.nano ?? 0n);
    return [name, nano <= 0n ? ZERO_QUANTITY : { nano, format: quantity.format, written: undefined }];
  });
  return new Map(grown);
}
