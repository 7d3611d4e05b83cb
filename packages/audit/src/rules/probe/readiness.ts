import type { WorkloadRule } from '../../rule.js';
import { lackingProbe } from './long-running.js';

export const readiness: WorkloadRule = {
  id: 'probe/readiness',
  title: 'No readiness probe',
  severity: 'info',
  gains: 'availability',
  isAlwaysUsual: true,
  layer: 'container',
  standards: [],
  description: 'A long-running container has ports, and nothing says when it can serve.',
  risk: 'Services send it requests while it starts, and after it got stuck.',
  remediation: 'Add a `readinessProbe` that asks what the program needs in order to serve.',
  subject: 'workload',
  check: (workload) => lackingProbe(workload, 'readinessProbe', 'it gets requests as soon as it runs'),
};
