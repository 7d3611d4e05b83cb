/**
 * The form that a Go round trip gives to the values of each type, compiled once for a minor: what is looked at for
 * every object is a table of fields, not the model.
 */
import type { GoType } from '../model/go-type.js';
import { fieldIn } from '../model/type-model.js';
import { isPlainObject, type PlainObject } from '../schema/json-type.js';
import type { Minor } from '../version.js';
import { canonicalBase64, canonicalQuantityText } from './canonical-text.js';
import { canonicalMicroTime, canonicalTime } from './civil-time.js';
import { goMapForm, type ItemForm, listForm, mapForm } from './go-map-form.js';
import { wireType } from './partial-object-metadata.js';
import { isWrappedList } from './wire-shape.js';
import { printsZero, zeroValue } from './zero-form.js';

/** What the object went through: protobuf does not tell empty lists and maps from absent ones. */
export type Encoding = 'json' | 'protobuf';

/** What is left out: JSON has no undefined. */
const GONE = undefined;

interface FieldForm {
  readonly name: string;
  readonly index: number;
  /** The JavaScript type whose values are kept as they are, but for the one that is left out. */
  readonly plain: 'string' | 'number' | 'boolean' | '';
  readonly leftOut: unknown;
  /** Whether Go prints the field even when it is absent. */
  readonly always: boolean;
  readonly form: ItemForm;
  readonly zero: () => unknown;
}

/** A struct of one minor; its fields are read when the first object comes. */
export class StructForm {
  readonly #typeName: string;
  readonly #catalog: FormCatalog;
  #fields: ReadonlyMap<string, FieldForm> | undefined;
  #list: readonly FieldForm[] = [];
  #alwaysCount = 0;

  constructor(typeName: string, catalog: FormCatalog) {
    this.#typeName = typeName;
    this.#catalog = catalog;
  }

  /** The struct as Go prints it; the same object where nothing changes. */
  readonly form: ItemForm = (value) => (isPlainObject(value) ? this.#form(value) : value);

  #form(value: PlainObject): PlainObject {
    const fields = this.#fields ?? this.#compile();
    let replaced: Map<string, unknown> | undefined;
    let isSame = true;
    let last = -1;
    let always = 0;
    for (const name in value) {
      const field = fields.get(name);
      const item = value[name];
      if (field === undefined) {
        isSame = false;
        continue;
      }
      if (typeof item !== field.plain || item === field.leftOut) {
        const form = field.form(item);
        if (form !== item) {
          replaced ??= new Map();
          replaced.set(name, form);
        }
      }
      if (field.index < last) isSame = false;
      last = field.index;
      if (field.always) always++;
    }
    if (isSame && replaced === undefined && always === this.#alwaysCount) return value;
    return this.#build(value, fields, replaced);
  }

  #build(
    value: PlainObject,
    fields: ReadonlyMap<string, FieldForm>,
    replaced: ReadonlyMap<string, unknown> | undefined,
  ): PlainObject {
    const slots: unknown[] = [];
    for (const name in value) {
      const field = fields.get(name);
      if (field === undefined) continue;
      slots[field.index] = replaced?.has(name) === true ? replaced.get(name) : value[name];
    }
    const built: Record<string, unknown> = {};
    for (const field of this.#list) {
      const form = slots[field.index];
      if (form !== GONE) built[field.name] = form;
      else if (field.always) built[field.name] = field.zero();
    }
    return built;
  }

  #compile(): ReadonlyMap<string, FieldForm> {
    const fields = this.#catalog.fieldsOf(this.#typeName);
    this.#list = [...fields.values()];
    this.#alwaysCount = this.#list.filter(({ always }) => always).length;
    this.#fields = fields;
    return fields;
  }
}

/** All forms of one minor and one encoding. */
export class FormCatalog {
  readonly #minor: Minor;
  readonly #encoding: Encoding;
  readonly #structs = new Map<string, StructForm>();

  constructor(minor: Minor, encoding: Encoding) {
    this.#minor = minor;
    this.#encoding = encoding;
  }

  struct(typeName: string): StructForm {
    let struct = this.#structs.get(typeName);
    if (struct === undefined) {
      struct = new StructForm(typeName, this);
      this.#structs.set(typeName, struct);
    }
    return struct;
  }

