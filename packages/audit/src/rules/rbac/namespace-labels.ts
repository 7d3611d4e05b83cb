import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

export const namespaceLabels: ObjectRule = grantRule({
  id: 'rbac/namespace-labels',
  title: 'Changes labels of namespaces',
  severity: 'medium',
  gains: 'node',
  standards: ['NSA:rbac', 'MITRE:T1562'],
  needs: ['labelNamespaces'],
  named: null,
  gain: 'changes the Pod Security level of the namespace',
  description:
    'The role updates namespaces, and with them the labels that set Pod Security levels and that policies select.',
  risk: 'Pod Security is switched off by one label, and a privileged pod owns the node.',
  remediation: 'Keep writing namespaces to administrators; admission policies can hold the labels.',
});
