/**
 * What disruption budgets say of a pod that is to go, and how it is taken from them.
 *
 * Source: pkg/registry/core/pod/storage/eviction.go, k8s.io/component-helpers/apps/poddisruptionbudget.
 */
import type { Minor } from '@bulkhead/apimachinery';
import { compileLabelSelector, matchesSelector } from '@bulkhead/apimachinery/selectors';
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { Condition, LabelSelector } from '@bulkhead/apimachinery/types/meta-v1';
import type { PodDisruptionBudget } from '@bulkhead/apimachinery/types/policy-v1';
import { StatusError } from '../../http/status-error.js';
import { apiTime } from '../../registry/api-time.js';
import { directUpdate } from '../../registry/direct-update.js';
import { forbidden } from '../../registry/failures.js';
import type { KubeObject, ObjectCache } from '../../registry/kube-object.js';
import type { ObjectRegistry } from '../../registry/object-registry.js';

type BudgetStatus = NonNullable<PodDisruptionBudget['status']>;
type BudgetSpec = NonNullable<PodDisruptionBudget['spec']>;

const specOf = (budget: KubeObject): BudgetSpec => budget['spec'] ?? {};
const statusOf = (budget: KubeObject): BudgetStatus => budget['status'] ?? {};

/** The budgets that select the pod; a selector without any condition selects nothing. */
export function budgetsOf(pod: KubeObject, cache: ObjectCache | undefined, minor: Minor): readonly KubeObject[] {
  const { namespace = '', labels = {} } = pod.metadata;
  const budgets = (cache?.list(namespace) ?? []).map(({ object }) => object);
  return budgets.filter((budget) => selects(specOf(budget).selector, labels, minor));
}

function selects(selector: LabelSelector | undefined, labels: Readonly<Record<string, string>>, minor: Minor): boolean {
  if (selector === undefined || selector === null) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  if (Object.keys(matchLabels).length === 0 && matchExpressions.length === 0) return false;
  const compiled = compileLabelSelector(selector, minor);
  return compiled !== undefined && matchesSelector(compiled, labels);
}

/** A pod that is not ready is not counted, so its end takes nothing from what is healthy. */
export function isEvictedFreely(pod: KubeObject, budget: KubeObject): boolean {
  const { conditions = [] }: NonNullable<Pod['status']> = pod['status'] ?? {};
  if (conditions.some(({ type, status }) => type === 'Ready' && status === 'True')) return false;
  if (specOf(budget).unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  const { currentHealthy = 0, desiredHealthy = 0 } = statusOf(budget);
  return desiredHealthy > 0 && currentHealthy >= desiredHealthy;
}

const VIOLATION = "Cannot evict pod as it would violate the pod's disruption budget.";
const CAUSE = 'DisruptionBudget';
/** Pods that were evicted and that the controller has not yet taken note of. */
const MAX_DISRUPTED_PODS = 2000;

/** The controller has not seen the budget as it is: the client may come back. */
export function tooManyRequests(budget: KubeObject): StatusError {
  const message = `The disruption budget ${budget.metadata.name ?? ''} is still being processed by the server.`;
  return violation([{ reason: CAUSE, message }], 10);
}

function violation(
  causes: readonly { readonly reason: string; readonly message: string }[],
  retryAfterSeconds?: number,
): StatusError {
  return new StatusError({
    code: 429,
    reason: 'TooManyRequests',
    message: VIOLATION,
    details: { causes, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
  });
}

/** One disruption less is allowed; refuses when none is left. */
export async function takeFromBudget(
  registry: ObjectRegistry,
  budget: KubeObject,
  podName: string,
  receivedAt: number,
  dryRun: boolean,
): Promise<void> {
  const { namespace = '', name = '' } = budget.metadata;
  const now = apiTime(receivedAt);
  const change = (current: KubeObject): KubeObject => {
    checkBudget(current);
    const status = statusOf(current);
    const disruptionsAllowed = Number(status.disruptionsAllowed ?? 0) - 1;
    return {
      ...current,
      status: {
        ...status,
        disruptionsAllowed,
        disruptedPods: { ...status.disruptedPods, [podName]: now },
        ...(disruptionsAllowed === 0 ? { conditions: withoutDisruptions(status, now) } : {}),
      },
    };
  };
  await directUpdate(registry, { namespace, name, change, dryRun });
}

function checkBudget(budget: KubeObject): void {
  const { name = '', generation = 0 } = budget.metadata;
  const status = statusOf(budget);
  const resource = { group: 'policy', resource: 'poddisruptionbudget' };
  if (Number(status.observedGeneration ?? 0) < Number(generation)) throw tooManyRequests(budget);
  const allowed = Number(status.disruptionsAllowed ?? 0);
  if (allowed < 0) throw forbidden(resource, name, 'pdb disruptions allowed is negative');
  if (Object.keys(status.disruptedPods ?? {}).length > MAX_DISRUPTED_PODS) {
    const why = 'DisruptedPods map too big - too many evictions not confirmed by PDB controller';
    throw forbidden(resource, name, why);
  }
  if (allowed > 0) return;
  const { desiredHealthy = 0, currentHealthy = 0, conditions = [] } = status;
  const message = `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
  const failed = conditions.find(({ type, reason }) => type === 'DisruptionAllowed' && reason === 'SyncFailed');
  throw violation([
    { reason: CAUSE, message },
    ...(failed === undefined ? [] : [{ reason: CAUSE, message: failed.message ?? '' }]),
  ]);
}

function withoutDisruptions({ conditions = [], observedGeneration }: BudgetStatus, now: string): readonly Condition[] {
  const others = conditions.filter(({ type }) => type !== 'DisruptionAllowed');
  const before = conditions.find(({ type }) => type === 'DisruptionAllowed');
  return [
    ...others,
    {
      type: 'DisruptionAllowed',
      status: 'False',
      ...(observedGeneration === undefined ? {} : { observedGeneration }),
      lastTransitionTime: (before?.status === 'False' ? before.lastTransitionTime : undefined) ?? now,
      reason: 'InsufficientPods',
      message: '',
    },
  ];
}
