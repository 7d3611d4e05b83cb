import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

export const cloudIdentity: ObjectRule = grantRule({
  id: 'rbac/cloud-identity',
  title: 'Gives service accounts other identities',
  severity: 'low',
  gains: 'credentials',
  standards: ['NSA:rbac', 'MITRE:T1078.004'],
  needs: ['editServiceAccounts'],
  named: null,
  gain: 'annotates a service account with a role of the cloud, or adds image pull secrets to it',
  description:
    'The role changes service accounts. In clouds an annotation says which role of the cloud a service account has.',
  risk: 'With a pod of that service account: the rights of a cloud role that trusts the namespace.',
  remediation: 'Limit it by `resourceNames`; let cloud roles trust single service accounts.',
});
