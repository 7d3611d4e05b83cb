import { pruneAll } from './pod-repair.js';
import { podSecurityRule } from './pod-security-rule.js';

export const privileged = podSecurityRule({
  id: 'pod-security/privileged',
  checkId: 'privileged',
  title: 'Privileged container',
  severity: 'critical',
  gains: 'node',
  standards: ['PSS:baseline', 'CIS:5.2.2', 'NSA:privileged', 'MITRE:T1611'],
  description:
    'A container with `privileged: true` has every capability, every device of the node, and neither seccomp, AppArmor nor SELinux confinement.',
  risk: "Whoever runs code in it owns the node: mounting the node's disk or loading a kernel module takes one command.",
  remediation: 'Remove `privileged: true` and add only the capabilities that the program needs.',
  fix: 'remove securityContext.privileged, add single capabilities where they are needed',
  repair: { risk: 'a program that uses devices, mounts or kernel settings of the node stops working', edit: pruneAll },
});
