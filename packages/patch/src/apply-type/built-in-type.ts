/** The types of built-in objects, from the API model: one catalog for each minor. */
import {
  type FieldModel,
  fieldIn,
  type GoType,
  isInRange,
  type MergeRule,
  type Minor,
  mergeRuleOf,
  structRuleOf,
  type TypeModel,
  typeModel,
} from '@bulkhead/apimachinery';
import { compareGoStrings, hasEmptyValue, printsZero, zeroValue } from '@bulkhead/apimachinery/wire';
import { type JsonObject } from '../json-value.js';
import {
  type ApplyField,
  type ApplyType,
  DEDUCED,
  DEDUCED_MAP,
  type FieldTable,
  fieldTable,
  type ListKey,
  type ListType,
  literalField,
  NO_FIELDS,
} from './apply-type.js';

const catalogs = new Map<Minor, TypeCatalog>();

/** The type of that name as the minor knows it: `apps.v1.Deployment`. */
export function builtInType(typeName: string, minor: Minor): ApplyType {
  let catalog = catalogs.get(minor);
  if (catalog === undefined) {
    catalog = new TypeCatalog(minor);
    catalogs.set(minor, catalog);
  }
  return catalog.struct(typeName, false);
}

/** A custom resource: the metadata of all objects, the rest deduced or as the schema's fields say. */
export function customType(fields: readonly ApplyField[] | undefined, minor: Minor): ApplyType {
  const metadata = new TypeCatalog(minor, true).struct('meta.v1.ObjectMeta', false);
  const own = [
    literalField('apiVersion', { scalar: 'string' }),
    literalField('kind', { scalar: 'string' }),
    literalField('metadata', metadata),
  ];
  const table = fieldTable([...own, ...(fields ?? [])]);
  return { map: { fields: table, atomic: false, ...(fields === undefined ? { element: DEDUCED } : {}) } };
}

/** Defaults that the schema gives to keys of lists, beyond the zero values of Go. */
const KEY_DEFAULTS: ReadonlyMap<string, string> = new Map([
  ['core.v1.ContainerPort.protocol', 'TCP'],
  ['core.v1.ServicePort.protocol', 'TCP'],
  ['core.v1.LocalObjectReference.name', ''],
]);

const NO_OBJECT: JsonObject = Object.freeze({});

class TypeCatalog {
  readonly #minor: Minor;
  /** Objects are taken as they are written, without what Go fills in. */
  readonly #literal: boolean;
  readonly #structs = new Map<string, ApplyType>();
  readonly #atomicStructs = new Map<string, ApplyType>();

  constructor(minor: Minor, literal = false) {
    this.#minor = minor;
    this.#literal = literal;
  }

  struct(typeName: string, atomic: boolean): ApplyType {
    const isAtomic = atomic || structRuleOf(typeName, this.#minor).apply === 'atomic';
    const known = isAtomic ? this.#atomicStructs : this.#structs;
    let type = known.get(typeName);
    if (type === undefined) {
      const model = typeModel(typeName);
      type = { map: { fields: model === undefined ? NO_FIELDS : new StructFields(model, this), atomic: isAtomic } };
      known.set(typeName, type);
    }
    return type;
  }

  /** All fields of the type in this minor. */
  fieldsOf(model: TypeModel): ApplyField[] {
    const fields: ApplyField[] = [];
    for (const name of model.fields.keys()) {
      const field = fieldIn(model, name, this.#minor);
      if (field !== undefined) fields.push(this.#field(field));
    }
    return fields;
  }

  #field(field: FieldModel): ApplyField {
    const type = this.#type(field.type, mergeRuleOf(field.declaredIn, field.name, this.#minor));
    if (this.#literal) return literalField(field.name, type);
    const zero = this.#isOmitted(field) ? undefined : zeroOf(field.type);
    return {
      name: field.name,
      element: `f:${field.name}`,
      type,
      zero,
      omitsEmpty: this.#omitsEmpty(field),
      literal: false,
    };
  }

  #type(type: GoType, rule: MergeRule): ApplyType {
    switch (type.kind) {
      case 'struct':
        return this.struct(type.typeName ?? '', rule.apply === 'atomic');
      case 'list':
        return { list: this.#list(type, rule) };
      case 'map': {
        const element = this.#type(type.element ?? STRING, {});
        return { map: { fields: NO_FIELDS, element, atomic: rule.apply === 'atomic' } };
      }
      case 'any':
        return type.typeName?.endsWith('.JSON') === true ? DEDUCED : DEDUCED_MAP;
      case 'schemaOrArray':
      case 'schemaOrBool':
      case 'schemaOrStringArray':
        return DEDUCED;
      default:
        return SCALARS[type.kind];
    }
  }

  #list(type: GoType, { apply, applyKeys }: MergeRule): ListType {
    const element = type.element ?? STRING;
    const isAtomic = apply !== 'associative' && apply !== 'set';
    const keys = apply === 'associative' ? [...(applyKeys ?? [])].sort(compareGoStrings) : [];
    return {
      element: this.#type(element, {}),
      atomic: isAtomic,
      keys: keys.map((name) => this.#key(element.typeName ?? '', name)),
    };
  }

  #key(typeName: string, name: string): ListKey {
    const model = typeModel(typeName);
    const field = model && fieldIn(model, name, this.#minor);
    const known = KEY_DEFAULTS.get(`${typeName}.${name}`);
    if (field === undefined || known !== undefined) return { name, default: known };
    return { name, default: this.#isOmitted(field) || field.type.pointer ? undefined : zeroOf(field.type) };
  }

  /** Whether Go leaves the field out when it has its zero value. */
  #isOmitted(field: FieldModel): boolean {
    return !printsZero(field, this.#minor);
  }

  /** Pointers to empty values are written, structs always. */
  #omitsEmpty({ omitEmpty, type }: FieldModel): boolean {
    return omitEmpty !== undefined && isInRange(omitEmpty, this.#minor) && !type.pointer && hasEmptyValue(type);
  }
}

/** The fields of a struct, read from the model when they are first asked for. */
class StructFields implements FieldTable {
  readonly #model: TypeModel;
  readonly #catalog: TypeCatalog;
  #table: FieldTable | undefined;

  constructor(model: TypeModel, catalog: TypeCatalog) {
    this.#model = model;
    this.#catalog = catalog;
  }

  get always(): readonly ApplyField[] {
    return (this.#table ??= this.#read()).always;
  }

  get(name: string): ApplyField | undefined {
    return (this.#table ??= this.#read()).get(name);
  }

  #read(): FieldTable {
    return fieldTable(this.#catalog.fieldsOf(this.#model));
  }
}

const STRING: GoType = { kind: 'string', goName: 'string', pointer: false };

const TEXT: ApplyType = { scalar: 'string' };
const NUMBER: ApplyType = { scalar: 'numeric' };
const UNTYPED: ApplyType = { scalar: 'untyped' };
const SCALARS = {
  string: TEXT,
  bytes: TEXT,
  bool: { scalar: 'boolean' } satisfies ApplyType,
  int32: NUMBER,
  int64: NUMBER,
  float64: NUMBER,
  time: UNTYPED,
  microTime: UNTYPED,
  quantity: UNTYPED,
  intOrString: UNTYPED,
};

/** The zero value of the type in its JSON form. */
const zeroOf = (type: GoType): unknown => (type.kind === 'struct' && !type.pointer ? NO_OBJECT : zeroValue(type));
