import type { ObjectRule, Report } from '../../rule.js';

export const unreadableObject: ObjectRule = {
  id: 'schema/unreadable-object',
  title: 'Not an object that the API server takes',
  severity: 'high',
  gains: 'availability',
  layer: 'code',
  standards: [],
  description: 'The object does not say what it is, or is too deep to be looked at to its end.',
  risk: 'The object is not applied; what it was to protect stays as it is.',
  remediation: 'Write apiVersion and kind; take out what is nested without need.',
  subject: 'schema',
  check: ({ schemaFindings }) =>
    schemaFindings.flatMap((finding): Report[] =>
      finding.kind === 'missing-type-meta' || finding.kind === 'limit-exceeded'
        ? [{ fields: 'path' in finding ? [finding.path] : [], message: finding.message }]
        : [],
    ),
};
