import { podSecurityRule } from './pod-security-rule.js';

export const sysctls = podSecurityRule({
  id: 'pod-security/sysctls',
  checkId: 'sysctls',
  title: 'Sysctls outside the safe set',
  severity: 'medium',
  gains: 'node',
  standards: ['PSS:baseline'],
  description: 'The pod sets kernel parameters that are not in the safe set of this version.',
  risk: 'Unsafe sysctls can weaken or starve the node; a kubelet that does not allow them refuses the pod with SysctlForbidden.',
  remediation: "Remove them, or allow them on chosen nodes with the kubelet's allowedUnsafeSysctls.",
  fix: 'remove the sysctls that are not in the safe set',
  repair: {
    risk: 'the program runs with the settings of the kernel in place of these',
    edit: (patch, fields) => {
      // From the last on, so that the places of the others stay.
      for (const field of fields.toReversed()) patch.remove(field.replace(/\.name$/, ''));
      const list = fields[0]?.replace(/\[\d+\]\.name$/, '') ?? '';
      const rest = patch.read(list);
      if (Array.isArray(rest) && rest.length === 0) patch.prune(list);
    },
  },
});
