import { checks } from '@bulkhead/engine/hardening';
import { formatFieldPath } from '../../field-path.js';
import { earlierKeyFix } from '../../fix/fix.js';
import type { ObjectRule, Report } from '../../rule.js';
import { isSecuritySetting } from './security-settings.js';

export const duplicateKey: ObjectRule = {
  id: 'schema/duplicate-key',
  title: 'Key written twice',
  severity: 'medium',
  gains: 'workload',
  layer: 'code',
  standards: [],
  description:
    'A map has the same key twice. kubectl keeps the last and says nothing, also with strict validation, because it sends JSON; YAML posted straight to a strict API server is refused.',
  risk: 'The first value is lost: a rule opens another port, or a setting that was reviewed is not the one that counts.',
  remediation: 'Keep one; for two ports write two list items.',
  subject: 'object',
  check: (object) => {
    // What a component does with a key that comes twice in its file is told beside its other words.
    if (checks.isConfigurationKind(object.identity.apiVersion, object.identity.kind)) return undefined;
    return object.source.duplicates.map(({ path, key, first, last }): Report => {
      const fieldPath = formatFieldPath(path);
      return {
        fields: [fieldPath],
        message: `key ${JSON.stringify(key)} is written at line ${first.line} and again at line ${last.line}: kubectl keeps the last one silently`,
        severity: isSecuritySetting(fieldPath) ? 'high' : 'medium',
        locations: [last, first].map(({ line, column }) => ({ file: object.file, line, column, fieldPath })),
        fix: earlierKeyFix(
          'remove the first one, which nobody reads',
          'the cluster gets the same, but what was written first is gone: for two ports write two list items',
          object,
          fieldPath,
        ),
      };
    });
  },
};
