import type {
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
} from '@bulkhead/apimachinery/types/admissionregistration-v1';
import type { AuditObject } from '../../audit-object.js';
import type { Cluster } from '../../cluster.js';
import type { ObjectRule, Report } from '../../rule.js';
import { BINDINGS } from './guard.js';

export const parameters: ObjectRule = {
  id: 'admission-policy/parameters',
  title: 'Parameters that the policy does not get',
  severity: 'low',
  gains: 'workload',
  layer: 'cluster',
  standards: [],
  description:
    'The policy asks for parameters and the binding names none, or an object that the input does not hold; or the binding names some, and the policy has no `paramKind`.',
  risk: 'The expressions see null, or the binding is not evaluated at all and lets everything through (`parameterNotFoundAction: Allow`), or refuses everything (`Deny`).',
  remediation: 'Give policy and binding a `paramKind` and a `paramRef` that fit, and add the object.',
  subject: 'object',
  kinds: BINDINGS,
  check: (binding, cluster): Report | undefined => {
    const { policyName = '', paramRef } = (binding.object as ValidatingAdmissionPolicyBinding).spec ?? {};
    const policy = policyOf(binding, policyName, cluster);
    if (policy === undefined) return undefined;
    const { paramKind } = policy.spec ?? {};
    if (paramKind === undefined) {
      if (paramRef === undefined) return undefined;
      return {
        fields: ['spec.paramRef'],
        message: `policy ${JSON.stringify(policyName)} has no paramKind: the reference is not read`,
      };
    }
    if (paramRef === undefined)
      return {
        fields: ['spec.paramRef'],
        message: `policy ${JSON.stringify(policyName)} asks for a ${paramKind.kind}, and params is null`,
      };
    return missing(paramRef, paramKind, cluster);
  },
};

function policyOf(
  { identity }: AuditObject,
  name: string,
  { objects }: Cluster,
): ValidatingAdmissionPolicy | undefined {
  const kind = identity.kind.slice(0, -'Binding'.length);
  return objects.ofKind(kind).find((policy) => policy.identity.name === name)?.object;
}

type Spec = NonNullable<ValidatingAdmissionPolicyBinding['spec']>;
type PolicySpec = NonNullable<ValidatingAdmissionPolicy['spec']>;

function missing(
  { name = '', namespace = '', parameterNotFoundAction }: NonNullable<Spec['paramRef']>,
  { kind = '', apiVersion }: NonNullable<PolicySpec['paramKind']>,
  { objects }: Cluster,
): Report | undefined {
  const known = objects.ofKind(kind).filter(({ identity }) => identity.apiVersion === apiVersion);
  const isThere = known.some(
    ({ identity }) => identity.name === name && (namespace === '' || (identity.namespace || 'default') === namespace),
  );
  if (name === '' || isThere) return undefined;
  const then =
    parameterNotFoundAction === 'Deny'
      ? 'until it exists, every matching request is refused'
      : 'until it exists, nothing is checked';
  return {
    fields: ['spec.paramRef.name'],
    message: `the input has no ${kind} ${JSON.stringify(name)}: ${then}`,
    // An input without any of the kind has them elsewhere.
    severity: known.length > 0 ? 'low' : 'info',
  };
}
