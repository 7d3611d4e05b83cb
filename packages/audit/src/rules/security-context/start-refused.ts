import { startRefusals } from '@bulkhead/engine/security-context';
import type { WorkloadRule } from '../../rule.js';

export const startRefused: WorkloadRule = {
  id: 'security-context/start-refused',
  title: 'The kubelet refuses to start it',
  severity: 'high',
  layer: 'container',
  standards: [],
  description:
    'The API server accepts the pod, and the kubelet then refuses to start it because its settings contradict each other.',
  risk: 'The workload does not start, and the error shows only in the events of the pod.',
  remediation: 'Resolve the contradiction that the message names.',
  subject: 'workload',
  check: (workload, cluster) =>
    startRefusals(workload.pod, cluster.profile).map((refusal) => ({
      fields: workload.paths(refusal.fieldPaths),
      message: refusal.message,
    })),
};
