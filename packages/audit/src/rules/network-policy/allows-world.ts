import type { ObjectRule } from '../../rule.js';
import { lintRule } from './lint-rule.js';

export const allowsWorld: ObjectRule = lintRule({
  id: 'network-policy/allows-world',
  title: 'Lets every address in',
  severity: 'low',
  gains: 'network',
  standards: ['NSA:network-policies'],
  description:
    'An ingress rule has a block with every address. That is right for what serves the internet, on the ports that it serves.',
  risk: 'Whoever can send packets to the pod may connect.',
  remediation: 'Name the ports, and the addresses of the load balancer or the network that asks.',
});
