/** What patches do to objects: JSON patch, JSON merge patch, strategic merge patch, server-side apply. */
export {
  type ApplyField,
  type ApplyType,
  DEDUCED,
  type FieldTable,
  fieldTable,
  type ListKey,
  type ListType,
  literalField,
  type MapType,
  NO_FIELDS,
  type ScalarType,
} from './apply-type/apply-type.js';
export {
  type Failed,
  type FailureCause,
  type FieldValidation,
  type PatchFailure,
  type PatchFormat,
  type PatchResult,
  undecodablePatch,
} from './failure.js';
export { type Fields, fieldsOfPaths } from './fields-v1/fields.js';
export { type JsonPatchResult, jsonPatch, MAX_COPIED_BYTES } from './json-patch/json-patch.js';
export { MAX_OPERATIONS } from './json-patch/operation.js';
export { type JsonObject, MAX_DEPTH } from './json-value.js';
export {
  type ApplyOptions,
  type ApplyResult,
  FieldManager,
  type FieldManagerOptions,
} from './managed-fields/field-manager.js';
export type { ConvertVersion, ManagedKind } from './managed-fields/object-kind.js';
export { parentManagedFields, type ReplicasPaths, scaleManagedFields } from './managed-fields/scale.js';
export { type MergePatchResult, mergePatch } from './merge-patch/merge-patch.js';
export { type StrategicMergeResult, strategicMergePatch } from './strategic-merge/strategic-merge-patch.js';
