import type { ObjectRule, Report } from '../../rule.js';

const KINDS: ReadonlySet<string> = new Set(['removed-api', 'not-yet-api', 'unknown-kind', 'api-not-enabled']);

export const unavailableApi: ObjectRule = {
  id: 'schema/unavailable-api',
  title: 'API that this version does not serve',
  severity: 'high',
  gains: 'availability',
  layer: 'code',
  standards: [],
  description: 'The API version and kind is not served by this version of Kubernetes, or only when asked.',
  risk: 'The object is not applied; what it was to protect stays as it is.',
  remediation: 'Use the version that the message names.',
  subject: 'schema',
  check: ({ schemaFindings }) =>
    schemaFindings.flatMap((finding): Report[] => {
      if (!KINDS.has(finding.kind) || !('path' in finding)) return [];
      const replacement = 'replacement' in finding ? finding.replacement : undefined;
      const fix =
        replacement === undefined
          ? {}
          : { fix: { description: `use ${replacement.apiVersion} ${replacement.kind}`, patch: [] } };
      return [{ fields: [finding.path], message: finding.message, ...fix }];
    }),
};
