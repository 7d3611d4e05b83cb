import { pruneAll } from './pod-repair.js';
import { podSecurityRule } from './pod-security-rule.js';

export const selinuxOptions = podSecurityRule({
  id: 'pod-security/selinux-options',
  checkId: 'seLinuxOptions',
  title: "SELinux type, user or role of one's own",
  severity: 'medium',
  gains: 'node',
  standards: ['PSS:baseline'],
  description: 'An SELinux type outside the container types, or a user or role, is set.',
  risk: 'Types such as spc_t take the process out of confinement.',
  remediation:
    'Leave the type to the runtime, or use container_t, container_init_t, container_kvm_t or (1.31 and newer) container_engine_t.',
  fix: 'remove seLinuxOptions',
  repair: { risk: 'the container loses what its SELinux type, user or role let it do', edit: pruneAll },
});
