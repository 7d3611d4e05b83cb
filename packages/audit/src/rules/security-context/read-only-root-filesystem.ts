import { unsafeFix } from '../../fix/fix.js';
import type { WorkloadRule } from '../../rule.js';

/** Ephemeral containers are for looking around, and cannot be written in a manifest. */
const LISTS = ['initContainers', 'containers'] as const;

export const readOnlyRootFilesystem: WorkloadRule = {
  id: 'security-context/read-only-root-filesystem',
  title: 'Writable root file system',
  severity: 'low',
  gains: 'workload',
  layer: 'container',
  standards: ['NSA:immutable-file-system', 'CIS:5.7.3'],
  description: "The container may write to its image's file system.",
  risk: 'Whoever gets in can drop tools beside the program or replace it; with a read-only root, malware has only the volumes.',
  remediation: 'Set `readOnlyRootFilesystem: true` and mount an emptyDir where the program writes.',
  subject: 'workload',
  check: (workload) => {
    const { spec } = workload.pod;
    if (spec?.os?.name === 'windows') return undefined;
    const fields: string[] = [];
    const names: string[] = [];
    for (const list of LISTS) {
      for (const [index, { name = '', securityContext }] of (spec?.[list] ?? []).entries()) {
        if (securityContext?.readOnlyRootFilesystem === true) continue;
        fields.push(workload.path(`spec.${list}[${index}].securityContext.readOnlyRootFilesystem`));
        names.push(JSON.stringify(name));
      }
    }
    if (names.length === 0) return undefined;
    return {
      fields,
      message: `${names.length === 1 ? 'container' : 'containers'} ${names.join(', ')} can write to the root file system`,
      fix: unsafeFix(
        'set securityContext.readOnlyRootFilesystem to true',
        'a program that writes outside of its volumes fails',
        workload.source,
        (patch) => fields.forEach((field) => patch.set(field, true)),
      ),
    };
  },
};
