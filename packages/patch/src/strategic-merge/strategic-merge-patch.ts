/**
 * Strategic merge patch: a merge patch that knows by the Go types which lists are merged, by which key, and what
 * directives in the patch say besides.
 * Source: k8s.io/apimachinery/pkg/util/strategicpatch; k8s.io/apiserver/pkg/endpoints/handlers/patch.go.
 */
import type { GoType, Minor } from '@bulkhead/apimachinery';
import { badRequest, failed, orRefusal, type PatchResult, Refusal } from '../failure.js';
import { goPrint } from '../go-print.js';
import {
  copyObject,
  goTypeOf,
  isDeeperThan,
  isList,
  isObject,
  type JsonObject,
  MAX_DEPTH,
  type MutableObject,
  member,
  setMember,
} from '../json-value.js';
import {
  asList,
  DELETE_FROM_LIST,
  discardNulls,
  fieldOf,
  isMutable,
  PATCH,
  RETAIN_KEYS,
  SET_ORDER,
  unknownPatchType,
  withoutDirectives,
} from './directive.js';
import { checkOrder, elementTypeOf, orderElements } from './element-order.js';
import { deleteFromList, mergeObjects, mergePrimitives } from './list-merge.js';
import { goKind, lookupField, lookupListField, type PatchField, structType } from './patch-type.js';

export type StrategicMergeResult = PatchResult<{
  readonly value: JsonObject;
  /**
   * The patch as Go prints it once it was applied, directives gone: `map[spec:map[foo:1]]`. The bad value in errors
   * about the result.
   */
  readonly patchText: () => string;
}>;

/** The original with the patch applied; `patch` is the decoded body. Shares with the original what does not change. */
export function strategicMergePatch(
  original: JsonObject,
  patch: unknown,
  typeName: string,
  minor: Minor,
): StrategicMergeResult {
  if (isDeeperThan(patch, MAX_DEPTH)) return failed(badRequest('exceeded max depth'));
  if (patch !== null && !isObject(patch)) {
    const text = `json: cannot unmarshal ${goTypeOf(patch)} into Go value of type map[string]interface {}`;
    return failed(badRequest(text));
  }
  const own = copyObject(patch ?? {});
  const merger = new StrategicMerger(minor);
  return orRefusal(() => ({
    ok: true as const,
    value: merger.mergeMap(original, own, structType(typeName)),
    patchText: () => goPrint(own),
  }));
}

class StrategicMerger {
  readonly #minor: Minor;

  constructor(minor: Minor) {
    this.#minor = minor;
  }

  /** The original stays as it is; the patch is used up. */
  readonly mergeMap = (original: JsonObject, patch: MutableObject, type: GoType): JsonObject => {
    if (Object.hasOwn(patch, PATCH)) return replaced(patch);
    const merged: MutableObject = { ...original };
    retainKeys(merged, patch);
    this.#mergeOrdered(merged, patch, type);
    for (const key of Object.keys(patch)) {
      if (key.startsWith(DELETE_FROM_LIST)) {
        this.#mergeMember(merged, fieldOf(key, DELETE_FROM_LIST), patch[key], type, true);
      } else this.#mergeMember(merged, key, patch[key], type, false);
    }
    return merged;
  };

  #mergeMember(merged: MutableObject, key: string, value: unknown, type: GoType, isDeletion: boolean): void {
    if (value === null) {
      delete merged[key];
      return;
    }
    const current = member(merged, key);
    if (isObject(current) && isMutable(value)) {
      const field = lookupField(type, key, this.#minor);
      const replaces = field.strategy === 'replace';
      setMember(merged, key, replaces ? value : this.mergeMap(current, value, field.type));
    } else if (isList(current) && isList(value)) {
      const field = lookupListField(type, key, this.#minor);
      setMember(merged, key, this.#mergeList(current, value, field, isDeletion));
    } else if (!isDeletion) {
      discardNulls(value);
      const kept = withoutDirectives(value);
      if (kept === undefined) delete merged[key];
      else setMember(merged, key, kept);
    }
  }

  #mergeList(
    original: readonly unknown[],
    patch: readonly unknown[],
    field: PatchField,
    isDeletion: boolean,
  ): readonly unknown[] {
    if (field.strategy !== 'merge' && !isDeletion) return patch;
    if (original.length === 0 && patch.length === 0) return original;
    const { mergeKey } = field;
    if (elementTypeOf(original, patch) !== 'map[string]interface {}') {
      if (isDeletion) return deleteFromList(original, patch);
      return orderElements(mergePrimitives(original, patch), patch, original, mergeKey);
    }
    return mergeObjects(original, patch, { ...field, kind: goKind(field.type) }, (item, change) =>
      this.mergeMap(item, change, field.type),
    );
  }

  /** Lists with a `$setElementOrder`: they are merged, put in order and taken out of the patch. */
  #mergeOrdered(merged: MutableObject, patch: MutableObject, type: GoType): void {
    for (const key of Object.keys(patch)) {
      if (!key.startsWith(SET_ORDER)) continue;
      const order = asList(patch[key]);
      delete patch[key];
      const name = fieldOf(key, SET_ORDER);
      const original = Object.hasOwn(merged, name) ? asList(merged[name]) : undefined;
      const change = Object.hasOwn(patch, name) ? asList(patch[name]) : undefined;
      const field = lookupListField(type, name, this.#minor);
      checkOrder(change ?? [], order, field.mergeKey);
      if (original === undefined && change === undefined) continue;
      const list = this.#mergedList(original, change, field);
      elementTypeOf(original ?? [], change ?? []);
      setMember(merged, name, orderElements(list, order, original ?? [], field.mergeKey));
      delete patch[name];
    }
  }

  #mergedList(
    original: readonly unknown[] | undefined,
    change: readonly unknown[] | undefined,
    field: PatchField,
  ): readonly unknown[] {
    if (change === undefined) return original ?? [];
    if (original === undefined) return asList(withoutDirectives(change));
    return this.#mergeList(original, change, field, false);
  }
}

function replaced(patch: MutableObject): JsonObject {
  const directive = patch[PATCH];
  if (directive === 'delete') return {};
  if (directive !== 'replace') throw unknownPatchType(directive, patch);
  delete patch[PATCH];
  return patch;
}

/** `$retainKeys` must have all that the patch sets; what else the original has goes. */
function retainKeys(merged: MutableObject, patch: MutableObject): void {
  if (!Object.hasOwn(patch, RETAIN_KEYS)) return;
  const list = patch[RETAIN_KEYS];
  delete patch[RETAIN_KEYS];
  const kept = isList(list) ? new Set(list) : undefined;
  const isMissing = (name: string): boolean =>
    patch[name] !== null && !name.startsWith(DELETE_FROM_LIST) && !name.startsWith(SET_ORDER) && !kept?.has(name);
  if (kept === undefined || Object.keys(patch).some(isMissing)) {
    throw new Refusal(badRequest('invalid patch format of retainKeys'));
  }
  for (const name of Object.keys(merged)) if (!kept.has(name)) delete merged[name];
}
