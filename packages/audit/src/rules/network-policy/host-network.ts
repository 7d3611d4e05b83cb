import type { ObjectRule } from '../../rule.js';
import { lintRule } from './lint-rule.js';

export const hostNetwork: ObjectRule = lintRule({
  id: 'network-policy/host-network',
  title: 'Selects pods with hostNetwork',
  severity: 'medium',
  gains: 'network',
  standards: [],
  description:
    'The policy selects pods that use the network of their machine. What a policy does to them is left to the network plugin, and most do nothing.',
  risk: 'The pods are reached, and reach everything, as if there were no policy.',
  remediation:
    "Give up `hostNetwork`, or guard the machine: host firewall, a ClusterNetworkPolicy or the plugin's own host policies.",
});
