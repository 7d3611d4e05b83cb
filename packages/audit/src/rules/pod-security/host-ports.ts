import { pruneAll } from './pod-repair.js';
import { podSecurityRule } from './pod-security-rule.js';

export const hostPorts = podSecurityRule({
  id: 'pod-security/host-ports',
  checkId: 'hostPorts',
  title: 'Port on the node',
  severity: 'medium',
  gains: 'network',
  standards: ['PSS:baseline', 'CIS:5.2.13'],
  description: 'A container binds a port of the node.',
  risk: "The port is reachable on the node's addresses whatever NetworkPolicies say, and takes a scheduling slot on each node.",
  remediation: 'Use a Service.',
  fix: 'remove hostPort and expose the port by a Service',
  repair: { risk: 'clients that use the address of the node do not reach the port any more', edit: pruneAll },
});
