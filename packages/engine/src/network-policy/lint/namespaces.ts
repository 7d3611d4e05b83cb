/** Namespaces whose pods nothing isolates unless a policy happens to select them. */
import { DIRECTIONS } from '../compiled-policy.js';
import type { LintCluster, LintFinding } from './lint-finding.js';

export function lintNamespaces({ model }: LintCluster): readonly LintFinding[] {
  const found: LintFinding[] = [];
  for (const namespace of model.namespaces.keys()) {
    const pods = model.endpointsIn(namespace).filter(({ hostNetwork }) => !hostNetwork);
    if (pods.length === 0) continue;
    for (const direction of DIRECTIONS) {
      const isDenied = model.policies.some(
        (policy) =>
          policy.kind === 'NetworkPolicy' &&
          policy.namespace === namespace &&
          policy[direction] !== undefined &&
          policy.subject.pods.kind === 'requirements' &&
          policy.subject.pods.requirements.length === 0,
      );
      if (isDenied) continue;
      const open = pods.filter((pod) => !model.isIsolated(pod, direction)).length;
      const rest =
        open === 0 ? 'all of its pods are isolated one by one' : `${open} of its ${pods.length} workloads are open`;
      found.push({
        id: 'network-policy/default-deny',
        severity: open === 0 ? 'info' : 'low',
        object: { kind: 'Namespace', namespace: '', name: namespace },
        fieldPath: '',
        message: `no policy denies ${direction} by default; ${rest}`,
      });
    }
  }
  return found;
}
