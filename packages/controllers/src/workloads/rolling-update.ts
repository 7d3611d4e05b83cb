/**
 * How many pods of the old and the new template there may be at each step of an update.
 *
 * Source: pkg/controller/deployment/{rolling,sync}.go, pkg/controller/deployment/util/deployment_util.go.
 */
import type { Deployment } from '@bulkhead/apimachinery/types/apps-v1';

/** What a step needs to know of a ReplicaSet; the oldest come first where there are several. */
export interface SetSize {
  readonly name: string;
  /** Asked for. */
  readonly replicas: number;
  readonly available: number;
}

export interface Bounds {
  readonly replicas: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

export function boundsOf({ spec }: Deployment): Bounds {
  const replicas = spec?.replicas ?? 1;
  if (spec?.strategy?.type === 'Recreate') return { replicas, maxSurge: 0, maxUnavailable: 0 };
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec?.strategy?.rollingUpdate ?? {};
  const surge = resolved(maxSurge, replicas, Math.ceil);
  const unavailable = Math.min(resolved(maxUnavailable, replicas, Math.floor), replicas);
  // With neither nothing could ever move.
  return { replicas, maxSurge: surge, maxUnavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

function resolved(value: string | number, of: number, round: (value: number) => number): number {
  if (typeof value === 'number') return value;
  const percent = /^(\d+)%$/.exec(value)?.[1];
  return percent === undefined ? 0 : round((Number(percent) * of) / 100);
}

/** The size that the new set may have now. */
export function newSetSize(bounds: Bounds, newReplicas: number, total: number, isRecreate: boolean): number {
  const { replicas, maxSurge } = bounds;
  if (isRecreate || newReplicas >= replicas) return replicas;
  const room = replicas + maxSurge - total;
  return room <= 0 ? newReplicas : newReplicas + Math.min(room, replicas - newReplicas);
}

/** The sizes of the old sets after a step down: first what does not work, then as many as availability allows. */
export function oldSetSizes(
  { replicas, maxUnavailable }: Bounds,
  newSet: SetSize,
  oldSets: readonly SetSize[],
): ReadonlyMap<string, number> {
  const sizes = new Map(oldSets.map((set) => [set.name, set.replicas]));
  const minAvailable = replicas - maxUnavailable;
  const total = sum([newSet, ...oldSets].map((set) => set.replicas));
  const most = total - minAvailable - (newSet.replicas - newSet.available);
  if (most <= 0) return sizes;
  let left = most;
  for (const set of oldSets) {
    const unhealthy = Math.min(Math.max(set.replicas - set.available, 0), left);
    sizes.set(set.name, set.replicas - unhealthy);
    left -= unhealthy;
  }
  let surplus = sum([newSet, ...oldSets].map((set) => set.available)) - minAvailable;
  for (const set of oldSets) {
    if (surplus <= 0) break;
    const size = sizes.get(set.name) ?? 0;
    const less = Math.min(size, surplus);
    sizes.set(set.name, size - less);
    surplus -= less;
  }
  return sizes;
}

/** The sizes when the wish changes in the middle of an update: each set gets its share of the change. */
export function proportionalSizes(
  bounds: Bounds,
  sets: readonly SetSize[],
  before: number,
): ReadonlyMap<string, number> {
  const sizes = new Map(sets.map((set) => [set.name, set.replicas]));
  const total = sum(sets.map((set) => set.replicas));
  const wanted = bounds.replicas === 0 ? 0 : bounds.replicas + bounds.maxSurge;
  const change = wanted - total;
  if (change === 0 || total === 0) return sizes;
  // The largest first, so that they take what rounding leaves.
  const ordered = [...sets].sort((a, b) => b.replicas - a.replicas);
  let left = change;
  for (const set of ordered) {
    const fraction = Math.round((set.replicas * wanted) / Math.max(before, 1)) - set.replicas;
    const part = change > 0 ? Math.min(Math.max(fraction, 0), left) : Math.max(Math.min(fraction, 0), left);
    sizes.set(set.name, Math.max(0, set.replicas + part));
    left -= part;
  }
  const [first] = ordered;
  if (first !== undefined && left !== 0) sizes.set(first.name, Math.max(0, (sizes.get(first.name) ?? 0) + left));
  return sizes;
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
