import type { AuditObject } from '../../audit-object.js';
import type { Fix } from '../../finding.js';
import { unsafeFix } from '../../fix/fix.js';
import type { ObjectRule, Report } from '../../rule.js';
import { moveToPlace, rename } from './field-place.js';
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
  check: (object) =>
    object.schemaFindings.flatMap((finding): Report[] => {
      if (finding.kind !== 'unknown-field') return [];
      const { path, place, nearest } = finding;
      const hint =
        place === undefined ? nearest && `did you mean ${JSON.stringify(nearest)}?` : `it belongs at ${place}`;
      return [
        {
          fields: [path],
          message: hint === undefined ? finding.message : `${finding.message}; ${hint}`,
          severity: isSecuritySetting(path, nearest, place?.split('.').at(-1)) ? 'high' : 'medium',
          ...fixOf(object, path, place, nearest),
        },
      ];
    }),
};

function fixOf(
  object: AuditObject,
  path: string,
  place: string | undefined,
  nearest: string | undefined,
): { readonly fix?: Fix } {
  const risk = 'the setting takes effect for the first time';
  if (place !== undefined) {
    return { fix: unsafeFix(`move it to ${place}`, risk, object, (patch) => moveToPlace(patch, path, place)) };
  }
  if (nearest === undefined) return {};
  return {
    fix: unsafeFix(`write ${nearest}`, `${risk}, and the name is a guess`, object, (patch) =>
      rename(patch, path, nearest),
    ),
  };
}
