/**
 * JSON merge patch (RFC 7396). Nulls inside lists stay, but objects inside lists that are taken anew lose theirs.
 * Source: gopkg.in/evanphx/json-patch.v4; k8s.io/apiserver/pkg/endpoints/handlers/patch.go.
 */
import { badRequest, type FieldValidation, failed, type PatchResult } from '../failure.js';
import {
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

export type MergePatchResult = PatchResult<{ readonly value: unknown }>;

/** The document with the patch applied; `patch` is the decoded body. Shares with the document what does not change. */
export function mergePatch(
  document: JsonObject,
  patch: unknown,
  validation: FieldValidation = 'Warn',
): MergePatchResult {
  if (isDeeperThan(patch, MAX_DEPTH)) return failed(badRequest('error decoding patch: exceeded max depth'));
  if (isObject(patch)) return { ok: true, value: merge(document, patch) };
  if (patch === null) return failed(badRequest('Invalid JSON Patch'));
  if (validation !== 'Ignore') {
    const type = goTypeOf(patch);
    const text = `json: cannot unmarshal ${type} into Go value of type map[string]interface {}`;
    return failed(badRequest(`error decoding patch: ${text}`));
  }
  return isList(patch) ? { ok: true, value: withoutNulls(patch) } : failed(badRequest('Invalid JSON Patch'));
}

function merge(document: JsonObject, patch: JsonObject): JsonObject {
  const merged: MutableObject = { ...document };
  for (const name of Object.keys(patch)) {
    const value = patch[name];
    if (value === null) {
      delete merged[name];
      continue;
    }
    const current = member(merged, name);
    setMember(merged, name, mergedValue(current, value));
  }
  return merged;
}

function mergedValue(current: unknown, value: unknown): unknown {
  if (!isObject(current)) return withoutNulls(value);
  return isObject(value) ? merge(current, value) : value;
}

function withoutNulls(value: unknown): unknown {
  if (isList(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const kept: MutableObject = {};
  for (const name of Object.keys(value)) {
    if (value[name] !== null) setMember(kept, name, withoutNulls(value[name]));
  }
  return kept;
}
