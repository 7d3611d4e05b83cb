import type { ObjectRule } from '../../rule.js';
import { lintRule } from './lint-rule.js';

export const shadowedRule: ObjectRule = lintRule({
  id: 'network-policy/shadowed-rule',
  title: 'A rule that opens nothing new',
  severity: 'info',
  gains: 'nothing',
  standards: [],
  description: 'Another rule for the same pods opens all that this one opens.',
  risk: 'Whoever removes or narrows the one rule believes the connection closed.',
  remediation: 'Remove the rule that is not meant.',
});
