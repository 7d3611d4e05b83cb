import type { ObjectRule } from '../../rule.js';
import { lintRule } from './lint-rule.js';

/** Whoever may connect often stands in another repository: worth knowing, and no fault until the whole is seen. */
export const peerSelectsNothing: ObjectRule = lintRule({
  id: 'network-policy/peer-selects-nothing',
  title: 'A peer that nobody is',
  severity: 'info',
  gains: 'availability',
  severityOf: () => 'info',
  standards: [],
  description:
    'An entry of `from` or `to` matches no pod of this input. Without a `namespaceSelector` an entry means the namespace of the policy alone.',
  risk: 'The connection that was to be allowed is refused; the usual repair opens too much.',
  remediation: 'Correct the labels; a namespace is named by the label `kubernetes.io/metadata.name`.',
});
