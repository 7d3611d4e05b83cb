export * from './field-error.js';
export { deprecationWarning, removedRelease } from './lifecycle/deprecation-warning.js';
export {
  type Declared,
  declaredIn,
  isBuiltInGroup,
  type Lifecycle,
  lifecycleOf,
  lifecycles,
  type Replacement,
  type Resource,
  type Serving,
  servedIn,
  serving,
} from './lifecycle/lifecycle.js';
export { compareVersions, preferredVersion, servedVersions } from './lifecycle/preferred-version.js';
export { type DocumentedValues, documentedValuesOf } from './model/documented-values.js';
export type { GoKind, GoType } from './model/go-type.js';
export {
  apiVersions,
  itemKindOf,
  type KindModel,
  kindsOf,
  lifecycleOfKind,
  lookupKind,
  minorsOf,
  typeOfKind,
} from './model/kind-model.js';
export { type MergeRule, mergeRuleOf, structRuleOf } from './model/merging.js';
export { isInRange, type MinorRange } from './model/minor-range.js';
export { findResources } from './model/resource-name.js';
export {
  type FieldModel,
  fieldIn,
  type InlinedType,
  type TypeModel,
  typeModel,
  typeNames,
} from './model/type-model.js';
export { type DecodedObject, type DecodeOptions, decodeObject } from './schema/decode-object.js';
export type { NumberSpelling } from './schema/decoder.js';
export { decodingError, strictDecodingError, strictErrors } from './schema/decoding-error.js';
export { editDistance, nearestName } from './schema/edit-distance.js';
export type * from './schema/finding.js';
export type { GateDefaults } from './schema/finding-collector.js';
export { goQuote } from './schema/go-quote.js';
export type { FieldGateLookup } from './schema/shape.js';
export { schemeLine } from './scheme-line.js';
export * from './version.js';
export type { VersionProfile } from './version-profile.js';
