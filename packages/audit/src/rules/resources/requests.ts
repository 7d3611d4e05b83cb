import type { Report, WorkloadRule } from '../../rule.js';
import { lacking } from './workload-resources.js';

const RESOURCES: readonly (readonly [string, string])[] = [
  ['cpu', 'under load it gets next to no CPU time'],
  ['memory', 'the scheduler does not reserve any, and it is among the first to be evicted'],
];

export const requests: WorkloadRule = {
  id: 'resources/requests',
  title: 'No request for CPU or memory',
  severity: 'info',
  gains: 'availability',
  isAlwaysUsual: true,
  layer: 'container',
  standards: ['NSA:resource-policies'],
  description:
    'The scheduler places pods by their requests. A request that is not written is the limit, if there is one.',
  risk: 'Nodes are filled beyond what they have, and pods are starved or evicted.',
  remediation: 'Set `resources.requests` to what the program uses.',
  subject: 'workload',
  check: (workload, cluster): Report | undefined => {
    const found = RESOURCES.flatMap(
      ([resource, consequence]) => lacking(workload, cluster, 'requests', resource, consequence) ?? [],
    );
    if (found.length === 0) return undefined;
    return { fields: found.flatMap(({ fields }) => fields), message: found.map(({ message }) => message).join('; ') };
  },
};
