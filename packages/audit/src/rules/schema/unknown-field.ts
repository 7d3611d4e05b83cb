import type { ObjectRule, Report } from '../../rule.js';
import { isSecuritySetting } from './security-settings.js';

export const unknownField: ObjectRule = {
  id: 'schema/unknown-field',
  title: 'Unknown field',
  severity: 'medium',
  gains: 'node',
  layer: 'code',
  standards: [],
  description:
    'The kind has no such field here: a strict API server refuses the object, a lenient one drops the field.',
  risk: 'Dropped, the setting does nothing: a misplaced `hostUsers` leaves the pod without its user namespace.',
  remediation: 'Write the field where the message says, or with the right spelling.',
  subject: 'schema',
  check: ({ schemaFindings }) =>
    schemaFindings.flatMap((finding): Report[] => {
      if (finding.kind !== 'unknown-field') return [];
      const { path, place, nearest } = finding;
      const meant = place ?? nearest;
      const hint =
        place === undefined ? nearest && `did you mean ${JSON.stringify(nearest)}?` : `it belongs at ${place}`;
      return [
        {
          fields: [path],
          message: hint === undefined ? finding.message : `${finding.message}; ${hint}`,
          severity: isSecuritySetting(path, nearest, place?.split('.').at(-1)) ? 'high' : 'medium',
          ...(meant === undefined
            ? {}
            : { fix: { description: place === undefined ? `write ${meant}` : `move it to ${meant}`, patch: [] } }),
        },
      ];
    }),
};
