import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

export const trustBundles: ObjectRule = grantRule({
  id: 'rbac/trust-bundles',
  title: 'Changes whom workloads trust',
  severity: 'medium',
  gains: 'network',
  standards: ['NSA:rbac', 'MITRE:T1557'],
  needs: ['writeTrustBundles'],
  named: null,
  gain: 'adds an authority that workloads trust',
  description: 'The role writes ClusterTrustBundles, which pods mount to check certificates.',
  risk: 'Connections of every workload that mounts the bundle can be read and changed.',
  remediation: 'Limit it by `resourceNames`, and the verb `attest` to the signer that is meant.',
});
