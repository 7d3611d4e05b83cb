import type { ObjectRule } from '../../rule.js';
import { lintRule } from './lint-rule.js';

export const repeatedPort: ObjectRule = lintRule({
  id: 'network-policy/repeated-port',
  title: 'A port entry that says nothing new',
  severity: 'info',
  gains: 'nothing',
  standards: [],
  description: 'Another entry of the same list holds all the ports of this one.',
  risk: 'None of its own; whoever removes the other entry believes the port closed, or open.',
  remediation: 'Remove the entry.',
});
