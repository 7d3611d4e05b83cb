/** Which kinds of a cluster a command needs: no right is asked for that it could do without. */
import { WANTED_KINDS, type WantedKind } from '@bulkhead/client';

const WORKLOADS: ReadonlySet<string> = new Set([
  'Namespace',
  'Pod',
  'ReplicationController',
  'PodTemplate',
  'Deployment',
  'DaemonSet',
  'StatefulSet',
  'ReplicaSet',
  'CronJob',
  'Job',
]);

const ROLES: ReadonlySet<string> = new Set([
  'ServiceAccount',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  // Words for their resources.
  'CustomResourceDefinition',
]);

/** What leads a kubelet to an object: only questions about nodes need it. */
const OF_NODES: ReadonlySet<string> = new Set([
  'Pod',
  'PersistentVolume',
  'VolumeAttachment',
  'ResourceSlice',
  'PodCertificateRequest',
]);

const NETWORK: ReadonlySet<string> = new Set([
  'Node',
  'Service',
  'Ingress',
  'NetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
]);

const PATHS: ReadonlySet<string> = new Set([
  'Node',
  'Secret',
  // What may stand in the way of a step.
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
]);

/** Large, and nothing that the audit looks at. */
const NOT_AUDITED: ReadonlySet<string> = new Set(['CustomResourceDefinition', 'VolumeAttachment', 'ResourceSlice']);

const those = (...sets: readonly ReadonlySet<string>[]): readonly WantedKind[] =>
  WANTED_KINDS.filter(({ kind }) => sets.some((set) => set.has(kind)));

export type KindSet = 'everything' | 'audit' | 'workloads' | 'roles' | 'roles-and-nodes' | 'network' | 'paths';

export function kindsOf(set: KindSet): readonly WantedKind[] {
  switch (set) {
    case 'everything':
      return WANTED_KINDS;
    case 'audit':
      return WANTED_KINDS.filter(({ kind }) => !NOT_AUDITED.has(kind));
    case 'workloads':
      return those(WORKLOADS);
    case 'roles':
      return those(ROLES);
    case 'roles-and-nodes':
      return those(ROLES, OF_NODES);
    case 'network':
      return those(WORKLOADS, NETWORK);
    case 'paths':
      return those(WORKLOADS, ROLES, PATHS);
    default:
      return set satisfies never;
  }
}
