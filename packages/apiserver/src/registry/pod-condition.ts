/** Conditions of pods. Source: pkg/api/pod/util.go UpdatePodCondition. */
import type { PodCondition } from '@bulkhead/apimachinery/types/core-v1';

/** The condition in its place, or at the end; its time moves when its status does. */
export function withCondition(
  conditions: readonly PodCondition[],
  condition: PodCondition,
  now: string,
): readonly PodCondition[] {
  const index = conditions.findIndex(({ type }) => type === condition.type);
  const before = conditions[index];
  const isSame = before !== undefined && before.status === condition.status;
  const lastTransitionTime = (isSame ? before.lastTransitionTime : undefined) ?? now;
  const next = { ...condition, lastTransitionTime };
  return before === undefined ? [...conditions, next] : conditions.with(index, next);
}
