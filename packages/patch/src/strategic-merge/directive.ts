/** The members of a strategic merge patch that are no fields, and their errors. */
import { badRequest, plainError, Refusal } from '../failure.js';
import { goPrint, goPrintText, goTypeName } from '../go-print.js';
import { isList, isObject, type JsonObject, type MutableObject, setMember } from '../json-value.js';

export const PATCH = '$patch';
export const RETAIN_KEYS = '$retainKeys';
export const DELETE_FROM_LIST = '$deleteFromPrimitiveList';
export const SET_ORDER = '$setElementOrder';

const MAP = 'map[string]interface {}';
const LIST = '[]interface {}';

export function unknownPatchType(type: unknown, patch: JsonObject): Refusal {
  return new Refusal(plainError(`unknown patch type: ${goPrintText(type)} in map: ${goPrint(patch)}`));
}

export function noMergeKey(item: JsonObject, mergeKey: string): Refusal {
  return new Refusal(plainError(`map: ${goPrint(item)} does not contain declared merge key: ${mergeKey}`));
}

/** The field behind the slash: `containers` of `$setElementOrder/containers`. */
export function fieldOf(key: string, directive: string): string {
  if (key.startsWith(`${directive}/`)) return key.slice(directive.length + 1);
  const list = directive === SET_ORDER ? 'setElementOrder list' : 'primitive list';
  throw new Refusal(badRequest(`invalid patch format of ${list}`));
}

export function asList(value: unknown): readonly unknown[] {
  if (isList(value)) return value;
  throw new Refusal(plainError(`expected a ${LIST}, but received a ${goTypeName(value)}`));
}

export function asObject(value: unknown): JsonObject {
  if (isObject(value)) return value;
  throw new Refusal(plainError(`expected a ${MAP}, but received a ${goTypeName(value)}`));
}

/** The value of the merge key of an item that must be an object with it. */
export function mergeKeyOf(item: unknown, mergeKey: string): unknown {
  const object = asObject(item);
  if (!Object.hasOwn(object, mergeKey)) throw noMergeKey(object, mergeKey);
  return object[mergeKey];
}

/** What of a patch's value becomes part of the object: objects with `$patch` do not. `undefined` = nothing. */
export function withoutDirectives(value: unknown): unknown {
  if (isList(value)) return value.map(withoutDirectives).filter((item) => item !== undefined);
  if (!isObject(value)) return value;
  if (Object.hasOwn(value, PATCH)) return undefined;
  const kept: MutableObject = {};
  for (const name of Object.keys(value)) {
    const member = withoutDirectives(value[name]);
    if (member !== undefined) setMember(kept, name, member);
  }
  return kept;
}

/** Takes null members out of the value, in place; nulls in lists stay. */
export function discardNulls(value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) discardNulls(item);
  } else if (isMutable(value)) {
    for (const name of Object.keys(value)) {
      if (value[name] === null) delete value[name];
      else discardNulls(value[name]);
    }
  }
}

/** Parts of a patch that was copied to be changed. */
export const isMutable = (value: unknown): value is MutableObject => isObject(value);
