/**
 * Selectors that do not mean what was meant: they select nothing, pods that a policy cannot hold, or two entries where
 * one was wanted.
 */
import { matchesSelector } from '@bulkhead/apimachinery/selectors';
import type { PodSet } from '../compiled-policy.js';
import { finding, type LintCluster, type LintFinding, type PlacedRule, peersField, someNames } from './lint-finding.js';

const SYSTEM = 'kube-system';

export function lintSelectors(cluster: LintCluster): readonly LintFinding[] {
  const found: LintFinding[] = [];
  for (const policy of cluster.model.policies) {
    const members = cluster.members(policy.subject);
    const path = policy.tier === 'NetworkPolicy' ? 'spec.podSelector' : 'spec.subject';
    if (members.length === 0) {
      found.push(finding('selects-nothing', 'low', policy, path, 'selects no pod of the input, so it has no effect'));
    }
    const onHost = members.filter(({ hostNetwork }) => hostNetwork);
    if (onHost.length > 0) {
      const message = `selects pods with hostNetwork (${someNames(onHost)}), whose traffic most network plugins cannot hold`;
      found.push(finding('host-network', 'medium', policy, path, message));
    }
  }
  for (const placed of cluster.rules) lintPeers(cluster, placed, found);
  return found;
}

function lintPeers(cluster: LintCluster, placed: PlacedRule, found: LintFinding[]): void {
  const { policy, direction, rule } = placed;
  const peers = rule.peers ?? [];
  for (const [index, peer] of peers.entries()) {
    if (peer.kind !== 'pods' || cluster.members(peer).length > 0 || isOfAbsentSystem(cluster, peer)) continue;
    const path = `${rule.path}.${peersField(direction)}[${index}]`;
    const message = explain(cluster, peer);
    found.push(finding('peer-selects-nothing', 'low', policy, path, message));
  }
  if (policy.tier === 'NetworkPolicy') lintSeparatePeers(cluster, placed, found);
}

/** Pods of kube-system where the input shows none of that namespace: the usual peer for DNS. */
function isOfAbsentSystem({ model }: LintCluster, { namespace, namespaces }: PodSet): boolean {
  if (namespace !== undefined || model.endpointsIn(SYSTEM).length > 0) return false;
  const matched = [...model.namespaces.keys()].filter((name) => model.matchesNamespace(namespaces, name));
  return matched.length === 1 && matched[0] === SYSTEM;
}

function explain({ model }: LintCluster, { namespace, namespaces }: PodSet): string {
  if (namespace !== undefined) {
    return `selects no pod of namespace ${namespace}; without a namespaceSelector only that namespace is meant`;
  }
  const hasNamespace = [...model.namespaces.values()].some((labels) => matchesSelector(namespaces, labels));
  if (hasNamespace) return 'selects no pod of the namespaces that it matches';
  const usesName = namespaces.kind === 'requirements' && namespaces.requirements.some(({ key }) => key === 'name');
  return usesName
    ? "matches no namespace; the label with a namespace's name is kubernetes.io/metadata.name, not name"
    : 'matches no namespace';
}

/** An entry for a namespace and one for pods that are not in the policy's own: likely one entry was meant. */
function lintSeparatePeers(cluster: LintCluster, { policy, direction, rule }: PlacedRule, found: LintFinding[]): void {
  const peers = rule.peers ?? [];
  const isWholeNamespace = peers.some(
    (peer) =>
      peer.kind === 'pods' && peer.namespace === undefined && isEverything(peer.pods) && !isEverything(peer.namespaces),
  );
  if (!isWholeNamespace) return;
  for (const [index, peer] of peers.entries()) {
    if (peer.kind !== 'pods' || peer.namespace === undefined || cluster.members(peer).length > 0) continue;
    const path = `${rule.path}.${peersField(direction)}[${index}]`;
    const message =
      'selects no pod of its own namespace beside an entry that opens a whole namespace; both selectors in one entry would open those pods there alone';
    found.push(finding('separate-peers', 'medium', policy, path, message));
  }
}

const isEverything = (selector: PodSet['pods']): boolean =>
  selector.kind === 'requirements' && selector.requirements.length === 0;
