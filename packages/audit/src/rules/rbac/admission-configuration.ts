import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

export const admissionConfiguration: ObjectRule = grantRule({
  id: 'rbac/admission-configuration',
  title: 'Changes objects as they are admitted',
  severity: 'high',
  gains: 'cluster',
  standards: ['CIS:5.1.12', 'NSA:rbac', 'MITRE:T1546'],
  needs: ['writeMutatingWebhooks', 'writeMutatingPolicies'],
  named: null,
  gain: 'rewrites any object that is created, and reads what is sent',
  description: 'The role writes mutating webhook configurations or mutating admission policies.',
  risk: 'Pods of every namespace, kube-system included, run what the attacker adds; Secrets are read as they are made.',
  remediation: 'Give it only to what manages webhooks, limited by `resourceNames`.',
});
