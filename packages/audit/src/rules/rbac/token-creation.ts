import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

export const tokenCreation: ObjectRule = grantRule({
  id: 'rbac/token-creation',
  title: 'Makes tokens of every service account',
  severity: 'high',
  gains: 'credentials',
  standards: ['CIS:5.1.13', 'NSA:service-accounts', 'MITRE:T1528'],
  needs: ['createTokens'],
  named: null,
  gain: 'becomes any service account there',
  description: 'The role creates tokens (`serviceaccounts/token`) without a limit to names.',
  risk: 'The identity of every service account of the namespace or, bound by a ClusterRoleBinding, of the cluster.',
  remediation: 'Limit the rule to the service accounts that are meant by `resourceNames`.',
});
