import { formatFieldError } from '@bulkhead/apimachinery';
import type { WorkloadRule } from '../../rule.js';

export const refused: WorkloadRule = {
  id: 'user-namespaces/refused',
  title: 'hostUsers: false is refused with these settings',
  severity: 'high',
  gains: 'node',
  layer: 'container',
  standards: ['KEP-127', 'KEP-5607'],
  description:
    'The pod asks for a user namespace together with something that the API server refuses to combine with one.',
  risk: 'The pods are refused; what is then removed is usually the user namespace.',
  remediation:
    'Drop the setting that the message names, or, for hostNetwork from 1.35 on, turn on UserNamespacesHostNetworkSupport.',
  subject: 'workload',
  check: (workload, cluster) => {
    if (workload.pod.spec?.hostUsers !== false) return undefined;
    const { errors } = workload.userNamespace;
    if (errors.length === 0) return undefined;
    const { minor } = cluster.profile;
    return {
      fields: ['spec.hostUsers', ...errors.map((error) => realPath(error.field))].map((path) => workload.path(path)),
      message: errors
        .map((error) => formatFieldError({ ...error, field: workload.path(error.field) }, minor))
        .join('; '),
      fix: { description: 'remove what cannot be combined with hostUsers: false', patch: [] },
    };
  },
};

/** Upstream writes `spec.HostPID`; the field that stands in the file is `spec.hostPID`. */
const realPath = (field: string): string => field.replace('spec.Host', 'spec.host');
