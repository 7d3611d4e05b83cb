import type { AuditObject } from '../../audit-object.js';
import type { Fix } from '../../finding.js';
import { safeFix } from '../../fix/fix.js';
import type { ObjectRule, Report } from '../../rule.js';
import { asType } from './written-scalar.js';

export const wrongType: ObjectRule = {
  id: 'schema/wrong-type',
  title: 'Value of the wrong type',
  severity: 'high',
  gains: 'availability',
  layer: 'code',
  standards: [],
  description: 'The API server cannot decode the value into the field and refuses the object.',
  risk: 'The object is not applied; what it was to protect stays as it is.',
  remediation: 'Write a value of the type that the message names; quote numbers and booleans where texts are wanted.',
  subject: 'schema',
  check: (object) =>
    object.schemaFindings.flatMap((finding): Report[] =>
      finding.kind === 'wrong-type'
        ? [
            {
              fields: [finding.path],
              message: `expected ${finding.expected}, got ${finding.got}: ${finding.message}`,
              ...fixOf(object, finding.path, finding.expected),
            },
          ]
        : [],
    ),
};

/** The object is refused as it is, so that nothing can break. */
function fixOf(object: AuditObject, path: string, expected: string): { readonly fix?: Fix } {
  const value = asType(object, path, expected);
  if (value === undefined) return {};
  return { fix: safeFix(`write ${JSON.stringify(value)}`, object, (patch) => patch.set(path, value)) };
}
