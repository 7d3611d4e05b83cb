import { unsafeFix } from '../../fix/fix.js';
import type { WorkloadRule } from '../../rule.js';

export const candidate: WorkloadRule = {
  id: 'user-namespaces/candidate',
  title: 'Could run in a user namespace',
  severity: 'info',
  gains: 'node',
  isAlwaysUsual: true,
  layer: 'container',
  standards: ['KEP-127'],
  description: 'Nothing in the pod stands against `hostUsers: false`, and it is not set.',
  risk: 'In a user namespace root of the container is nobody on the node, which takes the force out of most container escapes.',
  remediation: 'Set `hostUsers: false`, once the nodes meet the prerequisites (`bulkhead explain KEP-127`).',
  subject: 'workload',
  check: (workload, cluster) => {
    if (!cluster.profile.enabled('UserNamespacesSupport')) return undefined;
    if (workload.pod.spec?.hostUsers !== undefined || !workload.userNamespace.candidate) return undefined;
    return {
      fields: [workload.path('spec.hostUsers')],
      message: 'nothing stands against running this in a user namespace',
      fix: unsafeFix(
        'set hostUsers to false',
        'nodes whose kernel, file systems or runtime lack support do not start the pod',
        workload.source,
        (patch) => patch.set(workload.path('spec.hostUsers'), false),
      ),
    };
  },
};
