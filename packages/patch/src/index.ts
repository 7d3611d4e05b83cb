/** What patches do to objects: JSON patch, JSON merge patch, strategic merge patch, server-side apply. */
export {
  type Failed,
  type FailureCause,
  type FieldValidation,
  type PatchFailure,
  type PatchFormat,
  type PatchResult,
  undecodablePatch,
} from './failure.js';
export { type JsonPatchResult, jsonPatch, MAX_COPIED_BYTES } from './json-patch/json-patch.js';
export { MAX_OPERATIONS } from './json-patch/operation.js';
export { type JsonObject, MAX_DEPTH } from './json-value.js';
export { type MergePatchResult, mergePatch } from './merge-patch/merge-patch.js';
export { type StrategicMergeResult, strategicMergePatch } from './strategic-merge/strategic-merge-patch.js';
