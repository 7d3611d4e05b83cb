import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

export const escalation: ObjectRule = grantRule({
  id: 'rbac/escalation',
  title: 'Can give itself any right',
  severity: 'critical',
  gains: 'cluster',
  standards: ['CIS:5.1.8', 'NSA:rbac', 'MITRE:T1098.006'],
  needs: ['escalateClusterRoles', 'escalateRoles', 'bindClusterRoles', 'bindRoles'],
  named: 'low',
  gain: 'gets round the rule that nobody grants what they do not have',
  description:
    'The role has `escalate` or `bind` on roles. With `escalate` and a write on the role any rule can be added to it; with `bind` and a write on bindings any role can be bound, `cluster-admin` too. The verb `*` holds both.',
  risk: 'Whoever is bound to the role makes itself cluster-admin, or owner of the namespace.',
  remediation: 'Take the verbs away, or limit `bind` to the roles that are meant by `resourceNames`.',
});
