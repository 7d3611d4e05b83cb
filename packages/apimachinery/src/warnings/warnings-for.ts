/**
 * The warnings that kube-apiserver sends when an object is created: each kind has its own, and most have none.
 * Source: WarningsOnCreate of the strategies under pkg/registry.
 */
import type { VersionProfile } from '../version-profile.js';
import * as cluster from './cluster.js';
import * as networking from './networking.js';
import { warnOfSecret } from './secret.js';
import { warnOfService } from './service.js';
import * as storage from './storage.js';
import { WarningList } from './warning-list.js';
import * as workload from './workload.js';

interface WarnedKind {
  /** Empty for the core group. Warnings are the same in all versions of a group. */
  readonly group: string;
  readonly warn: (object: object, warnings: WarningList) => void;
}

/** The key under which a kind is filed says that its objects are of type `T`. */
const kind = <T extends object>(group: string, warn: (object: T, warnings: WarningList) => void): WarnedKind => ({
  group,
  warn: warn as unknown as WarnedKind['warn'],
});

const ADMISSION = kind('admissionregistration.k8s.io', cluster.warnOfStaticSuffix);

const KINDS: ReadonlyMap<unknown, WarnedKind> = new Map<unknown, WarnedKind>([
  ['CSIDriver', kind('storage.k8s.io', storage.warnOfCSIDriver)],
  ['CSIStorageCapacity', kind('storage.k8s.io', storage.warnOfStorageCapacity)],
  ['CronJob', kind('batch', workload.warnOfCronJob)],
  ['DaemonSet', kind('apps', workload.warnOfDaemonSet)],
  ['Deployment', kind('apps', workload.warnOfReplicated)],
  ['EndpointSlice', kind('discovery.k8s.io', networking.warnOfEndpointSlice)],
  ['Endpoints', kind('', networking.warnOfEndpoints)],
  ['Ingress', kind('networking.k8s.io', networking.warnOfIngress)],
  ['Job', kind('batch', workload.warnOfJob)],
  ['MutatingAdmissionPolicy', ADMISSION],
  ['MutatingAdmissionPolicyBinding', ADMISSION],
  ['MutatingWebhookConfiguration', ADMISSION],
  ['NetworkPolicy', kind('networking.k8s.io', networking.warnOfNetworkPolicy)],
  ['Node', kind('', cluster.warnOfNode)],
  ['PersistentVolume', kind('', storage.warnOfPersistentVolume)],
  ['PersistentVolumeClaim', kind('', storage.warnOfClaim)],
  ['Pod', kind('', workload.warnOfPod)],
  ['PodTemplate', kind('', workload.warnOfStoredTemplate)],
  ['ReplicaSet', kind('apps', workload.warnOfReplicated)],
  ['ReplicationController', kind('', workload.warnOfReplicated)],
  ['ResourceQuota', kind('', cluster.warnOfResourceQuota)],
  ['ResourceSlice', kind('resource.k8s.io', cluster.warnOfResourceSlice)],
  ['RuntimeClass', kind('node.k8s.io', cluster.warnOfRuntimeClass)],
  ['Secret', kind('', warnOfSecret)],
  ['Service', kind('', warnOfService)],
  ['ServiceAccount', kind('', cluster.warnOfServiceAccount)],
  ['StatefulSet', kind('apps', workload.warnOfStatefulSet)],
  ['StorageClass', kind('storage.k8s.io', storage.warnOfStorageClass)],
  ['ValidatingAdmissionPolicy', ADMISSION],
  ['ValidatingAdmissionPolicyBinding', ADMISSION],
  ['ValidatingWebhookConfiguration', ADMISSION],
]);

const NO_WARNINGS: readonly string[] = Object.freeze([]);

/**
 * The warnings in the order in which the API server of that version sends them; none for other kinds. Defaults need
 * not be set. A server warns only about objects that it accepts, so ask for those that validation finds no fault with.
 * Deprecated API versions, unknown fields and admission have their own warnings.
 */
export function warningsFor(object: unknown, profile: VersionProfile): readonly string[] {
  if (typeof object !== 'object' || object === null) return NO_WARNINGS;
  const { apiVersion, kind: name } = object as { readonly apiVersion?: unknown; readonly kind?: unknown };
  const warned = KINDS.get(name);
  if (warned === undefined || typeof apiVersion !== 'string' || !isOfGroup(apiVersion, warned.group)) {
    return NO_WARNINGS;
  }
  const warnings = new WarningList(profile);
  warned.warn(object, warnings);
  return warnings.items;
}

function isOfGroup(apiVersion: string, group: string): boolean {
  if (group === '') return apiVersion === 'v1';
  return apiVersion[group.length] === '/' && apiVersion.startsWith(group);
}
