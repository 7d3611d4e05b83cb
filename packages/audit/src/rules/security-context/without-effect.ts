import type { Severity } from '../../finding.js';
import type { Report, WorkloadRule } from '../../rule.js';

export const withoutEffect: WorkloadRule = {
  id: 'security-context/without-effect',
  title: 'Setting without effect',
  severity: 'medium',
  layer: 'container',
  standards: [],
  description:
    'A security setting is written and accepted, but does nothing: another setting overrides it, or nothing reads it in this version.',
  risk: 'The manifest looks hardened and the container is not.',
  remediation: 'Remove what overrides the setting, or write it where it counts; the message says which.',
  subject: 'workload',
  check: (workload) => {
    const byReason = new Map<string, { fields: string[]; severity: Severity }>();
    const dropped = new Set(workload.source.schemaFindings.map((finding) => finding.path));
    for (const { ignored } of workload.contexts) {
      for (const { fieldPath, why, severity } of ignored) {
        const path = workload.path(fieldPath);
        // What the API server drops has a finding of its own.
        if (dropped.has(path)) continue;
        const group = byReason.get(why);
        if (group === undefined) byReason.set(why, { fields: [path], severity: severity ?? 'medium' });
        else if (!group.fields.includes(path)) group.fields.push(path);
      }
    }
    return [...byReason].map(([why, { fields, severity }]): Report => ({ fields, message: why, severity }));
  },
};
