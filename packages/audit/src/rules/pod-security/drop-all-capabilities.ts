import { runsWithoutRoot } from './non-root-containers.js';
import { isPrivileged, namesIn } from './pod-repair.js';
import { podSecurityRule } from './pod-security-rule.js';

export const dropAllCapabilities = podSecurityRule({
  id: 'pod-security/drop-all-capabilities',
  checkId: 'capabilities_restricted',
  title: 'Capabilities are not dropped',
  severity: 'low',
  gains: 'node',
  // Capabilities beyond baseline have a finding of their own; without them only the first half is news.
  detailOf: ({ detail, fields }) =>
    fields.every((field) => !field.includes('.add')) ? (detail.split('; ')[0] ?? '') : detail,
  standards: ['PSS:restricted', 'CIS:5.2.8', 'CIS:5.2.10', 'NSA:capabilities'],
  description: "The container keeps the runtime's default capabilities, or adds some beyond NET_BIND_SERVICE.",
  risk: 'A process that is or becomes root can, among others, spoof packets with NET_RAW and change owners and modes of files.',
  remediation: 'Drop `ALL` and add NET_BIND_SERVICE only where a port below 1024 is needed.',
  fix: 'set securityContext.capabilities.drop to ["ALL"]',
  repair: {
    risk: (workload, { fields }) =>
      fields.some((field) => field.endsWith('.add')) || !runsWithoutRoot(workload, fields)
        ? 'a program that runs as root and changes owners or users, or binds ports below 1024, fails'
        : undefined,
    edit: (patch, fields) => {
      for (const field of fields) {
        if (isPrivileged(patch, field)) continue;
        if (field.endsWith('.drop')) {
          patch.set(field, ['ALL']);
          continue;
        }
        const kept = namesIn(patch.read(field)).filter((name) => name === 'NET_BIND_SERVICE');
        if (kept.length > 0) patch.set(field, kept);
        else patch.prune(field);
      }
    },
  },
});
