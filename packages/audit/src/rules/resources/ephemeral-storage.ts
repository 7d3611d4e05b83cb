import type { WorkloadRule } from '../../rule.js';
import { lacking } from './workload-resources.js';

export const ephemeralStorage: WorkloadRule = {
  id: 'resources/ephemeral-storage',
  title: 'No limit for local storage',
  severity: 'info',
  gains: 'availability',
  isAlwaysUsual: true,
  layer: 'container',
  standards: ['NSA:resource-policies'],
  description:
    'What a container writes to its file system, its logs and its emptyDir volumes is bounded by the disk of the node alone.',
  risk: 'A full disk makes the kubelet evict pods, also those that wrote nothing.',
  remediation: 'Set `resources.limits.ephemeral-storage`, and `sizeLimit` of emptyDir volumes.',
  subject: 'workload',
  check: (workload, cluster) =>
    lacking(workload, cluster, 'limits', 'ephemeral-storage', 'it can fill the disk of its node'),
};
