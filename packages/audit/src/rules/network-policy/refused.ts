import { ADMIN_POLICIES } from '../../network-policies.js';
import type { ObjectRule, Report } from '../../rule.js';

export const refused: ObjectRule = {
  id: 'network-policy/refused',
  title: 'A policy that the API server refuses',
  severity: 'high',
  gains: 'network',
  isAlwaysUsual: true,
  layer: 'cluster',
  standards: [],
  description:
    'The policy of administrators breaks a rule of its kind (policy.networking.k8s.io). The API server refuses it as it does a NetworkPolicy.',
  risk: 'The policy is not there: what it was to deny stays open.',
  remediation: 'Correct the value as the message says.',
  subject: 'object',
  kinds: ADMIN_POLICIES,
  check: (object, { networkPolicies }): readonly Report[] =>
    networkPolicies
      .problemsOf(object)
      .map(({ fieldPath, message }) => ({ fields: [fieldPath], message: `${fieldPath}: ${message}` })),
};
