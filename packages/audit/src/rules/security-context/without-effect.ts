import { ignoredSettings } from '@bulkhead/engine/security-context';
import type { Report, WorkloadRule } from '../../rule.js';

const SECURITY_CONTEXT = 'securityContext.';

export const withoutEffect: WorkloadRule = {
  id: 'security-context/without-effect',
  title: 'Setting without effect',
  severity: 'medium',
  gains: 'workload',
  layer: 'container',
  standards: [],
  description:
    'A security setting is written and accepted, but does nothing: another setting overrides it, or nothing reads it in this version.',
  risk: 'The manifest looks hardened and the container is not.',
  remediation: 'Remove what overrides the setting, or write it where it counts; the message says which.',
  subject: 'workload',
  check: (workload, { profile }) => {
    const ignored = ignoredSettings(workload.pod, profile);
    if (ignored.length === 0) return undefined;
    const byReason = new Map<string, string[]>();
    for (const { fieldPath, why } of ignored) {
      const path = workload.path(fieldPath);
      const fields = byReason.get(why);
      if (fields === undefined) byReason.set(why, [path]);
      else if (!fields.includes(path)) fields.push(path);
    }
    return [...byReason].map(
      ([why, fields]): Report => ({ fields, message: `${settingOf(fields[0] ?? '')} has no effect: ${why}` }),
    );
  },
};

/** `capabilities.add` of `spec.containers[0].securityContext.capabilities.add`. */
function settingOf(path: string): string {
  const start = path.lastIndexOf(SECURITY_CONTEXT);
  return start === -1 ? path : path.slice(start + SECURITY_CONTEXT.length);
}
