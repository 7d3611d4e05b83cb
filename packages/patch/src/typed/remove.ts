/**
 * Taking paths out of an object. A list or map of which all is taken becomes null.
 * Source: sigs.k8s.io/structured-merge-diff/typed/remove.go.
 */
import type { ApplyType, ListType, MapType } from '../apply-type/apply-type.js';
import { child, type Fields, hasChildren, isEmpty, isMember } from '../fields-v1/fields.js';
import { isList, isObject, type JsonObject, type MutableObject, setMember } from '../json-value.js';
import { formOf } from './form.js';
import { itemElement } from './list-item.js';

/** The object without the members of the set; the very object when it has none of them. */
export function removePaths(value: unknown, paths: Fields, type: ApplyType): unknown {
  return isEmpty(paths) ? value : removeFrom(value, paths, type);
}

function removeFrom(value: unknown, paths: Fields, type: ApplyType): unknown {
  const form = formOf(type, value);
  if (form.kind === 'scalar') return value;
  if (form.kind === 'map') {
    return form.map.atomic || !isObject(value) ? null : removeFromMap(value, paths, form.map);
  }
  return form.list.atomic || !isList(value) ? null : removeFromList(value, paths, form.list);
}

function removeFromMap(value: JsonObject, paths: Fields, map: MapType): JsonObject | null {
  const kept: MutableObject = {};
  let isSame = true;
  let isNothing = true;
  for (const name of Object.keys(value)) {
    const node = child(paths, `f:${name}`);
    const type = map.fields.get(name)?.type ?? map.element;
    const left = node === undefined ? value[name] : remaining(value[name], node, type);
    isSame &&= left === value[name];
    if (left === undefined) continue;
    isNothing = false;
    setMember(kept, name, left);
  }
  if (isNothing) return null;
  return isSame ? value : kept;
}

function removeFromList(items: readonly unknown[], paths: Fields, list: ListType): readonly unknown[] | null {
  const kept: unknown[] = [];
  let isSame = true;
  for (const item of items) {
    const element = itemElement(list, item);
    const node = element === undefined ? undefined : child(paths, element);
    const left = node === undefined ? item : remaining(item, node, list.element);
    isSame &&= left === item;
    if (left !== undefined) kept.push(left);
  }
  if (kept.length === 0) return null;
  return isSame ? items : kept;
}

/** What is left of the value at the node; undefined when it is taken as a whole. */
function remaining(value: unknown, node: Fields, type: ApplyType | undefined): unknown {
  if (isMember(node)) return undefined;
  return type === undefined || !hasChildren(node) ? value : removeFrom(value, node, type);
}
