import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

export const networkPolicies: ObjectRule = grantRule({
  id: 'rbac/network-policies',
  title: 'Takes network isolation away',
  severity: 'low',
  gains: 'network',
  standards: ['NSA:rbac', 'MITRE:T1562.007'],
  needs: ['weakenNetworkPolicies'],
  named: null,
  gain: 'opens whatever network policies closed',
  description: 'The role changes or deletes network policies.',
  risk: 'Isolated pods are reached, and reach out.',
  remediation: 'Let the pipeline that owns the policies do it.',
});
