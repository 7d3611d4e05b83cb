import type { VersionProfile } from '@bulkhead/apimachinery';
import { warningsFor } from '@bulkhead/apimachinery/warnings';
import { extractPod, syncAppArmor } from '@bulkhead/engine/pod-security';
import type { AuditObject } from '../../audit-object.js';
import { parseFieldPath } from '../../field-path.js';
import type { Fix } from '../../finding.js';
import { safeFix } from '../../fix/fix.js';
import type { ObjectRule, Report } from '../../rule.js';
import { isAppArmorAnnotation, writeAppArmorField } from './app-armor-annotation.js';
import { rename } from './field-place.js';

/** Annotations of seccomp, and tokens in volume contexts: reported by rules that say more of them. */
const ELSEWHERE = /seccomp\.security\.alpha\.kubernetes\.io|^spec\.serviceAccountTokenInSecrets is unset/;

export const apiWarning: ObjectRule = {
  id: 'schema/api-warning',
  title: 'The API server warns',
  severity: 'low',
  gains: 'nothing',
  layer: 'code',
  standards: [],
  description: 'The API server takes the object and answers with a warning.',
  risk: 'What it warns of does not do what was meant, or will stop working.',
  remediation: 'Follow the warning.',
  subject: 'object',
  check: (source, { profile }) => {
    const { object, metadata } = source;
    const warnings = warningsFor(object, profile);
    // Only annotations give those on create.
    const onCreate = metadata.annotations === undefined ? [] : warningsOnCreate(object, profile);
    if (warnings.length === 0 && onCreate.length === 0) return undefined;
    return [...warnings, ...onCreate]
      .filter((warning) => !ELSEWHERE.test(warning))
      .map((warning): Report => ({ fields: [pathOf(warning)], message: warning, ...fixOf(source, warning) }));
  },
};

/** Warnings begin with the path that they are about; those that do not are about the object. */
function pathOf(warning: string): string {
  return /^((?:metadata|spec|webhooks|rules)(?:\.[A-Za-z]+|\[[^\]]*\])*)/.exec(warning)?.[1] ?? '';
}

/** Labels of nodes have both names; an AppArmor annotation is what the API server makes of it anyway. */
function fixOf(object: AuditObject, warning: string): { readonly fix?: Fix } {
  const path = pathOf(warning);
  if (isAppArmorAnnotation(path) && warning.includes('use the "appArmorProfile" field instead')) {
    return { fix: safeFix('write it as appArmorProfile', object, (patch) => writeAppArmorField(patch, path)) };
  }
  const label = /: deprecated since v1\.\d+; use "([a-z./-]+)" instead$/.exec(warning)?.[1];
  const isSelector = parseFieldPath(path).at(-2) === 'nodeSelector';
  if (label === undefined || !isSelector) return {};
  return { fix: safeFix(`write ${label}`, object, (patch) => rename(patch, path, label)) };
}

/** Of pods, AppArmor annotations are copied to fields when they are created, with a warning of its own. */
function warningsOnCreate(object: object, profile: VersionProfile): readonly string[] {
  const extracted = extractPod(object);
  return extracted?.path === '' ? syncAppArmor(extracted.pod, profile).warnings : [];
}
