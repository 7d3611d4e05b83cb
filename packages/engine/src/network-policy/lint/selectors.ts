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
    if (members.length === 0 && isShown(cluster, policy.subject)) {
      found.push(finding('selects-nothing', 'low', policy, path, 'selects no pod of the input, so it has no effect'));
    }
    const onHost = members.filter(({ hostNetwork }) => hostNetwork);
    if (onHost.length > 0) {
      const message = `selects pods with hostNetwork (${someNames(onHost)}), whose traffic most network plugins cannot hold`;
      // A policy that holds others too is not without effect.
      const severity = onHost.length === members.length ? 'medium' : 'info';
      found.push(finding('host-network', severity, policy, path, message));
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
    const shown = isShown(cluster, peer);
    if (!shown && peer.namespace !== undefined) continue;
    const message = explain(cluster, peer);
    const severity = shown || usesName(cluster, peer) ? 'low' : 'info';
    found.push(finding('peer-selects-nothing', severity, policy, path, message));
  }
  if (policy.tier === 'NetworkPolicy') lintSeparatePeers(cluster, placed, found);
}

/** Whether the input holds pods of the namespaces that are meant: else it says nothing of what is selected there. */
function isShown({ model }: LintCluster, { namespace, namespaces }: PodSet): boolean {
  if (namespace !== undefined) return model.endpointsIn(namespace).length > 0;
  return [...model.namespaces.keys()].some(
    (name) => model.endpointsIn(name).length > 0 && model.matchesNamespace(namespaces, name),
  );
}

/** Whether no namespace is meant because of a label that only looks like the one of its name. */
const usesName = ({ model }: LintCluster, { namespace, namespaces }: PodSet): boolean =>
  namespace === undefined &&
  namespaces.kind === 'requirements' &&
  namespaces.requirements.some(({ key }) => key === 'name') &&
  ![...model.namespaces.keys()].some((name) => model.matchesNamespace(namespaces, name));

/** Pods of kube-system where the input shows none of that namespace: the usual peer for DNS. */
function isOfAbsentSystem({ model }: LintCluster, { namespace, namespaces }: PodSet): boolean {
  if (namespace !== undefined || model.endpointsIn(SYSTEM).length > 0) return false;
  const matched = [...model.namespaces.keys()].filter((name) => model.matchesNamespace(namespaces, name));
  return matched.length === 1 && matched[0] === SYSTEM;
}

function explain(cluster: LintCluster, peer: PodSet): string {
  const { namespace, namespaces } = peer;
  if (namespace !== undefined) {
    return `selects no pod of namespace ${namespace}; without a namespaceSelector only that namespace is meant`;
  }
  const { model } = cluster;
  const hasNamespace = [...model.namespaces.values()].some((labels) => matchesSelector(namespaces, labels));
  if (hasNamespace) return 'selects no pod of the namespaces that it matches';
  return usesName(cluster, peer)
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
    if (!isShown(cluster, peer)) continue;
    const path = `${rule.path}.${peersField(direction)}[${index}]`;
    const message =
      'selects no pod of its own namespace beside an entry that opens a whole namespace; both selectors in one entry would open those pods there alone';
    found.push(finding('separate-peers', 'medium', policy, path, message));
  }
}

const isEverything = (selector: PodSet['pods']): boolean =>
  selector.kind === 'requirements' && selector.requirements.length === 0;
