import { isPrivileged } from './pod-repair.js';
import { podSecurityRule } from './pod-security-rule.js';

export const seccompProfile = podSecurityRule({
  id: 'pod-security/seccomp-profile',
  checkId: 'seccompProfile_baseline',
  title: 'Seccomp switched off',
  severity: 'medium',
  gains: 'node',
  standards: ['PSS:baseline', 'CIS:5.7.2', 'NSA:seccomp'],
  description: 'The seccomp profile is Unconfined or of a type that does not exist.',
  risk: 'Every system call of the kernel is reachable, those of most container escapes among them.',
  remediation: 'Use RuntimeDefault or a Localhost profile.',
  fix: 'set seccompProfile.type to RuntimeDefault',
  repair: {
    risk: "system calls beyond the runtime's default profile fail",
    edit: (patch, fields) => {
      for (const field of fields) {
        if (isPrivileged(patch, field)) continue;
        patch.set(field, 'RuntimeDefault').remove(field.replace(/\.type$/, '.localhostProfile'));
      }
    },
  },
});
