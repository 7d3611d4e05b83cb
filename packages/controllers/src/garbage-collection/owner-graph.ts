/**
 * Who depends on whom, by the unique identifiers that owner references have. Only objects with owners are kept.
 */
import type { OwnerReference } from '@bulkhead/apimachinery/types/meta-v1';
import type { KubeObject } from '../cluster-access.js';

/** Where an object is: its resource, namespace and name. */
export interface Place {
  readonly group: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

export class OwnerGraph {
  readonly #dependents = new Map<string, Map<string, Place>>();

  /** Takes in the present owners of the object at the place; none for one that is gone. */
  set(place: Place, before: readonly OwnerReference[], now: readonly OwnerReference[]): void {
    const key = placeKey(place);
    const kept = new Set(now.map(({ uid = '' }) => uid));
    for (const { uid = '' } of before) if (!kept.has(uid)) this.#remove(uid, key);
    for (const uid of kept) {
      const known = this.#dependents.get(uid);
      if (known === undefined) this.#dependents.set(uid, new Map([[key, place]]));
      else known.set(key, place);
    }
  }

  dependentsOf(uid: string): readonly Place[] {
    return [...(this.#dependents.get(uid)?.values() ?? [])];
  }

  #remove(uid: string, key: string): void {
    const known = this.#dependents.get(uid);
    known?.delete(key);
    if (known?.size === 0) this.#dependents.delete(uid);
  }
}

export const ownersOf = (object: KubeObject | undefined): readonly OwnerReference[] =>
  object?.metadata.ownerReferences ?? [];

export const placeKey = ({ group, resource, namespace, name }: Place): string =>
  `${group}/${resource}/${namespace}/${name}`;

export function placeOfKey(key: string): Place {
  const [group = '', resource = '', namespace = '', ...name] = key.split('/');
  return { group, resource, namespace, name: name.join('/') };
}
