/** Every lint of network policies, in alphabetical order of their files. */
import type { NetworkModel } from '../network-model.js';
import { lintAddresses } from './addresses.js';
import { lintDns } from './egress.js';
import { lintEnforcement } from './enforcement.js';
import { LintCluster, type LintFinding } from './lint-finding.js';
import { lintNamespaces } from './namespaces.js';
import { lintPolicyTypes, lintPorts } from './ports.js';
import { lintRules } from './rules.js';
import { lintSelectors } from './selectors.js';

export function lintNetworkPolicies(model: NetworkModel): readonly LintFinding[] {
  const cluster = new LintCluster(model);
  return [
    ...lintAddresses(cluster),
    ...lintDns(cluster),
    ...lintEnforcement(cluster),
    ...lintNamespaces(cluster),
    ...lintPolicyTypes(cluster),
    ...lintPorts(cluster),
    ...lintRules(cluster),
    ...lintSelectors(cluster),
  ];
}
