/**
 * `pods/eviction`: a delete that asks the disruption budgets first.
 *
 * Source: pkg/registry/core/pod/storage/eviction.go.
 */
import { type KindModel, lookupKind } from '@bulkhead/apimachinery';
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { AdmissionChain } from '../../admission/plugin.js';
import type { ApiResponse } from '../../http/request.js';
import { StatusError } from '../../http/status-error.js';
import { apiTime } from '../../registry/api-time.js';
import { directUpdate } from '../../registry/direct-update.js';
import { badRequest, internalError, notFound, plainError } from '../../registry/failures.js';
import type { KubeObject } from '../../registry/kube-object.js';
import { withCondition } from '../../registry/pod-condition.js';
import { type DeleteOptions, type DeleteOptionsBody, readDeleteOptions } from '../options.js';
import { admitPosted, CREATED_STATUS, readPosted } from '../posted-object.js';
import type { ReadBody } from '../request-body.js';
import { respondOther } from '../respond.js';
import type { SubresourceHandler, SubresourceTools } from '../subresource.js';
import type { ResourceTarget } from '../target.js';
import { inNamespace } from '../writes.js';
import { budgetsOf, isEvictedFreely, takeFromBudget, tooManyRequests } from './disruption-budget.js';

const OLD_VERSION = 'policy/v1beta1';

export const podEviction =
  (admission: AdmissionChain): SubresourceHandler =>
  async (target, tools) => {
    const { context, name } = target;
    const kind = lookupKind('policy/v1', 'Eviction');
    if (kind === undefined) throw internalError('no kind Eviction');
    const posted = await readPosted(target, kind, (body) => versionOf(body, kind));
    const object = inNamespace(target, posted.object);
    const eviction = await admitPosted(target, kind, { ...posted, object }, admission);
    if (eviction.metadata.name !== name) throw badRequest('name in URL does not match name in Eviction object');
    const asked: DeleteOptionsBody | undefined = eviction['deleteOptions'] ?? undefined;
    const options = readDeleteOptions(new Map(), asked, context.profile.minor);
    return await evict(target, tools, posted.options.dryRun ? { ...options, dryRun: true } : options);
  };

/** Old clients write the old version, which says the same. */
function versionOf({ value }: ReadBody, kind: KindModel): KindModel {
  const { apiVersion } = (value ?? {}) as { readonly apiVersion?: unknown };
  return (apiVersion === OLD_VERSION ? lookupKind(OLD_VERSION, 'Eviction') : undefined) ?? kind;
}

async function evict(target: ResourceTarget, tools: SubresourceTools, options: DeleteOptions): Promise<ApiResponse> {
  const { registry, namespace, name, resource } = target;
  const stored = await registry.objects.read(registry.objects.key(namespace, name));
  if (stored === undefined) throw notFound(resource, name);
  const pod = stored.object;
  const version = options.preconditions?.resourceVersion ?? String(stored.revision);
  if (isBeyondBudgets(pod)) {
    await deletePod(target, isPending(pod) ? withVersion(options, version) : options);
    return respondOther(target, CREATED_STATUS, 201);
  }
  const budgets = budgetsOf(pod, tools.caches.cache('policy', 'poddisruptionbudgets'), target.context.profile.minor);
  if (budgets.length > 1) {
    throw plainError(
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    );
  }
  const [budget] = budgets;
  if (budget === undefined) await deletePod(target, options);
  else if (isEvictedFreely(pod, budget)) await deleteUnready(target, withVersion(options, version), options, budget);
  else {
    const budgetRegistry = tools.registryOf('policy', 'poddisruptionbudgets');
    if (budgetRegistry === undefined) throw internalError('disruption budgets are not served');
    await takeFromBudget(budgetRegistry, budget, name, target.context.receivedAt, options.dryRun);
    await deletePod(target, options);
  }
  return respondOther(target, CREATED_STATUS, 201);
}

const statusOf = (pod: KubeObject): NonNullable<Pod['status']> => pod['status'] ?? {};
const isPending = (pod: KubeObject): boolean => statusOf(pod).phase === 'Pending' && !pod.metadata.deletionTimestamp;

/** Pods that run no more, or not yet, disrupt nothing. */
function isBeyondBudgets(pod: KubeObject): boolean {
  const { phase } = statusOf(pod);
  return phase === 'Succeeded' || phase === 'Failed' || phase === 'Pending' || Boolean(pod.metadata.deletionTimestamp);
}

function withVersion(options: DeleteOptions, resourceVersion: string): DeleteOptions {
  return { ...options, preconditions: { ...options.preconditions, resourceVersion } };
}

/** A pod that became ready meanwhile counts again: the client may come back. */
async function deleteUnready(
  target: ResourceTarget,
  checked: DeleteOptions,
  asked: DeleteOptions,
  budget: KubeObject,
): Promise<void> {
  try {
    await deletePod(target, checked);
  } catch (error) {
    const isConflict = error instanceof StatusError && error.failure.code === 409;
    if (isConflict && asked.preconditions?.resourceVersion === undefined) throw tooManyRequests(budget);
    throw error;
  }
}

/** The pod says why it goes, for as long as it is still there. */
async function deletePod(target: ResourceTarget, options: DeleteOptions): Promise<void> {
  const { registry, deleter, namespace, name, version, context } = target;
  const { uid, resourceVersion } = options.preconditions ?? {};
  let last = options;
  if (!options.dryRun) {
    const now = apiTime(context.receivedAt);
    const change = (pod: KubeObject): KubeObject => {
      if (resourceVersion !== undefined && pod.metadata.resourceVersion !== resourceVersion) {
        throw versionConflict(name, resourceVersion, pod.metadata.resourceVersion ?? '');
      }
      const status = statusOf(pod);
      return { ...pod, status: { ...status, conditions: withCondition(status.conditions ?? [], EVICTED, now) } };
    };
    const updated = await directUpdate(registry, {
      namespace,
      name,
      dryRun: false,
      change,
      ...(uid === undefined ? {} : { uid }),
    });
    const next = updated.metadata.resourceVersion;
    if (resourceVersion !== undefined && next !== undefined) last = withVersion(options, next);
  }
  await deleter.remove({ version, namespace, name }, last);
}

const EVICTED = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'EvictionByEvictionAPI',
  message: 'Eviction API: evicting',
} as const;

function versionConflict(name: string, wanted: string, stored: string): StatusError {
  const why = `the ResourceVersion in the precondition (${wanted}) does not match the ResourceVersion in record (${stored}). The object might have been modified`;
  const message = `Operation cannot be fulfilled on Pod "${name}": ${why}`;
  return new StatusError({ code: 409, reason: 'Conflict', message, details: { name, kind: 'Pod' } });
}
