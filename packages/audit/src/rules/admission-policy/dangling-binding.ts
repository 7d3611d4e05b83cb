import type { ValidatingAdmissionPolicyBinding } from '@bulkhead/apimachinery/types/admissionregistration-v1';
import type { ObjectRule } from '../../rule.js';
import { BINDINGS } from './guard.js';

export const danglingBinding: ObjectRule = {
  id: 'admission-policy/dangling-binding',
  title: 'Binds a policy that is not there',
  severity: 'info',
  gains: 'workload',
  layer: 'cluster',
  standards: [],
  description: 'The input does not hold the policy that the binding names; worse where it holds others.',
  risk: 'The binding does nothing: what it was to refuse goes through.',
  remediation: 'Correct `spec.policyName`, or add the policy.',
  subject: 'object',
  kinds: BINDINGS,
  check: ({ identity, object }, { objects }) => {
    const kind = identity.kind.slice(0, -'Binding'.length);
    const name = (object as ValidatingAdmissionPolicyBinding).spec?.policyName ?? '';
    const policies = objects.ofKind(kind);
    if (name === '' || policies.some((policy) => policy.identity.name === name)) return undefined;
    return {
      fields: ['spec.policyName'],
      message: `the input has no ${kind} ${JSON.stringify(name)}`,
      severity: policies.length > 0 ? 'low' : 'info',
    };
  },
};
