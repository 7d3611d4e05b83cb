import { ENFORCE_LABEL } from '@bulkhead/engine/pod-security';
import type { ObjectRule } from '../../rule.js';
import { enforceLevelFix } from './enforce-level.js';

export const privilegedLevel: ObjectRule = {
  id: 'namespace/privileged-level',
  title: 'Privileged pods are allowed',
  severity: 'medium',
  gains: 'node',
  layer: 'cluster',
  standards: ['PSS:admission', 'CIS:5.2.1'],
  description: 'The namespace enforces the level privileged, which refuses nothing.',
  risk: 'Whoever may create pods here may create privileged ones, and with them owns the node.',
  remediation:
    'Keep such a namespace for node agents only, and say who may create pods in it; otherwise raise the level.',
  subject: 'object',
  kinds: new Set(['Namespace']),
  check: (object, cluster) => {
    const { identity, metadata } = object;
    if (identity.apiVersion !== 'v1' || metadata.labels?.[ENFORCE_LABEL] !== 'privileged') return undefined;
    return {
      fields: [`metadata.labels[${ENFORCE_LABEL}]`],
      message: `namespace ${JSON.stringify(identity.name)} allows privileged pods`,
      fix: enforceLevelFix(object, cluster),
    };
  },
};
