import { ObjectPatch } from '../../fix/object-patch.js';
import type { Workload } from '../../workload.js';
import { usesFileCapabilities } from './non-root-containers.js';
import { isPrivileged, namesIn, securityContextOf } from './pod-repair.js';
import { podSecurityRule } from './pod-security-rule.js';

export const privilegeEscalation = podSecurityRule({
  id: 'pod-security/privilege-escalation',
  checkId: 'allowPrivilegeEscalation',
  title: 'Privilege escalation is possible',
  severity: 'medium',
  gains: 'node',
  standards: ['PSS:restricted', 'CIS:5.2.6', 'NSA:privilege-escalation'],
  description: '`allowPrivilegeEscalation` is not false, so no_new_privs is not set.',
  risk: 'A setuid binary or a file capability in the image turns an unprivileged process into root of the container.',
  remediation: 'Set `allowPrivilegeEscalation: false`.',
  fix: 'set securityContext.allowPrivilegeEscalation to false',
  repair: {
    risk: (workload, { fields }) => {
      if (usesFileCapabilities(workload, fields)) {
        return 'a program that gets the added capabilities from its file, as others than root do, does not get them';
      }
      // Nobody writes the default out without a wish.
      return isAskedFor(workload, fields)
        ? 'it is asked for: a setuid program (sudo, su, ping) or one with file capabilities no longer gets what it needs'
        : undefined;
    },
    edit: (patch, fields) => {
      for (const field of fields) {
        const added = namesIn(patch.read(`${securityContextOf(field)}.capabilities.add`));
        // The API server refuses the combination.
        const isRefused = added.some((name) => name === 'SYS_ADMIN' || name === 'CAP_SYS_ADMIN');
        if (!isRefused && !isPrivileged(patch, field)) patch.set(field, false);
      }
    },
  },
});

/** Whether one of the fields, paths of the pod, is written as true where that means something. */
function isAskedFor(workload: Workload, fields: readonly string[]): boolean {
  const pod = new ObjectPatch(workload.pod);
  return fields.some((field) => pod.read(field) === true && !isPrivileged(pod, field));
}
