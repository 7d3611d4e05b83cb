/**
 * Deletes what has lost its owners, makes owners that are deleted in the foreground wait for what depends on them, and
 * frees the dependents of those that are to leave them behind.
 *
 * Source: pkg/controller/garbagecollector.
 */
import type { OwnerReference } from '@bulkhead/apimachinery/types/meta-v1';
import type { CachedObject, ClusterAccess, KubeObject } from '../cluster-access.js';
import { resourceOf } from '../frame/api-resource.js';
import { type CachedResource, cachedResources } from '../frame/cached-resources.js';
import type { Loop, Watched } from '../frame/loop.js';
import { at, LoopClient } from '../frame/loop-client.js';
import { OwnerGraph, ownersOf, type Place, placeKey, placeOfKey } from './owner-graph.js';
import {
  FOREGROUND,
  isDeleted,
  ORPHAN,
  type OwnerState,
  orphansDependents,
  ownerState,
  verdictOn,
  waitsForDependents,
} from './ownership.js';

const NAME = 'garbage-collector-controller';

export function garbageCollectionLoop(access: ClusterAccess): Loop {
  const collector = new GarbageCollector(access);
  return {
    name: NAME,
    watches: collector.resources.map(
      (resource): Watched => ({
        group: resource.group,
        resource: resource.resource,
        keysOf: (object, previous, isGone) => collector.observe(resource, object, previous, isGone),
      }),
    ),
    workers: 20,
    reconcile: (key) => collector.reconcile(key),
  };
}

class GarbageCollector {
  readonly resources: readonly CachedResource[];
  readonly #client: LoopClient;
  readonly #graph = new OwnerGraph();
  readonly #byResource: ReadonlyMap<string, CachedResource>;
  readonly #byKind: ReadonlyMap<string, CachedResource>;

  constructor(access: ClusterAccess) {
    this.#client = LoopClient.as('generic-garbage-collector', access);
    // Events own nothing and go by themselves.
    this.resources = cachedResources(access.caches).filter(
      ({ resource, verbs }) => resource !== 'events' && verbs.includes('delete'),
    );
    this.#byResource = new Map(this.resources.map((each) => [`${each.group}/${each.resource}`, each]));
    this.#byKind = new Map(this.resources.map((each) => [`${each.group}/${each.kind}`, each]));
  }

  /** Keeps the graph current; gives what is to be looked at. */
  *observe(
    { group, resource }: CachedResource,
    { namespace, name, object }: CachedObject,
    previous: CachedObject | undefined,
    isGone: boolean,
  ): Generator<string> {
    const place = { group, resource, namespace, name };
    const before = ownersOf(previous?.object);
    const now = ownersOf(object);
    if (before !== now || isGone) this.#graph.set(place, before, isGone ? [] : now);
    if (isGone) {
      for (const dependent of this.#graph.dependentsOf(object.metadata.uid ?? '')) yield placeKey(dependent);
    } else if (now.length > 0 || waitsForDependents(object) || orphansDependents(object)) yield placeKey(place);
    // Owners that wait look again when a dependent goes or leaves.
    for (const reference of before) {
      const owner = this.#ownerPlace(reference, namespace);
      const found = owner === undefined ? undefined : this.#cached(owner);
      if (owner !== undefined && found !== undefined && waitsForDependents(found)) yield placeKey(owner);
    }
  }

  async reconcile(key: string): Promise<number | undefined> {
    const place = placeOfKey(key);
    const object = this.#cached(place);
    if (object === undefined) return undefined;
    if (orphansDependents(object)) await this.#orphanDependents(place, object);
    else if (waitsForDependents(object)) await this.#awaitDependents(place, object);
    else if (!isDeleted(object)) await this.#judge(place, object);
    return undefined;
  }

  async #judge(place: Place, object: KubeObject): Promise<void> {
    const owners = ownersOf(object);
    if (owners.length === 0) return;
    const states = await Promise.all(owners.map((owner) => this.#stateOf(owner, place.namespace)));
    const hasDependents = this.#graph.dependentsOf(object.metadata.uid ?? '').length > 0;
    const verdict = verdictOn(object, states, hasDependents);
    if (verdict.kind === 'disown') {
      await this.#patch(place, object, { ownerReferences: verdict.ownerReferences });
    } else if (verdict.kind === 'delete') {
      const { uid = '', resourceVersion = '' } = object.metadata;
      await this.#client.delete(pathOf(place, object), {
        uid,
        resourceVersion,
        propagationPolicy: verdict.propagationPolicy,
      });
    }
  }

