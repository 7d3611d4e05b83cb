/**
 * The objects of one resource in memory, in the order of their keys (namespace, then name, by bytes).
 */
import type { CachedObject } from '../registry/kube-object.js';

/** Objects of one namespace, sorted by name. */
interface NamespaceTable {
  readonly namespace: string;
  readonly byName: Map<string, CachedObject>;
  sorted: CachedObject[];
  /** Lists that were handed out are not changed any more: a change copies first. */
  isShared: boolean;
}

const NOTHING: readonly CachedObject[] = Object.freeze([]);

export class ObjectTable {
  readonly #namespaces = new Map<string, NamespaceTable>();
  #sortedNamespaces: NamespaceTable[] = [];
  #all: readonly CachedObject[] | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(namespace: string, name: string): CachedObject | undefined {
    return this.#namespaces.get(namespace)?.byName.get(name);
  }

  /** Of one namespace, or all when it is `''`. The list does not change later. */
  list(namespace: string): readonly CachedObject[] {
    if (namespace === '') {
      this.#all ??= this.#sortedNamespaces.flatMap(({ sorted }) => sorted);
      return this.#all;
    }
    const table = this.#namespaces.get(namespace);
    if (table === undefined) return NOTHING;
    table.isShared = true;
    return table.sorted;
  }

  /** The object before, if there was one. */
  set(object: CachedObject): CachedObject | undefined {
    const table = this.#namespaces.get(object.namespace) ?? this.#addNamespace(object.namespace);
    const previous = table.byName.get(object.name);
    table.byName.set(object.name, object);
    const index = positionOf(table.sorted, object.name);
    this.#unshare(table);
    if (previous === undefined) {
      table.sorted.splice(index, 0, object);
      this.#size++;
    } else table.sorted[index] = object;
    return previous;
  }

  delete(namespace: string, name: string): CachedObject | undefined {
    const table = this.#namespaces.get(namespace);
    const previous = table?.byName.get(name);
    if (table === undefined || previous === undefined) return undefined;
    this.#unshare(table);
    table.byName.delete(name);
    table.sorted.splice(positionOf(table.sorted, name), 1);
    this.#size--;
    if (table.byName.size === 0) this.#removeNamespace(table);
    return previous;
  }

  #unshare(table: NamespaceTable): void {
    this.#all = undefined;
    if (!table.isShared) return;
    table.sorted = table.sorted.slice();
    table.isShared = false;
  }

  #addNamespace(namespace: string): NamespaceTable {
    const table: NamespaceTable = { namespace, byName: new Map(), sorted: [], isShared: false };
    this.#namespaces.set(namespace, table);
    this.#sortedNamespaces.splice(this.#positionOfNamespace(namespace), 0, table);
    return table;
  }

  #removeNamespace(table: NamespaceTable): void {
    this.#namespaces.delete(table.namespace);
    this.#sortedNamespaces.splice(this.#positionOfNamespace(table.namespace), 1);
  }

  /** In keys the namespace ends with `/`, which stands behind `-` and before letters. */
  #positionOfNamespace(namespace: string): number {
    const key = `${namespace}/`;
    let low = 0;
    let high = this.#sortedNamespaces.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (`${this.#sortedNamespaces[middle]?.namespace}/` < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Where an object of that name stands or would stand. */
function positionOf(sorted: readonly CachedObject[], name: string): number {
  let low = 0;
  let high = sorted.length;
  // New objects often come in rising order.
  if (high > 0 && (sorted[high - 1]?.name ?? '') < name) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.name ?? '') < name) low = middle + 1;
    else high = middle;
  }
  return low;
}
