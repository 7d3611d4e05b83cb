import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

export const impersonation: ObjectRule = grantRule({
  id: 'rbac/impersonation',
  title: 'Can act as somebody else',
  severity: 'high',
  standards: ['CIS:5.1.8', 'NSA:rbac', 'MITRE:T1550'],
  needs: ['impersonateUsers', 'impersonateGroups', 'impersonateServiceAccounts'],
  named: 'low',
  gain: 'acts with the rights of whoever it names',
  description: 'The role has the verb `impersonate` on users, groups or service accounts without a limit to names.',
  risk: 'The rights of anybody: with groups, of `system:masters`.',
  remediation: 'Limit `impersonate` by `resourceNames`, or use constrained impersonation (KEP-5284).',
});
