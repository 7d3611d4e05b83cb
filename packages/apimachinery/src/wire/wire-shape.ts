/**
 * How the values of a type stand in protobuf, where that is not what their Go kind says.
 * Source: generated.proto of k8s.io/api, apimachinery and apiextensions-apiserver.
 */
import type { GoType } from '../model/go-type.js';

/** Lists that are messages of their own, so that nil and empty differ: ExtraValue and Verbs. */
export const isWrappedList = ({ kind, goName }: GoType): boolean =>
  kind === 'list' && /\.(?:ExtraValue|Verbs)$/.test(goName);

/** The type name of the schema that stands in a `JSONSchemaPropsOr...`. */
export const schemaTypeOf = ({ typeName = '' }: GoType): string =>
  `${typeName.slice(0, typeName.lastIndexOf('.'))}.JSONSchemaProps`;
