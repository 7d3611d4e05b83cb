import type { ObjectRule } from '../../rule.js';
import { lintRule, unlessOperated } from './lint-rule.js';

export const selectsNothing: ObjectRule = lintRule({
  id: 'network-policy/selects-nothing',
  title: 'Selects no pod',
  severity: 'low',
  gains: 'nothing',
  standards: [],
  severityOf: unlessOperated,
  description: 'No pod of the input has the labels that the policy selects.',
  risk: 'The pods that it was meant for stay open.',
  remediation: 'Compare `spec.podSelector` with the labels of the pod template; check the namespace of the policy.',
});
