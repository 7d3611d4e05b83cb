/**
 * Namespaces that are going away: their content is deleted, what remains is told in the status, and when nothing
 * remains the namespace's own finalizer is taken away. Where deletion is ordered, pods go first and everything else
 * waits for them: network policies outlive what they restrict.
 *
 * Source: pkg/controller/namespace.
 */
import type { Namespace } from '@bulkhead/apimachinery/types/core-v1';
import type { CachedObject, ClusterAccess, KubeObject } from '../cluster-access.js';
import { NAMESPACES, resourceOf } from '../frame/api-resource.js';
import { type CachedResource, cachedResources } from '../frame/cached-resources.js';
import type { Loop, Watched } from '../frame/loop.js';
import { at, LoopClient } from '../frame/loop-client.js';
import { isNotFound } from '../frame/request-error.js';
import { timestamp } from '../frame/timestamp.js';
import { deletionConditions, type RemainingContent } from './deletion-conditions.js';
import { isTerminating } from './namespace-phase.js';

const FINALIZER = 'kubernetes';
/** In case that an event of the content was missed. */
const LOOK_AGAIN_MS = 15_000;

export function namespaceDeletionLoop(access: ClusterAccess): Loop {
  const deletion = new NamespaceDeletion(access);
  const isGoing = (namespace: string): boolean => deletion.doomed(namespace) !== undefined;
  const content = deletion.resources.map(
    ({ group, resource }): Watched => ({
      group,
      resource,
      keysOf: ({ namespace }) => (isGoing(namespace) ? [namespace] : []),
    }),
  );
  return {
    name: 'namespace-controller',
    watches: [{ ...NAMESPACES, keysOf: ({ name }) => (isGoing(name) ? [name] : []) }, ...content],
    workers: 10,
    reconcile: (name) => deletion.reconcile(name),
  };
}

class NamespaceDeletion {
  /** Namespaced ones whose objects can be deleted. */
  readonly resources: readonly CachedResource[];
  readonly #access: ClusterAccess;
  readonly #client: LoopClient;
  readonly #isOrdered: boolean;

  constructor(access: ClusterAccess) {
    this.#access = access;
    this.#client = LoopClient.as('namespace-controller', access);
    this.#isOrdered = access.profile.enabled('OrderedNamespaceDeletion');
    this.resources = cachedResources(access.caches).filter(
      ({ namespaced, verbs }) => namespaced && verbs.includes('delete'),
    );
  }

  /** The namespace when it is going away and this loop has work with it. */
  doomed(name: string): (KubeObject & Namespace) | undefined {
    const namespace: (KubeObject & Namespace) | undefined = this.#access.caches
      .cache('', 'namespaces')
      ?.get('', name)?.object;
    if (namespace === undefined || !isTerminating(namespace)) return undefined;
    if ((namespace.metadata.deletionTimestamp ?? '') === '') return undefined;
    return namespace.spec?.finalizers?.includes(FINALIZER) === true ? namespace : undefined;
  }

  async reconcile(name: string): Promise<number | undefined> {
    const namespace = this.doomed(name);
    if (namespace === undefined) return undefined;
    const failures: string[] = [];
    const pods = this.resources.filter(({ group, resource }) => group === '' && resource === 'pods');
    const others = this.resources.filter((resource) => !pods.includes(resource));
    if (this.#isOrdered) {
      await this.#deleteAll(pods, name, failures);
      if (this.#remaining(pods, name, []).counts.size === 0) await this.#deleteAll(others, name, failures);
    } else await this.#deleteAll(this.resources, name, failures);
    const remaining = this.#remaining(this.resources, name, failures);
    try {
      const updated = await this.#tell(namespace, remaining);
      if (failures.length > 0) throw new Error(failures.join(', '));
      if (remaining.counts.size > 0) return LOOK_AGAIN_MS;
      await this.#finalize(updated);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    return undefined;
  }

  async #deleteAll(resources: readonly CachedResource[], namespace: string, failures: string[]): Promise<void> {
    const results = await Promise.allSettled(
      resources.map((resource) => this.#deleteContent(resource, resource.cache.list(namespace))),
    );
    for (const result of results) if (result.status === 'rejected') failures.push(messageOf(result.reason));
  }

  async #deleteContent({ resource, verbs }: CachedResource, present: readonly CachedObject[]): Promise<void> {
    const fresh = present.filter(({ object }) => (object.metadata.deletionTimestamp ?? '') === '');
    const [first] = fresh;
    if (first === undefined) return;
    const choice = { propagationPolicy: 'Background' } as const;
    const path = at(resourceOf(first.object.apiVersion, resource), first.namespace);
    if (verbs.includes('deletecollection')) await this.#client.deleteCollection(path, choice);
    else await Promise.all(fresh.map(({ name }) => this.#client.delete({ ...path, name }, choice)));
  }

  #remaining(resources: readonly CachedResource[], namespace: string, failures: readonly string[]): RemainingContent {
    const counts = new Map<string, number>();
    const finalizers = new Map<string, number>();
    for (const { group, resource, cache } of resources) {
      const present = cache.list(namespace);
      if (present.length > 0) counts.set(`${resource}.${group}`, present.length);
      for (const { object } of present) {
        for (const name of object.metadata.finalizers ?? []) finalizers.set(name, (finalizers.get(name) ?? 0) + 1);
      }
    }
    return { counts, finalizers, failures };
  }

  /** The namespace with its new conditions, or as it was when they are not new. */
  async #tell(namespace: KubeObject & Namespace, remaining: RemainingContent): Promise<KubeObject & Namespace> {
    const present = namespace.status?.conditions ?? [];
    const conditions = deletionConditions(present, remaining, timestamp(this.#access.now()));
    if (JSON.stringify(conditions) === JSON.stringify(present)) return namespace;
    const body = { ...namespace, status: { ...namespace.status, conditions } };
    const name = namespace.metadata.name ?? '';
    return (await this.#client.update(at(NAMESPACES, '', name, 'status'), body)) ?? body;
  }

  async #finalize(namespace: KubeObject & Namespace): Promise<void> {
    const finalizers = (namespace.spec?.finalizers ?? []).filter((name) => name !== FINALIZER);
    const body = { ...namespace, spec: { ...namespace.spec, finalizers } };
    await this.#client.update(at(NAMESPACES, '', namespace.metadata.name ?? '', 'finalize'), body);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
