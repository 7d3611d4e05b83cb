import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

export const customResourceDefinitions: ObjectRule = grantRule({
  id: 'rbac/custom-resource-definitions',
  title: 'Rewrites custom resources',
  severity: 'medium',
  gains: 'cluster',
  standards: ['NSA:rbac', 'MITRE:T1546'],
  needs: ['editCRDs'],
  named: null,
  gain: 'with a conversion webhook reads and rewrites all objects of a kind, on which operators act',
  description: 'The role changes CustomResourceDefinitions of any name.',
  risk: 'Whatever an operator with more rights does for a custom resource, done as the attacker writes it.',
  remediation: 'Let installers create them; limit changes by `resourceNames`.',
});
