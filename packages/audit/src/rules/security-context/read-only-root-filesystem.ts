import type { WorkloadRule } from '../../rule.js';

export const readOnlyRootFilesystem: WorkloadRule = {
  id: 'security-context/read-only-root-filesystem',
  title: 'Writable root file system',
  severity: 'low',
  layer: 'container',
  standards: ['NSA:immutable-file-system', 'CIS:5.7.3'],
  description: "The container may write to its image's file system.",
  risk: 'Whoever gets in can drop tools beside the program or replace it; with a read-only root, malware has only the volumes.',
  remediation: 'Set `readOnlyRootFilesystem: true` and mount an emptyDir where the program writes.',
  subject: 'workload',
  check: (workload) => {
    const writable = workload.contexts.filter((context) => context.type !== 'ephemeral' && !context.readOnlyRoot);
    if (writable.length === 0 || workload.pod.spec?.os?.name === 'windows') return undefined;
    const names = writable.map((context) => JSON.stringify(context.container)).join(', ');
    return {
      fields: writable.map((context) => workload.path(`${context.path}.securityContext.readOnlyRootFilesystem`)),
      message: `${writable.length === 1 ? 'container' : 'containers'} ${names} can write to the root file system`,
      fix: { description: 'set securityContext.readOnlyRootFilesystem to true', patch: [] },
    };
  },
};
