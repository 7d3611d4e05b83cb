import type { ObjectRule, Report } from '../../rule.js';
import { replacementFix } from './replaced-api.js';

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
  check: (object, cluster) =>
    object.schemaFindings.flatMap((finding): Report[] => {
      if (!KINDS.has(finding.kind) || !('path' in finding)) return [];
      const replacement = 'replacement' in finding ? finding.replacement : undefined;
      const fix = replacementFix(object, replacement, cluster);
      return [{ fields: [finding.path], message: finding.message, ...fix }];
    }),
};
