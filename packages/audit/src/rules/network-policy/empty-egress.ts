import { manualFix } from '../../fix/fix.js';
import type { ObjectRule } from '../../rule.js';
import { lintRule } from './lint-rule.js';

export const emptyEgress: ObjectRule = lintRule({
  id: 'network-policy/empty-egress',
  title: 'An empty egress that isolates nothing',
  severity: 'medium',
  gains: 'network',
  standards: [],
  fixOf: () => manualFix('list Ingress and Egress in policyTypes, and allow DNS by a rule'),
  description:
    'The policy has `egress: []` and no `policyTypes`. The default is then Ingress alone, so egress stays open.',
  risk: 'Pods that were to reach nothing reach everything.',
  remediation: 'Write `policyTypes: [Ingress, Egress]`.',
});