  /** By JSON name, in Go order. */
  fieldsOf(typeName: string): ReadonlyMap<string, FieldForm> {
    const model = wireType(typeName);
    const fields = new Map<string, FieldForm>();
    for (const name of model.fields.keys()) {
      const field = fieldIn(model, name, this.#minor);
      if (field === undefined) continue;
      const { type } = field;
      const always = printsZero(field, this.#minor);
      const zero = this.#zeroOf(type);
      const leftOut = always || type.pointer ? GONE : zeroValue(type);
      const form = fieldForm(this.#valueForm(type), type, always, zero);
      fields.set(name, { name, index: fields.size, plain: PLAIN[type.kind] ?? '', leftOut, always, form, zero });
    }
    return fields;
  }

  #zeroOf(type: GoType): () => unknown {
    if (type.kind === 'struct' && !type.pointer) {
      const struct = this.struct(type.typeName ?? '');
      return () => struct.form({});
    }
    const zero = zeroValue(type);
    return () => zero;
  }

  /** The form of a value that is there. */
  #valueForm(type: GoType): ItemForm {
    const { kind } = type;
    switch (kind) {
      case 'struct':
        return this.struct(type.typeName ?? '').form;
      case 'list':
        return this.#listForm(type);
      case 'map':
        return this.#mapForm(type);
      case 'schemaOrArray':
      case 'schemaOrBool':
      case 'schemaOrStringArray':
        return this.#schemaForm(type);
      case 'any':
        // The server holds the JSON of schemas as values and prints them anew; other JSON stays as it came.
        return type.typeName?.startsWith('apiextensions.') === true ? goMapForm : same;
      default:
        return TEXT_FORMS[kind] ?? same;
    }
  }

  #itemForm(type: GoType): ItemForm {
    const form = this.#valueForm(type);
    const zero = this.#zeroOf(type);
    return (value) => (value === null || value === GONE ? zero() : form(value));
  }

  #listForm(type: GoType): ItemForm {
    const { element } = type;
    const form = element === undefined ? same : this.#itemForm(element);
    const keepsEmpty = this.#encoding === 'json' || isWrappedList(type);
    return (value) => {
      if (!Array.isArray(value)) return value;
      return value.length === 0 && !keepsEmpty ? null : listForm(value, form);
    };
  }

  #mapForm({ element }: GoType): ItemForm {
    const form = element === undefined ? same : this.#itemForm(element);
    const keepsEmpty = this.#encoding === 'json';
    return (value) => {
      if (!isPlainObject(value)) return value;
      return !keepsEmpty && isEmptyObject(value) ? null : mapForm(value, form);
    };
  }

  /** A schema, or what may stand in its place; an empty list is none. */
  #schemaForm({ typeName = '', kind, element }: GoType): ItemForm {
    const home = typeName.slice(0, typeName.lastIndexOf('.'));
    const schema = this.struct(`${home}.JSONSchemaProps`).form;
    const item = kind === 'schemaOrArray' && element !== undefined ? this.#itemForm(element) : same;
    return (value) => {
      if (!Array.isArray(value)) return schema(value);
      return value.length === 0 ? null : listForm(value, item);
    };
  }
}

const same: ItemForm = (value) => value;

const PLAIN: Readonly<Record<string, 'string' | 'number' | 'boolean'>> = {
  string: 'string',
  bool: 'boolean',
  int32: 'number',
  int64: 'number',
  float64: 'number',
};

const TEXT_FORMS: Readonly<Record<string, ItemForm>> = {
  bytes: (value) => (typeof value === 'string' ? canonicalBase64(value) : value),
  time: (value) => (typeof value === 'string' ? canonicalTime(value) : value),
  microTime: (value) => (typeof value === 'string' ? canonicalMicroTime(value) : value),
  quantity: (value) => (typeof value === 'string' || typeof value === 'number' ? canonicalQuantityText(value) : value),
  int64: (value) => (typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value),
};

/** The form of a field, with what is left out of it. */
function fieldForm(valueForm: ItemForm, type: GoType, always: boolean, zero: () => unknown): ItemForm {
  // Go prints null for a pointer to a zero time once; when it is read again, it is absent.
  return (value) => {
    if (value === null || value === GONE) return always ? zero() : GONE;
    const form = valueForm(value);
    if (form === null) return always ? null : GONE;
    return always || type.pointer || !isEmpty(form) ? form : GONE;
  };
}

function isEmpty(value: unknown): boolean {
  if (value === '' || value === 0 || value === false) return true;
  return typeof value === 'object' && value !== null && isEmptyObject(value);
}

function isEmptyObject(value: object): boolean {
  if (Array.isArray(value)) return value.length === 0;
  for (const _ in value) return false;
  return true;
}
