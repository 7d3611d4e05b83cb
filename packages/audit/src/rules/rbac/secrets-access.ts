import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

export const secretsAccess: ObjectRule = grantRule({
  id: 'rbac/secrets-access',
  title: 'Reads every Secret',
  severity: 'high',
  gains: 'credentials',
  standards: ['CIS:5.1.2', 'NSA:secrets', 'MITRE:T1552.007'],
  needs: ['readSecrets'],
  named: null,
  gain: 'reads their contents (list and watch give them, too)',
  description:
    'The role reads Secrets without a limit to names, in its namespace or, bound by a ClusterRoleBinding, in all.',
  risk: 'Passwords, keys and the tokens of service accounts that are kept in Secrets.',
  remediation: 'Grant `get` of the names that are used; mount Secrets instead of reading them.',
});
