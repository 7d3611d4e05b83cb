import type { ValidatingAdmissionPolicyBinding } from '@bulkhead/apimachinery/types/admissionregistration-v1';
import type { ObjectRule } from '../../rule.js';
import { POLICIES } from './guard.js';

export const unbound: ObjectRule = {
  id: 'admission-policy/unbound',
  title: 'A policy without a binding',
  severity: 'medium',
  gains: 'workload',
  isAlwaysUsual: true,
  layer: 'cluster',
  standards: [],
  description: 'No binding of the input names the policy. A policy without a binding is not even loaded.',
  risk: 'It looks as if the rule held, and nothing asks it.',
  remediation: 'Add a ValidatingAdmissionPolicyBinding (or MutatingAdmissionPolicyBinding) with its `policyName`.',
  subject: 'object',
  kinds: POLICIES,
  check: ({ identity }, { objects }) => {
    const kind = `${identity.kind}Binding`;
    const isBound = objects
      .ofKind(kind)
      .some(({ object }) => (object as ValidatingAdmissionPolicyBinding).spec?.policyName === identity.name);
    return isBound
      ? undefined
      : { fields: ['metadata.name'], message: `no ${kind} of the input names ${identity.name}` };
  },
};
