import type { WorkloadRule } from '../../rule.js';
import { lacking } from './workload-resources.js';

export const cpuLimit: WorkloadRule = {
  id: 'resources/cpu-limit',
  title: 'No CPU limit',
  severity: 'info',
  gains: 'availability',
  isAlwaysUsual: true,
  layer: 'container',
  standards: ['NSA:resource-policies'],
  description:
    'A container may use what CPU time its node has left. With a request that is often wanted: requests share the time out where there is too little.',
  risk: 'Code that an attacker runs, such as a miner, gets whatever is free.',
  remediation: 'Set `resources.requests.cpu` in any case, and a limit where tenants share nodes.',
  subject: 'workload',
  check: (workload, cluster) =>
    lacking(workload, cluster, 'limits', 'cpu', 'it can use all CPU time that its node has left'),
};
