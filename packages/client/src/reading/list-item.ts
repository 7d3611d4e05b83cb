/** One object of a list, as it may be believed. */
import { foreignText } from '../cluster-error.js';
import { isObject, type PlainObject, textOf } from '../untyped.js';

export interface ReadObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** `''` for objects of the cluster. */
  readonly namespace: string;
  readonly name: string;
  readonly value: PlainObject;
}

/** The object with its kind and version, or what is wrong with it. `expected` is what was asked for. */
export function listItem(
  item: unknown,
  expected: { readonly apiVersion: string; readonly kind: string; readonly namespaced: boolean },
): ReadObject | string {
  if (!isObject(item)) return 'an item is no object';
  const apiVersion = textOf(item, 'apiVersion') || expected.apiVersion;
  const kind = textOf(item, 'kind') || expected.kind;
  if (kind !== expected.kind || apiVersion !== expected.apiVersion) {
    return `an item is a ${foreignText(kind)} of ${foreignText(apiVersion)}`;
  }
  const metadata = Object.hasOwn(item, 'metadata') ? item['metadata'] : undefined;
  const name = textOf(metadata, 'name');
  const namespace = textOf(metadata, 'namespace');
  if (!isObject(metadata) || name === '') return 'an item has no name';
  if (expected.namespaced !== (namespace !== '')) {
    return `${foreignText(name)} ${expected.namespaced ? 'has no' : 'has a'} namespace`;
  }
  const value = { ...item, apiVersion, kind, metadata: withoutManagedFields(metadata) };
  return { apiVersion, kind, namespace, name, value };
}

/** Who wrote which field says nothing about what the object does, and is half of its text. */
function withoutManagedFields(metadata: PlainObject): PlainObject {
  if (!Object.hasOwn(metadata, 'managedFields')) return metadata;
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => key !== 'managedFields'));
}
