import type { ObjectRule } from '../../rule.js';
import { lintRule } from './lint-rule.js';

const KINDS: ReadonlySet<string> = new Set(['DaemonSet', 'Pod', 'Deployment']);

/** The finding that all is well, or that nobody knows, is for `bulkhead reach`: it is about no object. */
export const enforcement: ObjectRule = lintRule({
  id: 'network-policy/enforcement',
  title: 'Policies that nothing enforces',
  severity: 'medium',
  gains: 'network',
  kinds: KINDS,
  // It knows plugins that do not enforce; that one does, no object shows.
  canClear: () => false,
  severityOf: (severity) => (severity === 'info' ? undefined : severity),
  standards: ['CIS:5.3.1', 'NSA:network-policies'],
  description:
    'The input has network policies, and its network plugin is one that does not enforce them by itself. The API server takes policies all the same.',
  risk: 'Every policy looks as if it isolated, and every connection is open.',
  remediation: 'Use a plugin that enforces policies, or run one beside it, such as kube-network-policies.',
});
