import { pruneAll } from './pod-repair.js';
import { podSecurityRule } from './pod-security-rule.js';

export const procMountRestricted = podSecurityRule({
  id: 'pod-security/proc-mount-restricted',
  checkId: 'procMount_restricted',
  title: 'Unmasked /proc in a user namespace',
  severity: 'low',
  gains: 'node',
  standards: ['PSS:restricted'],
  description: '`procMount: Unmasked` with `hostUsers: false` passes baseline, not restricted.',
  risk: "Kernel interfaces in /proc become reachable from the container's user namespace.",
  remediation: 'Leave `procMount` at Default.',
  fix: 'remove securityContext.procMount',
  repair: { risk: 'containers in the container, and programs that need all of /proc, stop working', edit: pruneAll },
});
