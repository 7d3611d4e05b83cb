import type { ObjectRule } from '../../rule.js';
import { lintRule } from './lint-rule.js';

export const ignoredRules: ObjectRule = lintRule({
  id: 'network-policy/ignored-rules',
  title: 'Rules of a direction that the policy does not govern',
  severity: 'medium',
  gains: 'network',
  standards: [],
  description: 'The policy has ingress or egress rules, and its `policyTypes` does not list that direction.',
  risk: 'The direction is not isolated: everything is allowed in it, not only what the rules say.',
  remediation: 'List the direction in `policyTypes`, or remove the rules.',
});
