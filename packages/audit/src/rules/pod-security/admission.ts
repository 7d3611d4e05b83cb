/**
 * What the PodSecurity plugin would say when this workload's pods are made: refused where the namespace enforces a
 * level that they do not meet.
 */
import {
  formatLevelVersion,
  hasExemptRuntimeClass,
  isExemptNamespace,
  policyToEvaluate,
} from '@bulkhead/engine/pod-security';
import type { WorkloadRule } from '../../rule.js';

export const admission: WorkloadRule = {
  id: 'pod-security/admission',
  title: 'The namespace refuses the pods',
  severity: 'high',
  gains: 'node',
  layer: 'cluster',
  standards: ['PSS:admission'],
  description:
    'The namespace enforces a level of the Pod Security Standards that the pods of this workload do not meet, so the API server refuses them.',
  risk: 'The workload does not start; under pressure the usual answer is to weaken the label for the whole namespace.',
  remediation: 'Change the fields that the message names, or move the workload to a namespace made for it.',
  subject: 'workload',
  check: (workload, cluster) => {
    const { namespace, name, kind } = workload.source.identity;
    const labels = cluster.namespaces.get(namespace === '' ? 'default' : namespace);
    if (labels === undefined) return undefined;
    if (isExemptNamespace(namespace, cluster.exemptions)) return undefined;
    if (hasExemptRuntimeClass(workload.pod, cluster.exemptions)) return undefined;
    const { enforce } = policyToEvaluate(labels, cluster.defaultPolicy).policy;
    const verdict = cluster.podSecurity.evaluatePod(enforce, workload.pod);
    if (verdict.allowed) return undefined;
    const refusal = `violates PodSecurity ${JSON.stringify(formatLevelVersion(enforce))}: ${verdict.forbiddenDetail}`;
    return {
      fields: workload.paths(verdict.results.flatMap((result) => result.fields)),
      message:
        kind === 'Pod' ? `pods ${JSON.stringify(name)} is forbidden: ${refusal}` : `its pods are forbidden: ${refusal}`,
      fix: { description: `meet ${enforce.level}, the level that the namespace enforces`, patch: [] },
    };
  },
};
