/**
 * The types as one cluster sees them: which fields a struct has in its minor and with its gates. Shapes are made when a
 * struct is first met and kept for the next object.
 */
import type { GoKind, GoType } from '../model/go-type.js';
import { type FieldModel, fieldIn, typeModel } from '../model/type-model.js';
import type { VersionProfile } from '../version-profile.js';

/**
 * The gate that guards a field when an object is created; undefined when none does. Types are named as in `typeModel`:
 * `core.v1.PodSpec`, `apps.v1.StatefulSetSpec`, `meta.v1.ObjectMeta` (the upstream name without the leading `api.`).
 * A field of an inlined type is asked for twice, first as the field of the type that inlines it
 * (`core.v1.EphemeralContainer`), then as that of the type that declares it (`core.v1.EphemeralContainerCommon`).
 */
export type FieldGateLookup = (typeName: string, field: string) => string | undefined;

/** What the decoder has to know of a value. */
export interface ValueShape {
  readonly kind: GoKind;
  readonly type: GoType;
  /** Items of a list, also where it is one of several forms; values of a map. */
  readonly element: ValueShape | undefined;
  /** The struct, also where it is one of several forms; undefined for other kinds. */
  readonly struct: StructShape | undefined;
}

/** Why a field that the model has is dropped. */
export type Dropped = { readonly kind: 'version' } | { readonly kind: 'gate'; readonly gate: string };

export interface FieldShape {
  readonly field: FieldModel;
  readonly value: ValueShape;
  readonly dropped: Dropped | undefined;
  /** The JavaScript type whose values are kept as they are; '' where more than a look is needed. */
  readonly accepts: 'string' | 'boolean' | '';
}

/** A struct whose fields are looked up by name; its type is read when the first of them is. */
export class StructShape {
  readonly typeName: string;
  readonly #catalog: ShapeCatalog;
  #fields: ReadonlyMap<string, FieldShape> | undefined;

  constructor(typeName: string, catalog: ShapeCatalog) {
    this.typeName = typeName;
    this.#catalog = catalog;
  }

  get fields(): ReadonlyMap<string, FieldShape> {
    this.#fields ??= this.#catalog.fieldsOf(this.typeName);
    return this.#fields;
  }

  /** The names of the fields that this cluster has. */
  get names(): Iterable<string> {
    return [...this.fields.values()].filter(({ dropped }) => dropped === undefined).map(({ field }) => field.name);
  }
}

/** All shapes of one cluster. */
export class ShapeCatalog {
  readonly profile: VersionProfile;
  readonly #fieldGates: FieldGateLookup;
  readonly #structs = new Map<string, StructShape>();

  constructor(profile: VersionProfile, fieldGates: FieldGateLookup) {
    this.profile = profile;
    this.#fieldGates = fieldGates;
  }

  struct(typeName: string): StructShape {
    let shape = this.#structs.get(typeName);
    if (shape === undefined) {
      shape = new StructShape(typeName, this);
      this.#structs.set(typeName, shape);
    }
    return shape;
  }

  fieldsOf(typeName: string): ReadonlyMap<string, FieldShape> {
    const model = typeModel(typeName);
    // Names come from the generated model, which is closed.
    if (model === undefined) throw new Error(`no type ${typeName}`);
    const fields = new Map<string, FieldShape>();
    for (const [name, newest] of model.fields) {
      const field = fieldIn(model, name, this.profile.minor);
      const value = this.#value((field ?? newest).type);
      const dropped = this.#dropped(model.name, field);
      fields.set(name, { field: field ?? newest, value, dropped, accepts: dropped ? '' : acceptedBy(value) });
    }
    return fields;
  }

  #dropped(owner: string, field: FieldModel | undefined): Dropped | undefined {
    if (field === undefined) return { kind: 'version' };
    const gate = this.#fieldGates(owner, field.name) ?? this.#fieldGates(field.declaredIn, field.name);
    return gate === undefined || this.profile.enabled(gate) ? undefined : { kind: 'gate', gate };
  }

  #value(type: GoType): ValueShape {
    return {
      kind: type.kind,
      type,
      element: type.element === undefined ? undefined : this.#value(type.element),
      struct: this.#structOf(type),
    };
  }

  #structOf({ kind, typeName }: GoType): StructShape | undefined {
    if (typeName === undefined) return undefined;
    if (kind === 'struct') return this.struct(typeName);
    return kind === 'schemaOrArray' || kind === 'schemaOrBool' || kind === 'schemaOrStringArray'
      ? this.struct(`${typeName.slice(0, typeName.lastIndexOf('.'))}.JSONSchemaProps`)
      : undefined;
  }
}

const acceptedBy = ({ kind }: ValueShape): FieldShape['accepts'] =>
  kind === 'string' ? 'string' : kind === 'bool' ? 'boolean' : '';
