import { pruneAll } from './pod-repair.js';
import { podSecurityRule } from './pod-security-rule.js';

export const procMount = podSecurityRule({
  id: 'pod-security/proc-mount',
  checkId: 'procMount',
  title: 'Unmasked /proc',
  severity: 'high',
  gains: 'node',
  standards: ['PSS:baseline'],
  description: '`procMount: Unmasked` takes away the masks and read-only mounts of /proc and /sys.',
  risk: 'Kernel interfaces such as /proc/sys and /proc/kcore become reachable from the container.',
  remediation: 'Leave `procMount` at Default; nested containers need it only together with `hostUsers: false`.',
  fix: 'remove securityContext.procMount',
  repair: { risk: 'containers in the container, and programs that need all of /proc, stop working', edit: pruneAll },
});
