import { NEWEST_MINOR } from '@bulkhead/apimachinery';
import type { ObjectRule, Report } from '../../rule.js';
import { replacementFix } from './replaced-api.js';

export const deprecatedApi: ObjectRule = {
  id: 'schema/deprecated-api',
  title: 'Deprecated API',
  severity: 'low',
  gains: 'availability',
  layer: 'code',
  standards: [],
  description: 'The API version is served with a warning and will go away.',
  risk: 'After an upgrade the object is not applied any more.',
  remediation: 'Move to the replacement that the message names.',
  subject: 'schema',
  check: (object, cluster) =>
    object.schemaFindings.flatMap((finding): Report[] =>
      finding.kind === 'deprecated-api'
        ? [
            {
              fields: [finding.path],
              message: finding.message,
              severity: (finding.removed ?? Number.POSITIVE_INFINITY) <= NEWEST_MINOR ? 'medium' : 'low',
              ...replacementFix(object, finding.replacement, cluster),
            },
          ]
        : [],
    ),
};
