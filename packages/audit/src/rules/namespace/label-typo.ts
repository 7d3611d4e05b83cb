import { type LabelTypo, labelPath, labelTypos } from '@bulkhead/engine/pod-security';
import type { Severity } from '../../finding.js';
import type { ObjectRule, Report } from '../../rule.js';

/** Kinds that this rule reports; invalid values have a rule of their own. */
const SEVERITY: Readonly<Partial<Record<LabelTypo['kind'], Severity>>> = {
  unknownKey: 'high',
  wrongPrefix: 'high',
  futureVersion: 'low',
};

export const labelTypo: ObjectRule = {
  id: 'namespace/label-typo',
  title: 'A Pod Security label that does nothing',
  severity: 'high',
  gains: 'node',
  layer: 'cluster',
  standards: ['PSS:admission'],
  description:
    'A label looks like one of Pod Security, but nothing reads it; the API server accepts it without a word.',
  risk: 'The namespace looks protected and is not.',
  remediation: 'Correct the key as the message says.',
  subject: 'object',
  kinds: new Set(['Namespace']),
  check: ({ identity, metadata }, cluster) => {
    if (identity.apiVersion !== 'v1') return undefined;
    return labelTypos(metadata.labels, cluster.profile).flatMap((typo): Report[] => {
      const severity = SEVERITY[typo.kind];
      if (severity === undefined) return [];
      const hint = typo.suggestion === undefined ? '' : `; probably meant: ${typo.suggestion}`;
      const fix = typo.suggestion === undefined ? {} : { fix: { description: `write ${typo.suggestion}`, patch: [] } };
      return [{ fields: [labelPath(typo.key)], message: typo.message + hint, severity, ...fix }];
    });
  },
};
