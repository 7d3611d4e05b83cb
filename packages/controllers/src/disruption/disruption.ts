/**
 * Keeps the status of PodDisruptionBudgets, which evictions are decided by.
 *
 * Source: pkg/controller/disruption.
 */
import { compileLabelSelector, matchesSelector } from '@bulkhead/apimachinery/selectors';
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { PodDisruptionBudget } from '@bulkhead/apimachinery/types/policy-v1';
import type { CachedObject, ClusterAccess, KubeObject } from '../cluster-access.js';
import { POD_DISRUPTION_BUDGETS, PODS } from '../frame/api-resource.js';
import { keyOf, type Loop, splitKey } from '../frame/loop.js';
import { LoopClient } from '../frame/loop-client.js';
import { timestamp } from '../frame/timestamp.js';
import { controllerOf } from '../workloads/controller-reference.js';
import { isPodOver } from '../workloads/pod-state.js';
import { budgetStatus, untilNextExpiry } from './budget-status.js';

const NAME = 'disruption-controller';

export function disruptionLoop(access: ClusterAccess): Loop {
  const budgets = new Budgets(access);
  return {
    name: NAME,
    watches: [
      { ...POD_DISRUPTION_BUDGETS, keysOf: (budget) => [keyOf(budget)] },
      { ...PODS, keysOf: (pod, previous) => budgets.budgetsOf(pod, previous) },
    ],
    reconcile: (key) => budgets.reconcile(key),
  };
}

class Budgets {
  readonly #access: ClusterAccess;
  readonly #client: LoopClient;

  constructor(access: ClusterAccess) {
    this.#access = access;
    this.#client = LoopClient.as(NAME, access);
  }

  budgetsOf({ object, namespace }: CachedObject, previous: CachedObject | undefined): readonly string[] {
    return this.#list('policy', 'poddisruptionbudgets', namespace)
      .filter((budget) => {
        const selector = this.#selectorOf(budget.object);
        const matches = (each: KubeObject | undefined): boolean =>
          each !== undefined && selector !== undefined && matchesSelector(selector, each.metadata.labels);
        return matches(object) || matches(previous?.object);
      })
      .map(keyOf);
  }

  async reconcile(key: string): Promise<number | undefined> {
    const [namespace, name] = splitKey(key);
    const budget: (KubeObject & PodDisruptionBudget) | undefined = this.#access.caches
      .cache('policy', 'poddisruptionbudgets')
      ?.get(namespace, name)?.object;
    if (budget === undefined || (budget.metadata.deletionTimestamp ?? '') !== '') return undefined;
    const selector = this.#selectorOf(budget);
    const pods = this.#list('', 'pods', namespace)
      .map(({ object }): KubeObject & Pod => object)
      .filter((pod) => selector !== undefined && !isPodOver(pod) && matchesSelector(selector, pod.metadata.labels));
    const now = this.#access.now();
    const input = { pods, wanted: this.#wanted(namespace, pods), now, timestamp: timestamp(now) };
    const status = budgetStatus(budget, input);
    await this.#client.updateStatus(POD_DISRUPTION_BUDGETS, budget, status);
    return untilNextExpiry({ status }, now);
  }

  /** What the controllers of the pods want altogether, each counted once. */
  #wanted(namespace: string, pods: readonly KubeObject[]): number {
    const scales = new Map<string, number>();
    for (const { metadata } of pods) {
      const scale = this.#scaleOf(namespace, metadata);
      if (scale !== undefined) scales.set(scale.uid, scale.replicas);
    }
    return [...scales.values()].reduce((total, replicas) => total + replicas, 0);
  }

  #scaleOf(namespace: string, metadata: KubeObject['metadata']): { uid: string; replicas: number } | undefined {
    const owner = controllerOf(metadata);
    const place = SCALED.get(owner?.kind ?? '');
    if (owner === undefined || place === undefined) return undefined;
    const found = this.#access.caches.cache(place.group, place.resource)?.get(namespace, owner.name ?? '')?.object;
    if (found === undefined || found.metadata.uid !== owner.uid) return undefined;
    // A deployment has several sets during an update, but one number.
    const above = this.#scaleOf(namespace, found.metadata);
    if (above !== undefined) return above;
    const { replicas = 1 } = (found['spec'] ?? {}) as { readonly replicas?: number };
    return { uid: found.metadata.uid ?? '', replicas };
  }

  #selectorOf({ spec }: PodDisruptionBudget) {
    return compileLabelSelector(spec?.selector, this.#access.profile.minor);
  }

  #list(group: string, resource: string, namespace: string): readonly CachedObject[] {
    return this.#access.caches.cache(group, resource)?.list(namespace) ?? [];
  }
}

const SCALED: ReadonlyMap<string, { readonly group: string; readonly resource: string }> = new Map([
  ['ReplicaSet', { group: 'apps', resource: 'replicasets' }],
  ['Deployment', { group: 'apps', resource: 'deployments' }],
  ['StatefulSet', { group: 'apps', resource: 'statefulsets' }],
  ['ReplicationController', { group: '', resource: 'replicationcontrollers' }],
]);
