import type { ObjectRule, Report } from '../../rule.js';

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
  check: ({ schemaFindings }) =>
    schemaFindings.flatMap((finding): Report[] =>
      finding.kind === 'wrong-type'
        ? [{ fields: [finding.path], message: `expected ${finding.expected}, got ${finding.got}: ${finding.message}` }]
        : [],
    ),
};
