/**
 * Which of the four layers of cloud native security (cloud, cluster, container, code) the input speaks of. No finding
 * in a layer is good news only where something was there to look at. Decided by the kinds of objects alone.
 */
import type { Finding, Layer } from '../finding.js';

/** One layer of the report. */
export interface LayerPosture {
  readonly layer: Layer;
  /** Objects of the input that speak of the layer; 0: the audit cannot say anything about it. */
  readonly objects: number;
  /** Findings that count, exceptions left out. */
  readonly findings: number;
  /** Parts of the layer that no object speaks of. */
  readonly unseen: readonly string[];
  /** What to add to the input so that the layer, or what is unseen of it, is looked at; empty when nothing is. */
  readonly add: string;
}

interface LayerPart {
  readonly name: string;
  /** What a person adds. */
  readonly add: string;
  readonly kinds: readonly string[];
}

/** Kinds that make pods. */
export const WORKLOAD_KINDS = [
  ...['Pod', 'PodTemplate', 'ReplicationController', 'ReplicaSet', 'Deployment', 'StatefulSet', 'DaemonSet'],
  ...['Job', 'CronJob'],
];

const ROLES = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'];
const NETWORK_POLICIES = [
  ...['NetworkPolicy', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'],
];
const ADMISSION = [
  ...['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration', 'ValidatingAdmissionPolicy'],
  ...['ValidatingAdmissionPolicyBinding', 'MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'],
  ...['AdmissionConfiguration', 'PodSecurityConfiguration'],
];
const CONTROL_PLANE = [
  ...['AuthenticationConfiguration', 'AuthorizationConfiguration', 'EncryptionConfiguration', 'Policy'],
  ...['KubeSchedulerConfiguration', 'EgressSelectorConfiguration', 'ClusterConfiguration'],
];
const NODES = ['Node', 'CSINode'];
const KUBELETS = ['KubeletConfiguration', 'KubeProxyConfiguration', 'CredentialProviderConfig', 'JoinConfiguration'];

/** Kinds that belong to a layer without being a part that a posture would miss. */
const MORE: Readonly<Record<Layer, readonly string[]>> = {
  cloud: [],
  cluster: [
    ...['ServiceAccount', 'Service', 'Ingress', 'IngressClass', 'ResourceQuota', 'LimitRange', 'PriorityClass'],
    ...['RuntimeClass', 'StorageClass', 'CSIDriver', 'PersistentVolume', 'CustomResourceDefinition', 'APIService'],
  ],
  container: [],
  code: [],
};

const PARTS: Readonly<Record<Layer, readonly LayerPart[]>> = {
  cloud: [
    { name: 'nodes', add: 'Node objects', kinds: NODES },
    { name: 'kubelets', add: 'kubelet configuration', kinds: KUBELETS },
  ],
  cluster: [
    { name: 'rights', add: 'roles', kinds: ROLES },
    { name: 'namespaces', add: 'namespaces', kinds: ['Namespace'] },
    { name: 'network policies', add: 'network policies', kinds: NETWORK_POLICIES },
    { name: 'admission', add: 'admission policies', kinds: ADMISSION },
    { name: 'control plane', add: 'control plane configuration', kinds: CONTROL_PLANE },
  ],
  container: [{ name: 'workloads', add: 'workloads', kinds: WORKLOAD_KINDS }],
  // Manifests are code, too: every object speaks of this layer.
  code: [],
};

const LAYERS: readonly Layer[] = ['cloud', 'cluster', 'container', 'code'];

/** The four layers, from the outermost in. `kinds` counts the input's objects by kind. */
export function layerPostures(kinds: ReadonlyMap<string, number>, findings: readonly Finding[]): LayerPosture[] {
  const count = (list: readonly string[]): number => list.reduce((sum, kind) => sum + (kinds.get(kind) ?? 0), 0);
  let all = 0;
  for (const number of kinds.values()) all += number;
  return LAYERS.map((layer) => {
    const parts = PARTS[layer].map((part) => ({ ...part, objects: count(part.kinds) }));
    const unseen = parts.filter(({ objects }) => objects === 0);
    const objects = layer === 'code' ? all : parts.reduce((sum, part) => sum + part.objects, 0) + count(MORE[layer]);
    return {
      layer,
      objects,
      findings: findings.filter((finding) => finding.layer === layer && finding.ignored === null).length,
      unseen: unseen.map(({ name }) => name),
      add: listed(unseen.map(({ add }) => add)),
    };
  });
}

/** `a, b and c` */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** Whether neither an object nor a finding speaks of the layer. */
export const isSilent = ({ objects, findings }: LayerPosture): boolean => objects === 0 && findings === 0;

/** One sentence about a layer, for people. */
export function layerText(posture: LayerPosture): string {
  const { layer, findings, unseen, add } = posture;
  if (isSilent(posture)) return `nothing in this input speaks of it: add ${add === '' ? 'manifests' : add}`;
  const found = findings === 0 ? 'no findings' : `${findings} finding${findings === 1 ? '' : 's'}`;
  if (layer === 'code') return `${found} in manifests; the source of applications is not looked at`;
  return unseen.length === 0 ? found : `${found}; nothing said of ${listed(unseen)}: add ${add}`;
}
