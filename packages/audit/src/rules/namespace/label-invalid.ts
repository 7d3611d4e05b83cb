import { formatFieldError } from '@bulkhead/apimachinery';
import { PRIVILEGED_POLICY, policyToEvaluate } from '@bulkhead/engine/pod-security';
import type { ObjectRule, Report } from '../../rule.js';

export const labelInvalid: ObjectRule = {
  id: 'namespace/label-invalid',
  title: 'A Pod Security label has an invalid value',
  severity: 'high',
  gains: 'node',
  layer: 'cluster',
  standards: ['PSS:admission'],
  description: 'The API server refuses to create a namespace whose Pod Security labels it cannot read.',
  risk: 'In an existing namespace an unreadable enforce label means restricted, and an unreadable audit or warn label means silence.',
  remediation: 'Levels are privileged, baseline and restricted; versions are latest or v1.N.',
  subject: 'object',
  kinds: new Set(['Namespace']),
  check: ({ identity, metadata }, cluster) => {
    if (identity.apiVersion !== 'v1') return undefined;
    return policyToEvaluate(metadata.labels, PRIVILEGED_POLICY).errors.map(
      (error): Report => ({
        fields: [error.field],
        message: `Namespace ${JSON.stringify(identity.name)} is invalid: ${formatFieldError(error, cluster.profile.minor)}`,
      }),
    );
  },
};
