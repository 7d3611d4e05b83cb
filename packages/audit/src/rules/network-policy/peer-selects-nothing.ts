import type { ObjectRule } from '../../rule.js';
import { lintRule, unlessOperated } from './lint-rule.js';

export const peerSelectsNothing: ObjectRule = lintRule({
  id: 'network-policy/peer-selects-nothing',
  title: 'A peer that nobody is',
  severity: 'low',
  gains: 'availability',
  standards: [],
  severityOf: unlessOperated,
  description:
    'An entry of `from` or `to` matches no pod. Without a `namespaceSelector` an entry means the namespace of the policy alone.',
  risk: 'The connection that was to be allowed is refused; the usual repair opens too much.',
  remediation: 'Correct the labels; a namespace is named by the label `kubernetes.io/metadata.name`.',
});
