/** Components of the cluster that run as pods, by the version in their image. */
import { affectedComponents } from '../../cve/affected-components.js';
import { imageOf } from '../../cve/component-finder.js';
import type { WorkloadRule } from '../../rule.js';
import { affectedReport } from './affected-report.js';

export const componentImage: WorkloadRule = {
  id: 'cve/component-image',
  title: 'Image of a cluster component with a known vulnerability',
  severity: 'high',
  gains: 'cluster',
  layer: 'cluster',
  standards: ['NSA:updates'],
  subject: 'workload',
  canClear: ({ components }) => components.containers.length > 0,
  description:
    'The image is that of a component of Kubernetes or of its ecosystem (API server, etcd, ingress-nginx, a CSI driver), and its version is one for which a vulnerability of the Kubernetes CVE feed is known. Reported only where the version is certain and the conditions of the vulnerability are met as far as the input shows them; `bulkhead cve` also lists what is not certain.',
  risk: 'Ways to use published vulnerabilities are published, too. Components of a cluster hold the credentials of all who use them: taking over an ingress controller gives the Secrets of every namespace that it may read.',
  remediation:
    'Upgrade to the version that the message names, or a newer one. Until then set up what mitigates it. `bulkhead cve PATH --id CVE-...` shows conditions, places and mitigations of one vulnerability.',
  check: (workload, cluster) => {
    const { spec } = workload.pod;
    // Few workloads are components: the others cost no more than a look at the names of their images.
    const isComponent =
      spec?.containers?.some((container) => imageOf(container) !== undefined) === true ||
      spec?.initContainers?.some((container) => imageOf(container) !== undefined) === true;
    return isComponent ? affectedComponents(cluster).get(workload.source)?.map(affectedReport) : undefined;
  },
};
