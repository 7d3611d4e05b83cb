import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

export const guardrails: ObjectRule = grantRule({
  id: 'rbac/guardrails',
  title: 'Switches guards of admission off',
  severity: 'medium',
  gains: 'cluster',
  standards: ['NSA:rbac', 'MITRE:T1562.001'],
  needs: ['writeValidatingWebhooks', 'weakenValidatingWebhooks', 'weakenPolicies', 'deleteMutatingWebhooks'],
  named: null,
  gain: 'takes away what refuses unwanted objects, or reads what is sent to it',
  description:
    'The role changes or deletes validating webhooks, validating admission policies or their bindings, or deletes mutating webhooks.',
  risk: 'What a policy refused goes through: a privileged pod, an image from anywhere.',
  remediation: 'Give it only to what manages webhooks, limited by `resourceNames`.',
});
