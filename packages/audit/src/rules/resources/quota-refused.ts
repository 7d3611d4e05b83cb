import { quotaRefusal } from '@bulkhead/engine/resources';
import type { Report, WorkloadRule } from '../../rule.js';
import { defaultsFor } from './workload-resources.js';

export const quotaRefused: WorkloadRule = {
  id: 'resources/quota-refused',
  title: 'Pods that a ResourceQuota refuses',
  severity: 'high',
  gains: 'availability',
  isAlwaysUsual: true,
  layer: 'container',
  standards: [],
  description:
    'A ResourceQuota of the namespace counts requests or limits that a container does not have. The API server then refuses the pod; a Deployment or Job is taken, and makes none.',
  risk: 'The workload does not run.',
  remediation: 'Set the requests and limits that the message names, or give the namespace a LimitRange with defaults.',
  subject: 'workload',
  check: (workload, cluster): readonly Report[] => {
    const { spec } = workload.pod;
    const quotas = cluster.objects.ofKind('ResourceQuota');
    if (quotas.length === 0 || spec === undefined) return [];
    const namespace = workload.source.identity.namespace || 'default';
    return quotas.flatMap(({ identity, object }) => {
      if (identity.apiVersion !== 'v1' || (identity.namespace || 'default') !== namespace) return [];
      const refusal = quotaRefusal(object, spec, defaultsFor(workload, cluster));
      if (refusal === undefined) return [];
      const fields = refusal.containers.map(({ path }) => workload.path(`${path}.resources`));
      return [{ fields, message: refusal.message }];
    });
  },
};
