/**
 * Types as server-side apply sees them: what is a leaf, what is walked, and how items of lists are told apart. Built
 * from Go types, or from the schema of a custom resource, or deduced.
 * Source: sigs.k8s.io/structured-merge-diff/schema.
 */

/** A value may take each of the forms that its type has; most have one. */
export interface ApplyType {
  readonly scalar?: ScalarType;
  readonly map?: MapType;
  readonly list?: ListType;
}

export type ScalarType = 'string' | 'numeric' | 'boolean' | 'untyped';

/** A struct, or a map whose values are all of one type. */
export interface MapType {
  readonly fields: FieldTable;
  /** Of values that are no declared field; undefined = there may be no others. */
  readonly element?: ApplyType;
  /** One leaf as a whole. */
  readonly atomic: boolean;
  /** Whether values have the deduced type throughout; such sets are not reconciled with the schema. */
  readonly deduced?: boolean;
}

/** The declared fields; built when first asked, as types contain themselves. */
export interface FieldTable {
  get(name: string): ApplyField | undefined;
  /** Fields that Go writes even when they are empty. */
  readonly always: readonly ApplyField[];
}

export interface ApplyField {
  readonly name: string;
  /** Its path element: `f:name`. */
  readonly element: string;
  readonly type: ApplyType;
  /** What Go has where the object has nothing; undefined = nothing either. */
  readonly zero: unknown;
  /** Whether Go leaves the field out when it is `false`, 0 or empty. */
  readonly omitsEmpty: boolean;
  /** Whether the field is as it is written, `null` too: of custom resources. */
  readonly literal: boolean;
}

export interface ListType {
  readonly element: ApplyType;
  /** One leaf as a whole; otherwise items are told apart by their keys, or by their value when there are none. */
  readonly atomic: boolean;
  /** Sorted by name. */
  readonly keys: readonly ListKey[];
}

export interface ListKey {
  readonly name: string;
  /** Of items without the key; undefined = the key is then no part of what tells the item apart. */
  readonly default: unknown;
}

export const NO_FIELDS: FieldTable = { get: () => undefined, always: [] };

/** Any value; maps and lists are leaves. */
const UNTYPED_ATOMIC: ApplyType = untypedAtomic();

function untypedAtomic(): ApplyType {
  const type: { scalar: ScalarType; list?: ListType; map?: MapType } = { scalar: 'untyped' };
  type.list = { element: type, atomic: true, keys: [] };
  type.map = { fields: NO_FIELDS, element: type, atomic: true };
  return type;
}

/** Any value; lists are leaves, maps are walked. */
export const DEDUCED: ApplyType = deducedType();

function deducedType(): ApplyType {
  const type: { scalar: ScalarType; list: ListType; map?: MapType } = {
    scalar: 'untyped',
    list: { element: UNTYPED_ATOMIC, atomic: true, keys: [] },
  };
  type.map = { fields: NO_FIELDS, element: type, atomic: false, deduced: true };
  return type;
}

/** A map of anything, as raw JSON in built-in objects. */
export const DEDUCED_MAP: ApplyType = { map: { fields: NO_FIELDS, element: DEDUCED, atomic: false, deduced: true } };

/** Fields that are known beforehand, for schemas of custom resources. */
export function fieldTable(fields: readonly ApplyField[]): FieldTable {
  const byName = new Map(fields.map((field) => [field.name, field]));
  return { get: (name) => byName.get(name), always: fields.filter((field) => field.zero !== undefined) };
}

/** A field of a custom resource, where Go fills nothing in. */
export const literalField = (name: string, type: ApplyType): ApplyField => ({
  name,
  element: `f:${name}`,
  type,
  zero: undefined,
  omitsEmpty: false,
  literal: true,
});

/** What the field has as Go sees the object; undefined when Go would leave it out. */
export function fieldValue(field: ApplyField, value: unknown): unknown {
  if (field.literal) return value;
  if (value === undefined || value === null) return field.zero;
  return field.omitsEmpty && isEmptyValue(value) ? undefined : value;
}

function isEmptyValue(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === '' || value === 0 || value === false;
  if (Array.isArray(value)) return value.length === 0;
  for (const _ in value) return false;
  return true;
}
