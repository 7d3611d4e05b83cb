/**
 * Policies have effect only where the network plugin enforces them; one that does not takes them and does nothing.
 * The input can show which plugin there is: its DaemonSet or its pods. What a plugin is told by flags nobody sees here.
 */
import type { Endpoint } from '../endpoint.js';
import type { LintCluster, LintFinding } from './lint-finding.js';

interface Plugin {
  readonly title: string;
  /** How its workloads are called, or begin. */
  readonly names: readonly string[];
  readonly enforces: boolean;
}

const PLUGINS: readonly Plugin[] = [
  { title: 'Calico', names: ['calico-node', 'canal'], enforces: true },
  { title: 'Cilium', names: ['cilium', 'anetd'], enforces: true },
  { title: 'Antrea', names: ['antrea-agent'], enforces: true },
  { title: 'kube-router', names: ['kube-router'], enforces: true },
  { title: 'Weave Net', names: ['weave-net'], enforces: true },
  { title: 'OVN-Kubernetes', names: ['ovnkube-node', 'kube-ovn-cni'], enforces: true },
  { title: 'Azure NPM', names: ['azure-npm'], enforces: true },
  { title: 'kube-network-policies', names: ['kube-network-policies'], enforces: true },
  { title: 'kindnet', names: ['kindnet'], enforces: true },
  { title: 'Flannel', names: ['kube-flannel', 'kube-flannel-ds'], enforces: false },
  { title: 'the VPC CNI of AWS', names: ['aws-node'], enforces: false },
];

const ID = 'network-policy/enforcement';

/** One finding where there are policies: who enforces them, or that nobody is known to. */
export function lintEnforcement({ model }: LintCluster): readonly LintFinding[] {
  if (model.policies.length === 0) return [];
  const found = model.endpoints.flatMap((endpoint) => {
    const plugin = PLUGINS.find(({ names }) => names.some((name) => isCalled(endpoint, name)));
    return plugin === undefined ? [] : [{ endpoint, plugin }];
  });
  const first = found.find(({ plugin }) => plugin.enforces) ?? found[0];
  if (first === undefined) {
    const message =
      'policies need a network plugin that enforces them; the input shows none, so ask the cluster (kube-system DaemonSets)';
    return [finding({ kind: 'Cluster', namespace: '', name: '' }, 'info', message)];
  }
  const { endpoint, plugin } = first;
  const object = { kind: endpoint.kind, namespace: endpoint.namespace, name: endpoint.name };
  return plugin.enforces
    ? [finding(object, 'info', `policies are enforced by ${plugin.title}, which is in the input`)]
    : [finding(object, 'medium', `${plugin.title} alone does not enforce policies: they may have no effect`)];
}

const finding = (object: LintFinding['object'], severity: LintFinding['severity'], message: string): LintFinding => ({
  id: ID,
  severity,
  object,
  fieldPath: '',
  message,
});

/** The workload of that name, or a pod that it made. */
function isCalled({ name, node }: Endpoint, plugin: string): boolean {
  return node.name === plugin || name === plugin || (node.kind === 'pod' && name.startsWith(`${plugin}-`));
}
