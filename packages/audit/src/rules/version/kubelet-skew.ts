import { formatMinor, type Minor, parseMinor } from '@bulkhead/apimachinery';
import { read, text } from '../../audit-object.js';
import type { ObjectRule } from '../../rule.js';

/** How many minors older than the API server a kubelet may be; source: the version skew policy of Kubernetes. */
const OLDER: readonly { readonly from: Minor; readonly minors: number }[] = [
  { from: 27, minors: 2 },
  { from: 28, minors: 3 },
];

export const kubeletSkew: ObjectRule = {
  id: 'version/kubelet-skew',
  title: 'The kubelet is too old for the new control plane, or newer',
  severity: 'high',
  gains: 'availability',
  layer: 'cluster',
  standards: [],
  description:
    'A kubelet may be up to three minor versions older than the API server (two before 1.28), and never newer; this node would be neither.',
  risk: 'The node works against an API that it does not know, and security fixes of its pods are silently not applied.',
  remediation: 'Upgrade the kubelet of the node first, minor by minor, or the control plane no further than it allows.',
  subject: 'object',
  kinds: new Set(['Node']),
  check: ({ object, identity }, cluster) => {
    if (cluster.upgrade === undefined || identity.apiVersion !== 'v1') return undefined;
    const written = text(read(read(read(object, 'status'), 'nodeInfo'), 'kubeletVersion'));
    const kubelet = parseMinor(written);
    const { to } = cluster.upgrade;
    const oldest = to - (OLDER.findLast(({ from }) => from <= to)?.minors ?? 0);
    if (kubelet === undefined || (oldest <= kubelet && kubelet <= to)) return undefined;
    const bound = kubelet > to ? 'is newer than' : 'is too old for';
    return {
      fields: ['status.nodeInfo.kubeletVersion'],
      message: `kubelet ${written} ${bound} a control plane of ${formatMinor(to)}, which takes ${formatMinor(oldest)} to ${formatMinor(to)}`,
    };
  },
};
