import { ENFORCE_LABEL } from '@bulkhead/engine/pod-security';
import type { ObjectRule } from '../../rule.js';
import { enforceLevelFix } from './enforce-level.js';

export const labelsMissing: ObjectRule = {
  id: 'namespace/labels-missing',
  title: 'No Pod Security level is enforced',
  severity: 'medium',
  gains: 'node',
  layer: 'cluster',
  standards: ['PSS:admission', 'CIS:5.2.1', 'NSA:pod-security'],
  description:
    'The namespace has no `pod-security.kubernetes.io/enforce` label, so the default of the cluster applies: privileged, unless it was configured.',
  risk: 'Whoever may create pods here may create privileged ones, and with them owns the node.',
  remediation:
    'Label the namespace with the strictest level that its pods pass; `bulkhead pss` shows what each level would refuse.',
  subject: 'object',
  kinds: new Set(['Namespace']),
  check: (object, cluster) => {
    const { identity, metadata } = object;
    if (identity.apiVersion !== 'v1' || cluster.defaultPolicy.enforce.level !== 'privileged') return undefined;
    if (Object.hasOwn(metadata.labels ?? {}, ENFORCE_LABEL)) return undefined;
    return {
      fields: [`metadata.labels[${ENFORCE_LABEL}]`],
      message: `namespace ${JSON.stringify(identity.name)} enforces no level of the Pod Security Standards`,
      fix: enforceLevelFix(object, cluster),
    };
  },
};
