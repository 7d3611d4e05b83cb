/**
 * What a ReplicaSet says about its pods.
 *
 * Source: pkg/controller/replicaset/replica_set_utils.go.
 */
import type { ReplicaSet, ReplicaSetCondition, ReplicaSetStatus } from '@bulkhead/apimachinery/types/apps-v1';
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import { isActivePod, isPodAvailable, isPodOver, isPodReady, isTerminatingPod } from './pod-state.js';

export interface ReplicaSetStatusInput {
  readonly pods: readonly Pod[];
  /** Why pods could not be made or deleted. */
  readonly failure?: { readonly reason: 'FailedCreate' | 'FailedDelete'; readonly message: string };
  readonly countsTerminating: boolean;
  /** Milliseconds since the epoch, and as `metav1.Time`. */
  readonly now: number;
  readonly timestamp: string;
}

export function replicaSetStatus(set: ReplicaSet, input: ReplicaSetStatusInput): ReplicaSetStatus {
  const { pods, now } = input;
  const active = pods.filter(isActivePod);
  const wanted = Object.entries(set.spec?.template?.metadata?.labels ?? {});
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  const count = (test: (pod: Pod) => boolean): number => active.filter(test).length;
  const conditions = conditionsOf(set.status?.conditions ?? [], input);
  return {
    replicas: active.length,
    ...positive(
      'fullyLabeledReplicas',
      count(({ metadata }) => wanted.every(([key, value]) => metadata?.labels?.[key] === value)),
    ),
    ...positive('readyReplicas', count(isPodReady)),
    ...positive(
      'availableReplicas',
      count((pod) => isPodAvailable(pod, minReadySeconds, now)),
    ),
    ...(input.countsTerminating
      ? { terminatingReplicas: pods.filter((pod) => isTerminatingPod(pod) && !isPodOver(pod)).length }
      : {}),
    observedGeneration: set.metadata?.generation ?? 0,
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

function conditionsOf(
  present: readonly ReplicaSetCondition[],
  { failure, timestamp }: ReplicaSetStatusInput,
): readonly ReplicaSetCondition[] {
  const before = present.find(({ type }) => type === 'ReplicaFailure');
  const others = present.filter((condition) => condition !== before);
  if (failure === undefined) return others;
  const isSame = before?.status === 'True' && before.reason === failure.reason;
  if (isSame && before.message === failure.message) return present;
  const lastTransitionTime = (isSame ? before.lastTransitionTime : undefined) ?? timestamp;
  return [...others, { type: 'ReplicaFailure', status: 'True', lastTransitionTime, ...failure }];
}

/** Zero is left out, as the server writes it. */
const positive = (field: string, value: number): object => (value === 0 ? {} : { [field]: value });
