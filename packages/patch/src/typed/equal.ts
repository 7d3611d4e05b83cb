/** Whether two values are the same as Go sees objects of their type: what Go leaves out or fills in does not count. */
import { type ApplyField, type ApplyType, fieldValue, type MapType } from '../apply-type/apply-type.js';
import { equalJson, isList, isObject, type JsonObject, member } from '../json-value.js';
import { formOf } from './form.js';

/** With `literal` the right value is as it is written, but still has what Go fills in. Items count in their order. */
export function equalTyped(left: unknown, right: unknown, type: ApplyType, literal: boolean): boolean {
  if (left === right) return true;
  if (isList(left)) {
    const element = type.list?.element;
    if (!isList(right) || left.length !== right.length) return false;
    if (element === undefined) return equalJson(left, right);
    return left.every((item, index) => equalTyped(item, right[index], element, literal));
  }
  if (isObject(left)) {
    const form = formOf(type, left);
    if (form.kind !== 'map') return equalJson(left, right);
    return isObject(right) && equalMaps(left, right, form.map, literal);
  }
  return equalJson(left, right);
}

function equalMaps(left: JsonObject, right: JsonObject, map: MapType, literal: boolean): boolean {
  for (const name of Object.keys(right)) {
    if (!equalMembers(left, right, name, map, literal)) return false;
  }
  for (const name of Object.keys(left)) {
    if (!Object.hasOwn(right, name) && !equalMembers(left, right, name, map, literal)) return false;
  }
  return true;
}

function equalMembers(left: JsonObject, right: JsonObject, name: string, map: MapType, literal: boolean): boolean {
  const [written, other] = [member(left, name), member(right, name)];
  if (written === other) return true;
  const field = map.fields.get(name);
  const type = field?.type ?? map.element;
  const before = field === undefined ? written : fieldValue(field, written);
  const after = rightValue(field, other, literal);
  if (before === undefined || after === undefined || type === undefined) return before === after;
  return equalTyped(before, after, type, literal);
}

function rightValue(field: ApplyField | undefined, value: unknown, literal: boolean): unknown {
  if (field === undefined) return value;
  if (!literal) return fieldValue(field, value);
  return value === undefined ? field.zero : value;
}
