import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

export const workloadCreation: ObjectRule = grantRule({
  id: 'rbac/workload-creation',
  title: 'Creates pods',
  severity: 'medium',
  gains: 'workload',
  standards: ['CIS:5.1.4', 'NSA:rbac', 'MITRE:T1610'],
  needs: ['createPods', 'writeControllers'],
  named: null,
  gain: 'a pod runs as any service account of its namespace and mounts any Secret of it',
  description: 'The role creates pods, or writes what makes them.',
  risk: 'Every service account and every Secret of the namespace; where Pod Security is not enforced, the node.',
  remediation: 'Let deployment pipelines do it, in their namespaces, and enforce Pod Security there.',
});