  /** Absent is only what the server itself does not have: the cache may be behind. */
  async #stateOf(reference: OwnerReference, namespace: string): Promise<OwnerState> {
    const place = this.#ownerPlace(reference, namespace);
    if (place === undefined) return 'unknown';
    const known = ownerState(reference, this.#cached(place));
    if (known !== 'absent') return known;
    const resource = resourceOf(reference.apiVersion ?? '', place.resource);
    return ownerState(reference, await this.#client.get(at(resource, place.namespace, place.name)));
  }

  async #awaitDependents(place: Place, object: KubeObject): Promise<void> {
    const uid = object.metadata.uid ?? '';
    const blocking = this.#graph.dependentsOf(uid).filter((dependent) => {
      const reference = ownersOf(this.#cached(dependent)).find((owner) => owner.uid === uid);
      return reference?.blockOwnerDeletion === true;
    });
    if (blocking.length === 0) await this.#removeFinalizer(place, object, FOREGROUND);
    // Each dependent was not necessarily looked at since its owner began to wait.
    else await Promise.all(this.#graph.dependentsOf(uid).map((dependent) => this.#judgeCached(dependent)));
  }

  async #judgeCached(place: Place): Promise<void> {
    const object = this.#cached(place);
    if (object !== undefined && !isDeleted(object)) await this.#judge(place, object);
  }

  async #orphanDependents(place: Place, object: KubeObject): Promise<void> {
    const uid = object.metadata.uid ?? '';
    await Promise.all(
      this.#graph.dependentsOf(uid).map(async (dependent) => {
        const found = this.#cached(dependent);
        if (found === undefined) return;
        const ownerReferences = ownersOf(found).filter((owner) => owner.uid !== uid);
        await this.#patch(dependent, found, { ownerReferences });
      }),
    );
    await this.#removeFinalizer(place, object, ORPHAN);
  }

  async #removeFinalizer(place: Place, object: KubeObject, finalizer: string): Promise<void> {
    const finalizers = (object.metadata.finalizers ?? []).filter((name) => name !== finalizer);
    await this.#patch(place, object, { finalizers });
  }

  async #patch(place: Place, object: KubeObject, changes: object): Promise<void> {
    const { uid, resourceVersion } = object.metadata;
    await this.#client.patch(pathOf(place, object), 'application/merge-patch+json', {
      metadata: { uid, resourceVersion, ...changes },
    });
  }

  /** Owners are in the dependent's namespace, or in none. A cluster's object cannot belong to one of a namespace. */
  #ownerPlace({ apiVersion = '', kind = '', name = '' }: OwnerReference, namespace: string): Place | undefined {
    const { group } = resourceOf(apiVersion, '');
    const known = this.#byKind.get(`${group}/${kind}`);
    if (known === undefined || (known.namespaced && namespace === '')) return undefined;
    return { group, resource: known.resource, namespace: known.namespaced ? namespace : '', name };
  }

  #cached({ group, resource, namespace, name }: Place): KubeObject | undefined {
    return this.#byResource.get(`${group}/${resource}`)?.cache.get(namespace, name)?.object;
  }
}

const pathOf = ({ resource, namespace, name }: Place, { apiVersion }: KubeObject) =>
  at(resourceOf(apiVersion, resource), namespace, name);
