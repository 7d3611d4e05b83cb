import { formatMinor } from '@bulkhead/apimachinery';
import type { ObjectRule, Report } from '../../rule.js';
import { isSecuritySetting } from './security-settings.js';

export const droppedField: ObjectRule = {
  id: 'schema/dropped-field',
  title: 'Field that this version drops silently',
  severity: 'medium',
  gains: 'node',
  layer: 'code',
  standards: [],
  description:
    'The API server of this version and these gates takes the object and drops the field: it does not know it yet, or the gate that guards it is off.',
  risk: 'The manifest looks hardened and the cluster never sees the setting.',
  remediation: 'Turn on the gate, wait for the version, or do without the setting knowingly.',
  subject: 'schema',
  check: ({ schemaFindings }, { profile }) =>
    schemaFindings.flatMap((finding): Report[] => {
      const severity = 'path' in finding && isSecuritySetting(finding.path) ? 'high' : 'medium';
      const version = `Kubernetes ${formatMinor(profile.minor)}`;
      if (finding.kind === 'field-gate-off') {
        const since =
          finding.onByDefaultSince === undefined
            ? ''
            : `, on by default since ${formatMinor(finding.onByDefaultSince)}`;
        const message = `${version} drops ${finding.path} silently: feature gate ${finding.gate} is off${since}`;
        return [
          {
            fields: [finding.path],
            message,
            severity,
            fix: { description: `turn on the feature gate ${finding.gate}`, patch: [] },
          },
        ];
      }
      if (finding.kind !== 'field-not-in-version') return [];
      const range =
        finding.since !== undefined && finding.since > profile.minor
          ? `known since ${formatMinor(finding.since)}`
          : `gone since ${formatMinor((finding.last ?? profile.minor) + 1)}`;
      return [
        {
          fields: [finding.path],
          message: `${version} does not know ${finding.path} (${range}) and drops it; ${finding.message}`,
          severity,
        },
      ];
    }),
};
