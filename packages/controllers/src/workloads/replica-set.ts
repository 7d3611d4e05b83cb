/**
 * Keeps as many pods as a ReplicaSet asks for.
 *
 * Source: pkg/controller/replicaset/replica_set.go.
 */
import { compileLabelSelector, matchesSelector } from '@bulkhead/apimachinery/selectors';
import type { ReplicaSet } from '@bulkhead/apimachinery/types/apps-v1';
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { CachedObject, ClusterAccess, KubeObject } from '../cluster-access.js';
import { PODS, REPLICA_SETS } from '../frame/api-resource.js';
import { keyOf, type Loop, splitKey } from '../frame/loop.js';
import { at, LoopClient } from '../frame/loop-client.js';
import { isNamespaceTerminating, ToldFailure } from '../frame/request-error.js';
import { timestamp } from '../frame/timestamp.js';
import { claimObjects } from './claim-objects.js';
import { controllerOf, controllerReference } from './controller-reference.js';
import { inDeletionOrder, isActivePod, untilAvailable } from './pod-state.js';
import { type ReplicaSetStatusInput, replicaSetStatus } from './replica-set-status.js';

const NAME = 'replicaset-controller';
/** Pods made or deleted before the set is looked at again. */
const BURST = 500;

export function replicaSetLoop(access: ClusterAccess): Loop {
  const sets = new ReplicaSets(access);
  return {
    name: NAME,
    watches: [
      { ...REPLICA_SETS, keysOf: (set) => [keyOf(set)] },
      { ...PODS, keysOf: (pod, previous) => sets.setsOf(pod, previous) },
    ],
    reconcile: (key) => sets.reconcile(key),
  };
}

type Failure = ReplicaSetStatusInput['failure'];

class ReplicaSets {
  readonly #access: ClusterAccess;
  readonly #client: LoopClient;

  constructor(access: ClusterAccess) {
    this.#access = access;
    this.#client = LoopClient.as(NAME, access);
  }

  /** The sets that a change of the pod concerns: its controllers then and now, and those that may adopt it. */
  setsOf({ object, namespace }: CachedObject, previous: CachedObject | undefined): readonly string[] {
    const controllers = [controllerOf(object.metadata), controllerOf(previous?.object.metadata)];
    const own = controllers.flatMap((owner) => (owner?.kind === 'ReplicaSet' ? [`${namespace}/${owner.name}`] : []));
    if (controllers[0] !== undefined || object.metadata.labels === undefined) return own;
    const adopters = this.#list('replicasets', namespace).filter((set) => {
      const selector = this.#selectorOf(set.object);
      return selector !== undefined && matchesSelector(selector, object.metadata.labels);
    });
    return [...own, ...adopters.map(keyOf)];
  }

  async reconcile(key: string): Promise<number | undefined> {
    const [namespace, name] = splitKey(key);
    const set: (KubeObject & ReplicaSet) | undefined = this.#access.caches
      .cache('apps', 'replicasets')
      ?.get(namespace, name)?.object;
    const selector = set === undefined ? undefined : this.#selectorOf(set);
    if (set === undefined || selector === undefined) return undefined;
    const claim = { owner: set, selector, resource: PODS, client: this.#client };
    const pods = await claimObjects(claim, this.#list('pods', namespace));
    const isGoing = (set.metadata.deletionTimestamp ?? '') !== '';
    const { failure } = isGoing ? {} : await this.#manage(set, pods.filter(isActivePod));
    const now = this.#list('pods', namespace)
      .map(({ object }) => object)
      .filter(({ metadata }) => controllerOf(metadata)?.uid === set.metadata.uid);
    await this.#tell(set, now, failure);
    if (failure !== undefined) throw new ToldFailure(failure.message);
    return this.#untilNextAvailable(set, now);
  }

  /** Makes or deletes pods; what went wrong is part of the status. */
  async #manage(set: KubeObject & ReplicaSet, active: readonly KubeObject[]) {
    const wanted = set.spec?.replicas ?? 1;
    const missing = Math.min(wanted - active.length, BURST);
    if (missing > 0) return await this.#create(set, missing);
    if (missing === 0) return {};
    const doomed = inDeletionOrder(active).slice(0, Math.min(-missing, BURST));
    const results = await Promise.allSettled(
      doomed.map(({ metadata }) =>
        this.#client.delete(at(PODS, metadata.namespace ?? '', metadata.name), { uid: metadata.uid ?? '' }),
      ),
    );
    return failureOf('FailedDelete', results);
  }

  /** In growing batches: what the first pod is refused for, hundreds would be refused for as well. */
  async #create(set: KubeObject & ReplicaSet, count: number) {
    const path = at(PODS, set.metadata.namespace ?? '');
    const body = podOf(set);
    for (let batch = 1, left = count; left > 0; left -= batch, batch = Math.min(batch * 2, left)) {
      batch = Math.min(batch, left);
      const results = await Promise.allSettled(Array.from({ length: batch }, () => this.#client.create(path, body)));
      const failed = failureOf('FailedCreate', results);
      if (isNamespaceTerminating(failed.error)) return {};
      if (failed.error !== undefined) return failed;
    }
    return {};
  }

  async #tell(set: KubeObject & ReplicaSet, pods: readonly Pod[], failure: Failure): Promise<void> {
    const { profile, now } = this.#access;
    const status = replicaSetStatus(set, {
      pods,
      ...(failure === undefined ? {} : { failure }),
      countsTerminating: profile.enabled('DeploymentReplicaSetTerminatingReplicas'),
      now: now(),
      timestamp: timestamp(now()),
    });
    await this.#client.updateStatus(REPLICA_SETS, set, status);
  }

  #untilNextAvailable(set: ReplicaSet, pods: readonly Pod[]): number | undefined {
    const minReadySeconds = set.spec?.minReadySeconds ?? 0;
    if (minReadySeconds === 0) return undefined;
    const waits = pods.filter(isActivePod).map((pod) => untilAvailable(pod, minReadySeconds, this.#access.now()) ?? 0);
    const next = waits.filter((wait) => wait > 0);
    return next.length === 0 ? undefined : Math.min(...next);
  }

  #selectorOf({ spec }: ReplicaSet) {
    const compiled = compileLabelSelector(spec?.selector, this.#access.profile.minor);
    // One that selects everything is a mistake.
    return compiled?.kind === 'requirements' && compiled.requirements.length > 0 ? compiled : undefined;
  }

  #list(resource: 'pods' | 'replicasets', namespace: string): readonly CachedObject[] {
    return this.#access.caches.cache(resource === 'pods' ? '' : 'apps', resource)?.list(namespace) ?? [];
  }
}

function failureOf(
  reason: NonNullable<Failure>['reason'],
  results: readonly PromiseSettledResult<unknown>[],
): { readonly failure?: NonNullable<Failure>; readonly error?: unknown } {
  const failed = results.find((result) => result.status === 'rejected');
  if (failed === undefined) return {};
  const error: unknown = failed.reason;
  const message = error instanceof Error ? error.message.replace(/^\/\S+: /, '') : String(error);
  return { failure: { reason, message }, error };
}

function podOf(set: KubeObject & ReplicaSet): object {
  const { metadata = {}, spec } = set.spec?.template ?? {};
  const { labels, annotations, finalizers } = metadata;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${set.metadata.name ?? ''}-`,
      namespace: set.metadata.namespace ?? '',
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ownerReferences: [controllerReference(set)],
    },
    spec,
  };
}
