/**
 * The paths that a configuration has, as it is written.
 * Source: sigs.k8s.io/structured-merge-diff/typed/tofieldset.go.
 */
import type { ApplyType, ListType, MapType } from '../apply-type/apply-type.js';
import { type Fields, FieldsBuilder, isMember, LEAF } from '../fields-v1/fields.js';
import { isList, isObject, type JsonObject } from '../json-value.js';
import { formOf } from './form.js';
import { itemElement } from './list-item.js';

export function fieldSetOf(value: unknown, type: ApplyType): Fields {
  return nodeOf(value, type) ?? LEAF;
}

/** The node of a value; undefined when neither its place nor anything below is a member. */
function nodeOf(value: unknown, type: ApplyType): Fields | undefined {
  const form = formOf(type, value);
  if (form.kind === 'scalar') return LEAF;
  if (form.kind === 'map') {
    if (form.map.atomic) return LEAF;
    return isObject(value) ? mapNode(value, form.map) : undefined;
  }
  if (form.list.atomic) return LEAF;
  return isList(value) ? listNode(value, form.list) : undefined;
}

function mapNode(value: JsonObject, map: MapType): Fields | undefined {
  const built = new FieldsBuilder(false);
  for (const name of Object.keys(value)) {
    const member = value[name];
    const field = map.fields.get(name);
    const type = field?.type ?? map.element;
    if (type === undefined) continue;
    const isSelf = field === undefined || member === null || (isObject(member) && Object.keys(member).length === 0);
    built.add(field?.element ?? `f:${name}`, asMember(nodeOf(member, type), isSelf));
  }
  return built.node();
}

function listNode(items: readonly unknown[], list: ListType): Fields | undefined {
  const byElement = new Map<string, unknown>();
  const duplicates = new Set<string>();
  for (const item of items) {
    const element = itemElement(list, item);
    if (element === undefined) continue;
    if (byElement.has(element)) duplicates.add(element);
    byElement.set(element, item);
  }
  const built = new FieldsBuilder(false);
  for (const [element, item] of byElement) {
    built.add(element, duplicates.has(element) ? LEAF : asMember(nodeOf(item, list.element), true));
  }
  return built.node();
}

function asMember(node: Fields | undefined, isSelf: boolean): Fields | undefined {
  if (!isSelf || isMember(node)) return node;
  return node === undefined ? LEAF : { '.': LEAF, ...node };
}
