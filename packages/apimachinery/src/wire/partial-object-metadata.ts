/**
 * PartialObjectMetadata and its list: what metadata informers ask any resource for. They belong to no group's own
 * kinds, so that the model of kinds does not have them.
 * Source: k8s.io/apimachinery/pkg/apis/meta/{v1,v1beta1}/types.go.
 */
import type { KindModel } from '../model/kind-model.js';
import { ALL_MINORS } from '../model/minor-range.js';
import { type FieldModel, type TypeModel, typeModel } from '../model/type-model.js';

const GROUP = 'meta.k8s.io';
const ITEM = 'meta.v1.PartialObjectMetadata';

export type PartialMetadataKind = 'PartialObjectMetadata' | 'PartialObjectMetadataList';

/** The kind in `meta.k8s.io/v1` or `meta.k8s.io/v1beta1`, for `goForm`, `encodeProtobuf` and `decodeProtobuf`. */
export function partialMetadataKind(kind: PartialMetadataKind, version: 'v1' | 'v1beta1' = 'v1'): KindModel {
  const typeName = kind === 'PartialObjectMetadata' ? ITEM : `meta.${version}.${kind}`;
  return { group: GROUP, version, kind, apiVersion: `${GROUP}/${version}`, typeName };
}

/** As `lookupKind`; undefined for other kinds than these. */
export function lookupPartialMetadata(apiVersion: string, kind: string): KindModel | undefined {
  if (kind !== 'PartialObjectMetadata' && kind !== 'PartialObjectMetadataList') return undefined;
  if (apiVersion === `${GROUP}/v1`) return partialMetadataKind(kind);
  return apiVersion === `${GROUP}/v1beta1` ? partialMetadataKind(kind, 'v1beta1') : undefined;
}

/** As `typeModel`, with these types. */
export function wireType(name: string): TypeModel {
  const model = typeModel(name) ?? partialTypes().get(name);
  // Names come from the generated model, which is closed, and from this file.
  if (model === undefined) throw new Error(`no type ${name}`);
  return model;
}

let types: ReadonlyMap<string, TypeModel> | undefined;

function partialTypes(): ReadonlyMap<string, TypeModel> {
  types ??= new Map(
    [
      partialType(ITEM, 'core.v1.ConfigMap', { metadata: 1 }),
      partialType('meta.v1.PartialObjectMetadataList', 'core.v1.ConfigMapList', { metadata: 1, items: 2 }),
      partialType('meta.v1beta1.PartialObjectMetadataList', 'core.v1.ConfigMapList', { items: 1, metadata: 2 }),
    ].map((type) => [type.name, type]),
  );
  return types;
}

/** The fields of a kind that has the same ones and more. */
function partialType(name: string, like: string, numbers: Readonly<Record<string, number>>): TypeModel {
  const fields = new Map<string, FieldModel>();
  for (const field of typeModel(like)?.fields.values() ?? []) {
    const number = numbers[field.name];
    if (field.declaredIn !== like) fields.set(field.name, field);
    else if (number !== undefined) fields.set(field.name, { ...field, number, declaredIn: name, type: typeOf(field) });
  }
  return { name, fields, inlined: [], ...ALL_MINORS };
}

const typeOf = ({ name, type }: FieldModel): FieldModel['type'] =>
  name === 'items' ? { ...type, element: { kind: 'struct', goName: ITEM, pointer: false, typeName: ITEM } } : type;
