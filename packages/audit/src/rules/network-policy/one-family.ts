import type { ObjectRule } from '../../rule.js';
import { lintRule } from './lint-rule.js';

export const oneFamily: ObjectRule = lintRule({
  id: 'network-policy/one-family',
  title: 'A block of IPv4 addresses where pods have IPv6',
  severity: 'info',
  gains: 'availability',
  standards: [],
  description: 'The block `0.0.0.0/0` holds no IPv6 address, and the cluster has both families.',
  risk: 'Connections over IPv6 are refused.',
  remediation: 'Add an entry with `::/0`, or the blocks that are meant.',
});
