import type { WorkloadRule } from '../../rule.js';
import { lackingProbe } from './long-running.js';

export const liveness: WorkloadRule = {
  id: 'probe/liveness',
  title: 'No liveness probe',
  severity: 'info',
  gains: 'availability',
  isAlwaysUsual: true,
  layer: 'container',
  standards: [],
  description:
    'A long-running container has ports, and nothing restarts it when it hangs. A program that ends when it is broken needs none.',
  risk: 'A process that hangs stays until somebody looks.',
  remediation: 'Add a `livenessProbe` that asks the process alone, not what it depends on.',
  subject: 'workload',
  check: (workload) => lackingProbe(workload, 'livenessProbe', 'nothing restarts it when it hangs'),
};
