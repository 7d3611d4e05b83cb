/** Namespaces whose pods nothing isolates unless a policy happens to select them. */
import type { LintCluster, LintFinding } from './lint-finding.js';
import { namespaceOpenness } from './open-namespaces.js';

export function lintNamespaces({ model }: LintCluster): readonly LintFinding[] {
  return namespaceOpenness(model).flatMap(({ namespace, endpoints, directions }) =>
    directions.flatMap(({ direction, isDenied, open }): LintFinding[] => {
      if (isDenied) return [];
      const rest =
        open.length === 0
          ? 'all of its pods are isolated one by one'
          : `${open.length} of its ${endpoints.length} workloads are open`;
      return [
        {
          id: 'network-policy/default-deny',
          severity: open.length === 0 ? 'info' : 'low',
          object: { kind: 'Namespace', namespace: '', name: namespace },
          fieldPath: '',
          message: `no policy denies ${direction} by default; ${rest}`,
        },
      ];
    }),
  );
}
