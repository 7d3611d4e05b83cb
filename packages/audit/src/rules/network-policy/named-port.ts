import type { ObjectRule } from '../../rule.js';
import { lintRule } from './lint-rule.js';

export const namedPort: ObjectRule = lintRule({
  id: 'network-policy/named-port',
  title: 'A port name that no pod has',
  severity: 'medium',
  gains: 'availability',
  standards: [],
  description: 'The rule opens a port by a name, and none of the pods has a container port of that name and protocol.',
  risk: 'The entry matches nothing: the connection is refused.',
  remediation: 'Use the name of a container port, or its number. A Service port of that name does not count.',
});
