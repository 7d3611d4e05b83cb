/**
 * YAML and JSON as Kubernetes reads them, with the position of every key and value.
 */
export { type DecodedText, decodeText } from './decode-text.js';
export type { DuplicateKey } from './duplicate-key.js';
export { type BlockStyle, blockLines } from './edit/block-text.js';
export { isSame } from './edit/is-same.js';
export { type ObjectChange, type Rewriting, rewriteManifest } from './edit/rewrite-manifest.js';
export { DEFAULT_LIMITS, type Limits } from './limits.js';
export type { Position } from './line-index.js';
export type { Location, ManifestDocument, NearestLocation } from './manifest-document.js';
export { expandLists, type ManifestObject } from './manifest-object.js';
export type { PathSegment } from './path.js';
export {
  type Manifest,
  type ManifestError,
  type ReadOptions,
  readManifest,
  readSingle,
  type SingleValue,
} from './read-manifest.js';
export { applyEdits, type TextEdit } from './text-edit.js';
export { readToml, type TomlResult, textListDocument } from './toml/read-toml.js';
export { toYaml } from './write/yaml-writer.js';
