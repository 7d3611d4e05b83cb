import type { WorkloadRule } from '../../rule.js';
import { lacking } from './workload-resources.js';

export const memoryLimit: WorkloadRule = {
  id: 'resources/memory-limit',
  title: 'No memory limit',
  severity: 'low',
  gains: 'availability',
  layer: 'container',
  standards: ['NSA:resource-policies', 'MITRE:T1499'],
  description:
    'A container may use all the memory of its node. A limit of the pod as a whole counts, and so does the default of a LimitRange of the input. What the scheduler treats as critical to nodes or cluster is only noted.',
  risk: 'A leak, or a request made to use memory up, takes the node down for every pod on it: the kernel chooses whom to kill.',
  remediation: 'Set `resources.limits.memory`, and requests equal to it; give namespaces a LimitRange.',
  subject: 'workload',
  check: (workload, cluster) => {
    const report = lacking(workload, cluster, 'limits', 'memory', 'it can use up the memory of its node');
    if (report === undefined) return undefined;
    const isCritical = workload.pod.spec?.priorityClassName?.startsWith('system-') === true;
    return { ...report, severity: isCritical ? 'info' : 'low' };
  },
};
