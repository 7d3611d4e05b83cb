import { ENFORCE_LABEL, type LabelTypo, labelPath, labelTypos } from '@bulkhead/engine/pod-security';
import type { AuditObject } from '../../audit-object.js';
import type { Fix, Severity } from '../../finding.js';
import { safeFix, unsafeFix } from '../../fix/fix.js';
import type { ObjectPatch } from '../../fix/object-patch.js';
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
  check: (object, cluster) => {
    const { identity, metadata } = object;
    if (identity.apiVersion !== 'v1') return undefined;
    return labelTypos(metadata.labels, cluster.profile).flatMap((typo): Report[] => {
      const severity = SEVERITY[typo.kind];
      if (severity === undefined) return [];
      const hint = typo.suggestion === undefined ? '' : `; probably meant: ${typo.suggestion}`;
      return [{ fields: [labelPath(typo.key)], message: typo.message + hint, severity, ...fixOf(object, typo) }];
    });
  },
};

function fixOf(object: AuditObject, { kind, key, value, suggestion }: LabelTypo): { readonly fix?: Fix } {
  if (suggestion === undefined) return {};
  const description = `write ${suggestion}`;
  const written = ['metadata', 'labels', key];
  if (kind === 'futureVersion') {
    return { fix: safeFix(description, object, (patch) => patch.set(written, suggestion)) };
  }
  const meant = ['metadata', 'labels', suggestion];
  const correct = (patch: ObjectPatch): void => {
    const present = patch.read(meant);
    if (present === undefined) patch.move(written, meant);
    else if (present === value) patch.prune(written);
  };
  if (suggestion !== ENFORCE_LABEL) return { fix: safeFix(description, object, correct) };
  const risk = 'pods that do not meet the level are refused from then on';
  return { fix: unsafeFix(description, risk, object, correct) };
}
