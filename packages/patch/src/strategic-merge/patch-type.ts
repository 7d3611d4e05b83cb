/**
 * What strategic merge patch knows of the Go types: which field a name means, its patch strategy and merge key. The
 * errors are those of Go's reflection over the types.
 */
import { fieldIn, type GoType, type Minor, mergeRuleOf, type TypeModel, typeModel } from '@bulkhead/apimachinery';
import { plainError, Refusal } from '../failure.js';

export interface PatchField {
  /** The field's type; of a list looked up by `lookupListField`, that of its items. */
  readonly type: GoType;
  /** `merge`, `replace` or nothing; `retainKeys` is said apart and needs no help of the type. */
  readonly strategy: string;
  readonly mergeKey: string;
}

/** The type of a kind, for `lookupField`. */
export const structType = (typeName: string): GoType => ({
  kind: 'struct',
  goName: typeName,
  pointer: false,
  typeName,
});

export function lookupField(owner: GoType, name: string, minor: Minor): PatchField {
  if (!isGoStruct(owner)) {
    throw refusal(`merging an object in json but data type is not struct, instead is: ${goKind(owner)}`);
  }
  const typeName = owner.typeName ?? '';
  const model = typeModel(typeName);
  const field = model && findField(model, name, minor);
  if (field === undefined) {
    const goName = typeName.slice(typeName.lastIndexOf('.') + 1);
    throw refusal(`unable to find api field in struct ${goName} for the json field "${name}"`);
  }
  const rule = mergeRuleOf(field.declaredIn, field.name, minor);
  const strategies = (rule.patchStrategy ?? '').split(',').filter((strategy) => strategy !== 'retainKeys');
  return { type: field.type, strategy: strategies[0] ?? '', mergeKey: rule.patchMergeKey ?? '' };
}

/** As `lookupField`, for a field that must be a list. */
export function lookupListField(owner: GoType, name: string, minor: Minor): PatchField {
  const field = lookupField(owner, name, minor);
  const { type } = field;
  if (type.kind === 'list' && type.element !== undefined) {
    if (type.element.kind === 'list' || type.element.kind === 'bytes') throw refusal('unexpected slice of slice');
    return { ...field, type: type.element };
  }
  if (type.pointer || type.kind === 'bytes') return field;
  throw refusal(`expected slice or array type, but got: ${owner.pointer ? 'ptr' : goKind(owner)}`);
}

/** Like Go's decoder: the very name first, else one that differs in case. */
function findField(model: TypeModel, name: string, minor: Minor): ReturnType<typeof fieldIn> {
  const exact = fieldIn(model, name, minor);
  if (exact !== undefined) return exact;
  const folded = name.toLowerCase();
  for (const other of model.fields.keys()) {
    const field = other.toLowerCase() === folded ? fieldIn(model, other, minor) : undefined;
    if (field !== undefined) return field;
  }
  return undefined;
}

const NO_STRUCTS: ReadonlySet<string> = new Set([
  'string',
  'bool',
  'int32',
  'int64',
  'float64',
  'bytes',
  'list',
  'map',
]);

/** Types with a JSON form of their own are structs in Go. */
const isGoStruct = (type: GoType): boolean => !NO_STRUCTS.has(type.kind);

/** `reflect.Kind` of the type. */
export function goKind(type: GoType): string {
  if (type.pointer && isGoStruct(type)) return 'ptr';
  if (type.kind === 'list' || type.kind === 'bytes') return 'slice';
  return isGoStruct(type) ? 'struct' : type.kind;
}

const refusal = (message: string): Refusal => new Refusal(plainError(message));
