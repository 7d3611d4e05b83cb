export { type DecodedProtobuf, decodeProtobuf, lookupWireKind } from './decode-protobuf.js';
export { encodeProtobuf, encodeWatchEventFrame } from './encode-protobuf.js';
export { goForm, storageEncoding } from './go-form.js';
export { goJSON } from './go-json.js';
export { goMapForm } from './go-map-form.js';
export { lookupPartialMetadata, type PartialMetadataKind, partialMetadataKind } from './partial-object-metadata.js';
export { ProtobufError, protobufBadRequest, type TypeMeta } from './protobuf-error.js';
export type { Encoding } from './struct-form.js';
export { hasEmptyValue, printsZero, zeroValue } from './zero-form.js';
