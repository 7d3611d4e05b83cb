/**
 * Whether a node takes a pod: what the pod selects, what keeps pods away, and how many fit.
 *
 * Source: pkg/scheduler/framework/plugins/{nodeaffinity,tainttoleration,nodeunschedulable,noderesources},
 * k8s.io/component-helpers/scheduling/corev1.
 */
import { matchesRequirement, type RequirementOperator } from '@bulkhead/apimachinery/selectors';
import type {
  Node,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  Pod,
  Taint,
  Toleration,
} from '@bulkhead/apimachinery/types/core-v1';

const UNSCHEDULABLE: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
const DEFAULT_PODS = 110;

/** Why a node does not take a pod, in the scheduler's words; undefined when it does. */
export function misfit(pod: Pod, node: Node, podsOnNode: number): string | undefined {
  const tolerations = pod.spec?.tolerations ?? [];
  if (node.spec?.unschedulable === true && !tolerations.some((each) => tolerates(each, UNSCHEDULABLE))) {
    return 'node(s) were unschedulable';
  }
  const taint = untolerated(tolerations, node.spec?.taints ?? []);
  if (taint !== undefined) {
    return `node(s) had untolerated taint {${taint.key ?? ''}: ${taint.value ?? ''}}`;
  }
  if (!matchesSelection(pod, node)) return "node(s) didn't match Pod's node affinity/selector";
  if (podsOnNode >= Number(node.status?.allocatable?.['pods'] ?? DEFAULT_PODS)) return 'Too many pods';
  return undefined;
}

/** The first taint that keeps the pod away. */
function untolerated(tolerations: readonly Toleration[], taints: readonly Taint[]): Taint | undefined {
  return taints.find(
    (taint) =>
      (taint.effect === 'NoSchedule' || taint.effect === 'NoExecute') &&
      !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
}

export function tolerates(toleration: Toleration, taint: Taint): boolean {
  const { effect = '', key = '', operator = '', value = '' } = toleration;
  if (effect !== '' && effect !== taint.effect) return false;
  // Without a key only `Exists` is valid, and tolerates everything.
  if (key !== '' && key !== taint.key) return false;
  if (operator === 'Exists') return true;
  return (operator === '' || operator === 'Equal') && value === (taint.value ?? '');
}

/** The selector and the required affinity must both match; of the terms one is enough. */
export function matchesSelection({ spec }: Pod, node: Node): boolean {
  const labels = node.metadata?.labels ?? {};
  for (const [key, value] of Object.entries(spec?.nodeSelector ?? {})) {
    if (!Object.hasOwn(labels, key) || labels[key] !== value) return false;
  }
  const required = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined) return true;
  return (required.nodeSelectorTerms ?? []).some((term) => matchesTerm(term, node));
}

function matchesTerm({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, { metadata }: Node): boolean {
  // An empty term selects nothing.
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  const fields = { 'metadata.name': metadata?.name ?? '' };
  return (
    matchExpressions.every((each) => matches(each, metadata?.labels ?? {})) &&
    matchFields.every((each) => matches(each, fields))
  );
}

const OPERATORS: ReadonlyMap<string, RequirementOperator> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
  ['Gt', 'gt'],
  ['Lt', 'lt'],
]);

function matches(
  { key = '', operator = '', values = [] }: NodeSelectorRequirement,
  labels: { readonly [key: string]: string },
): boolean {
  const known = OPERATORS.get(operator);
  return known !== undefined && matchesRequirement({ key, operator: known, values }, labels);
}
