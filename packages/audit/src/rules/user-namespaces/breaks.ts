import type { Break } from '@bulkhead/engine/user-namespaces';
import type { Severity } from '../../finding.js';
import type { Report, WorkloadRule } from '../../rule.js';

const SEVERITY: Readonly<Record<Break['severity'], Severity>> = { error: 'high', warning: 'medium', info: 'info' };

/** Causes that other findings name: what the API server refuses, and what is the cluster's and not the pod's doing. */
const ELSEWHERE: ReadonlySet<Break['cause']> = new Set([
  'feature-gate',
  'host-network',
  'host-pid',
  'host-ipc',
  'volume-devices',
  'stateless-volumes',
  'windows',
]);

export const breaks: WorkloadRule = {
  id: 'user-namespaces/breaks',
  title: 'Does not work, or not as hoped, in a user namespace',
  severity: 'medium',
  gains: 'availability',
  layer: 'container',
  standards: ['KEP-127'],
  description:
    'The pod runs in a user namespace (`hostUsers: false`) and uses something that behaves differently there.',
  risk: 'Containers fail at start (file systems without idmapped mounts, ids beyond the mapping), or the protection is smaller than it looks (files of a hostPath stay open to root of the container).',
  remediation: 'See the message for the field; replace the volume, the id or the capability.',
  subject: 'workload',
  check: (workload) => {
    if (workload.pod.spec?.hostUsers !== false) return undefined;
    return workload.userNamespace.breaks
      .filter(({ cause }) => !ELSEWHERE.has(cause))
      .map(
        ({ fieldPath, message, severity }): Report => ({
          fields: [workload.path(fieldPath)],
          message,
          severity: SEVERITY[severity],
        }),
      );
  },
};
