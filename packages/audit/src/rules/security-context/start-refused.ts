import { startRefusals } from '@bulkhead/engine/security-context';
import type { Report, WorkloadRule } from '../../rule.js';

export const startRefused: WorkloadRule = {
  id: 'security-context/start-refused',
  title: 'The node refuses to start it',
  severity: 'high',
  gains: 'availability',
  layer: 'container',
  standards: [],
  description:
    'The API server accepts the pod, and the kubelet or the runtime then refuses to start it because of its settings.',
  risk: 'The workload does not start, and the error shows only in the events of the pod.',
  remediation: 'Resolve the contradiction that the message names.',
  subject: 'workload',
  check: (workload, cluster) => {
    // What the API server refuses never reaches a node.
    if (workload.pod.spec?.hostUsers === false && workload.userNamespace.errors.length > 0) return undefined;
    // A sysctl outside the safe set has its finding among the Pod Security rules.
    const refusals = startRefusals(workload.pod, cluster.profile).filter(({ reason }) => reason !== 'SysctlForbidden');
    return refusals.map(
      ({ fieldPath, message, by }): Report => ({
        fields: [workload.path(fieldPath)],
        message: `the ${by} refuses to start it: ${message}`,
      }),
    );
  },
};
