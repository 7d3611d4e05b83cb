import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

export const eventDeletion: ObjectRule = grantRule({
  id: 'rbac/event-deletion',
  title: 'Deletes traces',
  severity: 'low',
  gains: 'nothing',
  standards: ['NSA:rbac', 'MITRE:T1070'],
  needs: ['deleteEvents'],
  named: null,
  gain: 'removes the events that show what was done',
  description: 'The role deletes events, which go away by themselves.',
  risk: 'What happened to a pod is found in the audit log alone.',
  remediation: 'Take the verb away.',
});
