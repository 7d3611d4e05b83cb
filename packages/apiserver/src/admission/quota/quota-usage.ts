/**
 * What an object counts for in quotas, by the name of the quota's resource.
 *
 * Source: pkg/quota/v1/evaluator/core/{pods,services,persistent_volume_claims}.go, pkg/quota/v1/generic.
 */
import { parseQuantity, type Quantity, ZERO_QUANTITY } from '@bulkhead/apimachinery/quantity';
import type { PersistentVolumeClaim, Pod, Service } from '@bulkhead/apimachinery/types/core-v1';
import type { ClusterProfile } from '@bulkhead/features';
import type { KubeObject } from '../../registry/kube-object.js';
import { claimClass } from '../claim-class.js';
import { addResources, isExtendedResource, podResources, type Resources, resourcesOf } from '../pod-resources.js';

/** Kinds that are counted under their bare name too. */
const PLAIN_COUNTS: ReadonlySet<string> = new Set([
  'configmaps',
  'secrets',
  'services',
  'persistentvolumeclaims',
  'replicationcontrollers',
  'resourcequotas',
]);

export function quotaUsage(group: string, resource: string, object: KubeObject, profile: ClusterProfile): Resources {
  const usage = new Map<string, Quantity>([[countName(group, resource), amount(1)]]);
  if (group !== '') return usage;
  if (PLAIN_COUNTS.has(resource)) usage.set(resource, amount(1));
  if (resource === 'pods') return addResources(usage, podUsage(object, profile));
  if (resource === 'services') return addResources(usage, serviceUsage(object));
  if (resource === 'persistentvolumeclaims') return addResources(usage, claimUsage(object));
  return usage;
}

/** Whether the resource of a quota is about objects of this kind. */
export function isQuotaOf(name: string, group: string, resource: string): boolean {
  if (name === countName(group, resource)) return true;
  if (group !== '') return false;
  switch (resource) {
    case 'pods':
      return POD_RESOURCES.has(name) || /^(?:requests\.)?hugepages-/.test(name) || isExtendedRequest(name);
    case 'services':
      return name === 'services' || name === 'services.nodeports' || name === 'services.loadbalancers';
    case 'persistentvolumeclaims':
      return name === 'persistentvolumeclaims' || name === 'requests.storage' || name.includes(CLASS_INFIX);
    default:
      return PLAIN_COUNTS.has(resource) && name === resource;
  }
}

/** What the containers of a pod ask for, by the names of quotas; each must say it where a quota counts it. */
export function computeUsage(requests: Resources, limits: Resources): Resources {
  const usage = new Map<string, Quantity>();
  for (const [name, quantity] of requests) {
    if (COMPUTE.has(name) || name.startsWith('hugepages-')) {
      usage.set(name, quantity);
      usage.set(`requests.${name}`, quantity);
    } else if (isExtendedResource(name)) {
      usage.set(`requests.${name}`, quantity);
    }
  }
  for (const [name, quantity] of limits) if (COMPUTE.has(name)) usage.set(`limits.${name}`, quantity);
  return usage;
}

const COMPUTE: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage']);
const POD_RESOURCES: ReadonlySet<string> = new Set([
  'pods',
  ...[...COMPUTE].flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
]);
const CLASS_INFIX = '.storageclass.storage.k8s.io/';

const countName = (group: string, resource: string): string =>
  `count/${group === '' ? resource : `${resource}.${group}`}`;

const amount = (count: number): Quantity => parseQuantity(count) ?? ZERO_QUANTITY;

const isExtendedRequest = (name: string): boolean =>
  name.startsWith('requests.') && isExtendedResource(name.slice('requests.'.length));

/** Pods that have ended count as objects only. */
function podUsage(pod: Pod, profile: ClusterProfile): Resources {
  const { phase } = pod.status ?? {};
  if (phase === 'Failed' || phase === 'Succeeded' || isOverdue(pod)) return new Map();
  const overhead = resourcesOf(pod.spec?.overhead);
  const requests = addResources(podResources(pod, 'requests', profile), overhead);
  const limits = podResources(pod, 'limits', profile);
  const withOverhead = addResources(limits, new Map([...overhead].filter(([name]) => limits.has(name))));
  return addResources(new Map([['pods', amount(1)]]), computeUsage(requests, withOverhead));
}

/** Should be gone by now. */
function isOverdue({ metadata }: Pod): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds: grace } = metadata ?? {};
  if (deletionTimestamp === undefined || grace === undefined) return false;
  return Date.now() > Date.parse(deletionTimestamp) + Number(grace) * 1000;
}

function serviceUsage({ spec }: Service): Resources {
  const ports = spec?.ports ?? [];
  const isBalanced = spec?.type === 'LoadBalancer';
  const allocated = isBalanced && spec.allocateLoadBalancerNodePorts === false;
  const counted = allocated ? ports.filter(({ nodePort = 0 }) => nodePort !== 0) : ports;
  const hasNodePorts = isBalanced || spec?.type === 'NodePort';
  return new Map([
    ['services.nodeports', amount(hasNodePorts ? counted.length : 0)],
    ['services.loadbalancers', amount(isBalanced ? 1 : 0)],
  ]);
}

function claimUsage(claim: PersistentVolumeClaim): Resources {
  const className = claimClass(claim);
  const usage = new Map<string, Quantity>();
  const storage = resourcesOf(claim.spec?.resources?.requests).get('storage');
  if (className !== '') usage.set(`${className}${CLASS_INFIX}persistentvolumeclaims`, amount(1));
  if (storage === undefined) return usage;
  usage.set('requests.storage', storage);
  if (className !== '') usage.set(`${className}${CLASS_INFIX}requests.storage`, storage);
  return usage;
}
