/**
 * How many pods of a PodDisruptionBudget may be evicted now.
 *
 * Source: pkg/controller/disruption/disruption.go.
 */

import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { Condition } from '@bulkhead/apimachinery/types/meta-v1';
import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from '@bulkhead/apimachinery/types/policy-v1';
import { isPodReady, isTerminatingPod } from '../workloads/pod-state.js';

export interface BudgetInput {
  /** Those that the budget selects and that have not come to their end. */
  readonly pods: readonly Pod[];
  /** How many pods those who control them want altogether. */
  readonly wanted: number;
  /** Milliseconds since the epoch, and as `metav1.Time`. */
  readonly now: number;
  readonly timestamp: string;
}

/** An evicted pod that is still there after this was not deleted after all. */
const EVICTION_MS = 120_000;

export function budgetStatus(budget: PodDisruptionBudget, input: BudgetInput): PodDisruptionBudgetStatus {
  const { expected, desired } = wishes(budget, input);
  const disruptedPods = stillDisrupted(budget, input);
  const healthy = input.pods.filter(
    (pod) => isPodReady(pod) && !isTerminatingPod(pod) && !disruptedPods.has(pod.metadata?.name ?? ''),
  ).length;
  const allowed = expected <= 0 ? 0 : Math.max(0, healthy - desired);
  const generation = budget.metadata?.generation ?? 0;
  return {
    ...(disruptedPods.size === 0 ? {} : { disruptedPods: Object.fromEntries(disruptedPods) }),
    observedGeneration: generation,
    disruptionsAllowed: allowed,
    currentHealthy: healthy,
    desiredHealthy: desired,
    expectedPods: expected,
    conditions: conditionsOf(budget.status?.conditions ?? [], allowed > 0, generation, input.timestamp),
  };
}

/** Milliseconds until an eviction is taken as failed. */
export function untilNextExpiry({ status }: PodDisruptionBudget, now: number): number | undefined {
  const ends = Object.values(status?.disruptedPods ?? {}).map((time) => Date.parse(time) + EVICTION_MS - now);
  return ends.length === 0 ? undefined : Math.max(1, Math.min(...ends));
}

function wishes({ spec }: PodDisruptionBudget, { pods, wanted }: BudgetInput) {
  const { minAvailable, maxUnavailable } = spec ?? {};
  if (maxUnavailable !== undefined) {
    return { expected: wanted, desired: Math.max(0, wanted - resolved(maxUnavailable, wanted)) };
  }
  if (typeof minAvailable === 'string') return { expected: wanted, desired: resolved(minAvailable, wanted) };
  return { expected: pods.length, desired: minAvailable ?? 1 };
}

function resolved(value: string | number, of: number): number {
  if (typeof value === 'number') return value;
  return Math.ceil((Number(/^(\d+)%$/.exec(value)?.[1] ?? 0) * of) / 100);
}

function stillDisrupted({ status }: PodDisruptionBudget, { pods, now }: BudgetInput): ReadonlyMap<string, string> {
  const staying = new Set(pods.filter((pod) => !isTerminatingPod(pod)).map(({ metadata }) => metadata?.name ?? ''));
  return new Map(
    Object.entries(status?.disruptedPods ?? {}).filter(
      ([name, time]) => staying.has(name) && Date.parse(time) + EVICTION_MS > now,
    ),
  );
}

function conditionsOf(
  present: readonly Condition[],
  isAllowed: boolean,
  observedGeneration: number | bigint,
  now: string,
): readonly Condition[] {
  const type = 'DisruptionAllowed';
  const status = isAllowed ? 'True' : 'False';
  const before = present.find((condition) => condition.type === type);
  const lastTransitionTime = (before?.status === status ? before.lastTransitionTime : undefined) ?? now;
  const reason = isAllowed ? 'SufficientPods' : 'InsufficientPods';
  return [
    ...present.filter((condition) => condition.type !== type),
    { type, status, observedGeneration, lastTransitionTime, reason, message: '' },
  ];
}
