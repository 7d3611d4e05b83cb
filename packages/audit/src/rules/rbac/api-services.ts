import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

export const apiServices: ObjectRule = grantRule({
  id: 'rbac/api-services',
  title: 'Answers for the API server',
  severity: 'high',
  gains: 'cluster',
  standards: ['NSA:rbac', 'MITRE:T1557'],
  needs: ['writeAPIServices'],
  named: null,
  gain: 'has requests for an API group answered by a server of its own, which sees them',
  description: 'The role writes APIServices, which pass requests for a group and version on to another server.',
  risk: 'Bodies of requests and names of users; false figures for autoscalers and operators that trust them.',
  remediation: 'Give it only to installers of aggregated API servers, limited by `resourceNames`.',
});
