import type { Report, WorkloadRule } from '../../rule.js';

export const breaks: WorkloadRule = {
  id: 'user-namespaces/breaks',
  title: 'Does not work, or not as hoped, in a user namespace',
  severity: 'medium',
  layer: 'container',
  standards: ['KEP-127'],
  description: 'The pod runs in a user namespace (`hostUsers: false`) and uses something that behaves differently there.',
  risk: 'Containers fail at start (file systems without idmapped mounts, ids beyond the mapping), or protection is smaller than it looks (hostPath files stay writable for container root).',
  remediation: 'See the message for the field; replace the volume or the id.',
  subject: 'workload',
  check: (workload) => {
    if (!workload.userNamespace.used) return undefined;
    return workload.userNamespace.breaks.map(
      ({ fieldPath, message, severity }): Report => ({ fields: [workload.path(fieldPath)], message, severity }),
    );
  },
};
