/** The objects of the input by kind and by name, for rules that ask about other objects than their own. */
import { isBuiltInGroup } from '@bulkhead/apimachinery';
import type { AuditObject } from './audit-object.js';
import { groupBy } from './group-by.js';

export class ObjectIndex {
  readonly all: readonly AuditObject[];
  #byKind: Map<string, AuditObject[]> | undefined;
  #custom: ReadonlySet<string> | undefined;
  readonly #namespaces = new Map<string, ReadonlySet<string>>();
  readonly #byName = new Map<string, Map<string, AuditObject>>();

  constructor(objects: readonly AuditObject[]) {
    this.all = objects;
  }

  /** The objects of the kind, in the order of the input; `apiVersion` is the caller's to look at. */
  ofKind(kind: string): readonly AuditObject[] {
    this.#byKind ??= groupBy(this.all, ({ identity }) => identity.kind);
    return this.#byKind.get(kind) ?? [];
  }

  /** Whether the namespace has an object of the kind. */
  hasKindIn(kind: string, namespace: string): boolean {
    let namespaces = this.#namespaces.get(kind);
    if (namespaces === undefined) {
      namespaces = new Set(this.ofKind(kind).map(({ identity }) => identity.namespace || 'default'));
      this.#namespaces.set(kind, namespaces);
    }
    return namespaces.has(namespace || 'default');
  }

  /** Whether the namespace has an object of a kind that no version of Kubernetes brings. */
  hasCustomResourceIn(namespace: string): boolean {
    this.#custom ??= new Set(this.all.filter(isCustom).map(({ identity }) => identity.namespace || 'default'));
    return this.#custom.has(namespace || 'default');
  }

  /** The object, by its namespace as the server would read it: none written means `default`. */
  find(kind: string, namespace: string, name: string): AuditObject | undefined {
    let named = this.#byName.get(kind);
    if (named === undefined) {
      named = new Map(
        this.ofKind(kind).map((object) => [keyOf(object.identity.namespace, object.identity.name), object]),
      );
      this.#byName.set(kind, named);
    }
    return named.get(keyOf(namespace, name));
  }
}

const isCustom = ({ identity: { apiVersion, namespace } }: AuditObject): boolean =>
  namespace !== '' && apiVersion.includes('/') && !isBuiltInGroup(apiVersion.slice(0, apiVersion.indexOf('/')));

/** Names of objects hold no slash that the server would accept. */
const keyOf = (namespace: string, name: string): string => `${namespace === '' ? 'default' : namespace}/${name}`;
