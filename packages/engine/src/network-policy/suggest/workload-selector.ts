/**
 * The labels by which a policy selects the pods of one workload: the fewest of the usual ones that no other workload of
 * the namespace has. Labels that controllers give to single pods or single versions do not count: they change.
 */
import type { Endpoint } from '../endpoint.js';
import type { NetworkModel } from '../network-model.js';

export interface WorkloadSelector {
  readonly matchLabels: { readonly [key: string]: string };
  /** Other workloads that have the same labels; empty as a rule. */
  readonly alsoSelects: readonly string[];
}

const CHANGING: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
  'controller-uid',
  'app.kubernetes.io/version',
  'helm.sh/chart',
]);

/** Labels that name a workload, the most telling first; all others come after them, by name. */
const TELLING: readonly string[] = [
  'app.kubernetes.io/name',
  'app.kubernetes.io/instance',
  'app.kubernetes.io/component',
  'k8s-app',
  'app',
  'name',
  'component',
  'role',
  'tier',
];

/** The selector; undefined where the pods have no label that stays. */
export function workloadSelector(model: NetworkModel, endpoint: Endpoint): WorkloadSelector | undefined {
  const keys = Object.keys(endpoint.labels).filter((key) => !CHANGING.has(key));
  const ordered = keys.toSorted((left, right) => rank(left) - rank(right) || (left < right ? -1 : 1));
  if (ordered.length === 0) return undefined;
  let others = model
    .endpointsIn(endpoint.namespace)
    .filter(
      ({ node, hostNetwork }) => !hostNetwork && (node.name !== endpoint.node.name || node.kind !== endpoint.node.kind),
    );
  const chosen: [string, string][] = [];
  for (const key of ordered) {
    const value = endpoint.labels[key] ?? '';
    const rest = others.filter(({ labels }) => Object.hasOwn(labels, key) && labels[key] === value);
    if (chosen.length > 0 && rest.length === others.length) continue;
    chosen.push([key, value]);
    others = rest;
    if (others.length === 0) break;
  }
  const alsoSelects = [...new Set(others.map(({ node }) => `${node.namespace}/${node.name}`))];
  return { matchLabels: Object.fromEntries(chosen), alsoSelects };
}

function rank(key: string): number {
  const place = TELLING.indexOf(key);
  return place < 0 ? TELLING.length : place;
}
