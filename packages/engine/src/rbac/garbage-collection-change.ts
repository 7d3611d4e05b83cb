/**
 * An update by which garbage collection only lets an object go: nothing but owner references and finalizers differs.
 * It is not asked for the rights in the object.
 *
 * Source: pkg/registry/rbac/helpers.go (IsOnlyMutatingGCFields).
 */
import { isJSONObject, type JSONObject, semanticallyEqual } from '../authorization/semantic-equality.js';

const GARBAGE_COLLECTION_FIELDS: ReadonlySet<string> = new Set([
  'ownerReferences',
  'finalizers',
  'selfLink',
  'managedFields',
]);

/** Whether the two objects differ at most in what garbage collection changes. */
export function equalButForGarbageCollection(object: unknown, oldObject: unknown): boolean {
  if (!isJSONObject(object) || !isJSONObject(oldObject)) return false;
  return semanticallyEqual(relevantPart(object), relevantPart(oldObject));
}

function relevantPart({ apiVersion: _apiVersion, kind: _kind, metadata, ...rest }: JSONObject): JSONObject {
  if (!isJSONObject(metadata)) return { ...rest, metadata };
  const kept = Object.entries(metadata).filter(([key]) => !GARBAGE_COLLECTION_FIELDS.has(key));
  return { ...rest, metadata: Object.fromEntries(kept) };
}
