/**
 * How far a pod is, as those that count pods see it.
 *
 * Source: pkg/api/v1/pod, pkg/controller/controller_utils.go.
 */
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';

export const isTerminatingPod = ({ metadata }: Pod): boolean => (metadata?.deletionTimestamp ?? '') !== '';

export const isPodOver = ({ status }: Pod): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed';

export const isActivePod = (pod: Pod): boolean => !isPodOver(pod) && !isTerminatingPod(pod);

const readyCondition = ({ status }: Pod) => status?.conditions?.find(({ type }) => type === 'Ready');

export const isPodReady = (pod: Pod): boolean => readyCondition(pod)?.status === 'True';

/** Milliseconds until the pod has been ready for long enough; undefined when it is not ready. */
export function untilAvailable(pod: Pod, minReadySeconds: number, now: number): number | undefined {
  if (!isPodReady(pod)) return undefined;
  const since = Date.parse(readyCondition(pod)?.lastTransitionTime ?? '');
  return minReadySeconds === 0 || Number.isNaN(since) ? 0 : Math.max(0, since + minReadySeconds * 1000 - now);
}

export const isPodAvailable = (pod: Pod, minReadySeconds: number, now: number): boolean =>
  untilAvailable(pod, minReadySeconds, now) === 0;

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const PHASES = ['Pending', 'Unknown', 'Running'];

/** The pods to be deleted first come first: those that do the least, on the fullest nodes, and the youngest. */
export function inDeletionOrder<Each extends Pod>(pods: readonly Each[]): readonly Each[] {
  const onNode = new Map<string, number>();
  for (const { spec } of pods) {
    if (spec?.nodeName !== undefined) onNode.set(spec.nodeName, (onNode.get(spec.nodeName) ?? 0) + 1);
  }
  const rank = (pod: Pod): readonly number[] => [
    (pod.spec?.nodeName ?? '') === '' ? 0 : 1,
    PHASES.indexOf(pod.status?.phase ?? 'Pending'),
    isPodReady(pod) ? 1 : 0,
    Number(pod.metadata?.annotations?.[DELETION_COST] ?? 0) || 0,
    -(onNode.get(pod.spec?.nodeName ?? '') ?? 0),
    -Date.parse(readyCondition(pod)?.lastTransitionTime ?? '') || 0,
    -Date.parse(pod.metadata?.creationTimestamp ?? '') || 0,
  ];
  return pods
    .map((pod) => ({ pod, rank: rank(pod) }))
    .sort((a, b) => {
      const index = a.rank.findIndex((value, at) => value !== b.rank[at]);
      return index === -1 ? 0 : (a.rank[index] ?? 0) - (b.rank[index] ?? 0);
    })
    .map(({ pod }) => pod);
}
