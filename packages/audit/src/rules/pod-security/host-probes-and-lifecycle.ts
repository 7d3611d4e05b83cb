import { pruneAll } from './pod-repair.js';
import { podSecurityRule } from './pod-security-rule.js';

export const hostProbesAndLifecycle = podSecurityRule({
  id: 'pod-security/host-probes-and-lifecycle',
  checkId: 'hostProbesAndHostLifecycle',
  title: 'Probe or hook against another host',
  severity: 'medium',
  gains: 'network',
  standards: ['PSS:baseline'],
  description: 'A probe or lifecycle hook names a host of its own.',
  risk: 'The kubelet sends these requests from the node: a way to reach what the pod itself could not (server-side request forgery).',
  remediation: "Leave `host` away: the kubelet then uses the pod's address.",
  fix: 'remove the host field of the probe or hook',
  repair: { risk: 'the probe or hook asks the pod itself from then on, which may not answer there', edit: pruneAll },
});
