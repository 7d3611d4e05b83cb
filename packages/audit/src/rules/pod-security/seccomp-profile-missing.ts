import { isPrivileged } from './pod-repair.js';
import { podSecurityRule } from './pod-security-rule.js';

export const seccompProfileMissing = podSecurityRule({
  id: 'pod-security/seccomp-profile-missing',
  checkId: 'seccompProfile_restricted',
  title: 'No seccomp profile',
  severity: 'low',
  gains: 'node',
  standards: ['PSS:restricted', 'CIS:5.7.2', 'NSA:seccomp'],
  description:
    "Neither pod nor container asks for a seccomp profile; without the kubelet's seccompDefault the container is unconfined.",
  risk: 'Every system call of the kernel is reachable, those of most container escapes among them.',
  remediation: 'Set `seccompProfile.type: RuntimeDefault` on the pod.',
  fix: 'set spec.securityContext.seccompProfile.type to RuntimeDefault',
  repair: {
    edit: (patch, fields, workload) => {
      const containers = fields.filter((field) => !isPrivileged(patch, field));
      const shared = workload.path('spec.securityContext.seccompProfile');
      if (containers.length === fields.length && patch.read(shared) === undefined) {
        patch.set(`${shared}.type`, 'RuntimeDefault');
      } else for (const field of containers) patch.set(field, 'RuntimeDefault');
    },
  },
});
