import type { ValidatingAdmissionPolicyBinding } from '@bulkhead/apimachinery/types/admissionregistration-v1';
import { unsafeFix } from '../../fix/fix.js';
import type { ObjectRule } from '../../rule.js';

export const notEnforced: ObjectRule = {
  id: 'admission-policy/not-enforced',
  title: 'A policy that refuses nothing',
  severity: 'low',
  gains: 'workload',
  isAlwaysUsual: true,
  layer: 'cluster',
  standards: [],
  description:
    'The `validationActions` of the binding hold no `Deny`: what breaks the policy is written, with a warning or a line in the audit log.',
  risk: 'The policy reports and does not protect.',
  remediation: 'Add `Deny` once warnings and audit annotations stay away.',
  subject: 'object',
  kinds: new Set(['ValidatingAdmissionPolicyBinding']),
  check: (source) => {
    const { validationActions = [], policyName = '' } = (source.object as ValidatingAdmissionPolicyBinding).spec ?? {};
    if (validationActions.length === 0 || validationActions.includes('Deny')) return undefined;
    return {
      fields: ['spec.validationActions'],
      message: `what breaks policy ${JSON.stringify(policyName)} is allowed (only ${validationActions.join(', ')})`,
      // Warn beside Deny says the same twice, and the server refuses the two together.
      fix: unsafeFix('refuse what breaks the policy', 'what is allowed today is refused', source, (patch) =>
        patch.set('spec.validationActions', ['Deny', ...validationActions.filter((action) => action === 'Audit')]),
      ),
    };
  },
};
