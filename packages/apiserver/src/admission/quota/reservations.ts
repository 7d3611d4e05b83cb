/**
 * Objects that were admitted and are not in the cache yet: they count, so that requests at the same time do not exceed
 * a quota together. One that never comes is forgotten after a while.
 */
import type { KubeObject, ObjectCaches } from '../../registry/kube-object.js';

const KEPT_MILLISECONDS = 10_000;

interface Reservation {
  readonly object: KubeObject;
  readonly until: number;
}

export class Reservations {
  readonly #caches: ObjectCaches;
  /** By group, resource and namespace, then by name. */
  readonly #waiting = new Map<string, Map<string, Reservation>>();
  readonly #followed = new Set<string>();

  constructor(caches: ObjectCaches) {
    this.#caches = caches;
  }

  add(group: string, resource: string, namespace: string, name: string, object: KubeObject): void {
    this.#follow(group, resource);
    const place = placeOf(group, resource, namespace);
    const waiting = this.#waiting.get(place) ?? new Map<string, Reservation>();
    waiting.set(name, { object, until: performance.now() + KEPT_MILLISECONDS });
    this.#waiting.set(place, waiting);
  }

  /** Without the object of this name, which is being admitted. */
  list(group: string, resource: string, namespace: string, name: string): readonly KubeObject[] {
    const place = placeOf(group, resource, namespace);
    const waiting = this.#waiting.get(place);
    if (waiting === undefined) return [];
    const now = performance.now();
    for (const [each, { until }] of waiting) if (until < now) waiting.delete(each);
    if (waiting.size === 0) this.#waiting.delete(place);
    return [...waiting].filter(([each]) => each !== name).map(([, { object }]) => object);
  }

  #follow(group: string, resource: string): void {
    const key = `${group}/${resource}`;
    if (this.#followed.has(key)) return;
    this.#followed.add(key);
    this.#caches.cache(group, resource)?.subscribe(({ object: { namespace, name } }) => {
      this.#waiting.get(placeOf(group, resource, namespace))?.delete(name);
    });
  }
}

const placeOf = (group: string, resource: string, namespace: string): string => `${group}/${resource}/${namespace}`;
