/** What runs on nodes, by the versions that their statuses report. */
import { affectedComponents } from '../../cve/affected-components.js';
import type { ObjectRule } from '../../rule.js';
import { affectedReport } from './affected-report.js';

export const nodeVersion: ObjectRule = {
  id: 'cve/node-version',
  title: 'Node with a known vulnerability',
  severity: 'high',
  gains: 'node',
  layer: 'cluster',
  standards: ['NSA:updates'],
  subject: 'object',
  kinds: new Set(['Node']),
  description:
    "The status of the node reports a version of the kubelet, the container runtime or the kernel for which a vulnerability is known. Nodes of one version are one finding with all their places. Versions with a vendor's ending are left to `bulkhead cve`: nobody can tell from the number whether the fix was ported back.",
  risk: 'What isolates containers from their node is the kernel, the runtime and the kubelet. With a flaw in one of them a container can become the node, and with it every other container there.',
  remediation:
    'Upgrade the component on the nodes to the version that the message names. Until then the mitigations in the message keep workloads from using it: user namespaces, the level restricted of the Pod Security Standards, seccomp.',
  check: (node, cluster) => affectedComponents(cluster).get(node)?.map(affectedReport),
};
