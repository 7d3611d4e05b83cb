import type { ObjectRule } from '../../rule.js';
import { lintRule } from './lint-rule.js';

export const samePriority: ObjectRule = lintRule({
  id: 'network-policy/same-priority',
  title: 'Policies of administrators with one priority',
  severity: 'medium',
  gains: 'network',
  standards: [],
  description: 'Two policies of one tier have the same priority. Which of them is asked first is undefined.',
  risk: 'A connection that one denies and the other allows is open or closed by chance.',
  remediation: 'Give each policy a priority of its own.',
});
