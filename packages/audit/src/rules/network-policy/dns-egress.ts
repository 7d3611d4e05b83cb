import type { ObjectRule } from '../../rule.js';
import { lintRule } from './lint-rule.js';

export const dnsEgress: ObjectRule = lintRule({
  id: 'network-policy/dns-egress',
  title: 'Pods that may not ask DNS',
  severity: 'medium',
  gains: 'availability',
  standards: [],
  description:
    'Policies isolate the egress of pods of the input, and none lets them reach DNS (port 53 over UDP and TCP).',
  risk: 'No name is resolved: the program fails, and the usual repair takes the isolation away.',
  remediation:
    'Allow egress to kube-system pods with `k8s-app: kube-dns` on port 53, UDP and TCP; for a node-local cache, its address.',
});
