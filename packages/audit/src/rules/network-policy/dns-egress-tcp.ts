import type { ObjectRule } from '../../rule.js';
import { lintRule } from './lint-rule.js';

export const dnsEgressTcp: ObjectRule = lintRule({
  id: 'network-policy/dns-egress-tcp',
  title: 'DNS over UDP alone',
  severity: 'info',
  gains: 'availability',
  standards: [],
  description: 'Policies let pods ask DNS over UDP, but not over TCP.',
  risk: 'Answers that do not fit a datagram are lost, now and then.',
  remediation: 'Allow port 53 over TCP, too.',
});
