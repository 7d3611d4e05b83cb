/**
 * Schemas of the API's types: what fields there are, what they hold and how lists of them merge.
 *
 * Source: k8s.io/kube-openapi/pkg/generators/openapi.go.
 */
import {
  apiVersions,
  documentedValuesOf,
  type FieldModel,
  fieldIn,
  type GoType,
  isInRange,
  kindsOf,
  type Minor,
  mergeRuleOf,
  structRuleOf,
  type TypeModel,
  typeModel,
} from '@bulkhead/apimachinery';
import { definitionName } from './definition-name.js';
import { fieldDescription, typeDescription } from './descriptions.js';
import { hasZeroDefault, isLeftOut, requiredFields, unionsOf } from './requirements.js';

/** Swagger 2 or OpenAPI 3: they differ in where references may stand and whether defaults are written. */
export type Dialect = 'v2' | 'v3';

export type Schema = Readonly<Record<string, unknown>>;

/** Definitions of a minor in a dialect, each made once. */
export class SchemaBuilder {
  readonly #minor: Minor;
  readonly #dialect: Dialect;
  readonly #kinds: ReadonlyMap<string, readonly object[]>;
  readonly #definitions = new Map<string, Definition>();

  constructor(minor: Minor, dialect: Dialect) {
    this.#minor = minor;
    this.#dialect = dialect;
    this.#kinds = kindsByType(minor);
  }

  reference(typeName: string): Schema {
    const home = this.#dialect === 'v2' ? '#/definitions/' : '#/components/schemas/';
    return { $ref: `${home}${definitionName(typeName)}` };
  }

  /** The JSON of an object with the definitions of the types and of all that they refer to, sorted by name. */
  definitionsOf(typeNames: Iterable<string>): string {
    const texts = new Map<string, string>();
    const open = [...typeNames];
    for (let typeName = open.pop(); typeName !== undefined; typeName = open.pop()) {
      const name = definitionName(typeName);
      if (texts.has(name)) continue;
      const { text, references } = this.#definition(typeName);
      texts.set(name, text);
      open.push(...references);
    }
    const sorted = [...texts].sort(([left], [right]) => (left < right ? -1 : 1));
    return `{${sorted.map(([name, text]) => `"${name}":${text}`).join(',')}}`;
  }

  #definition(typeName: string): Definition {
    let definition = this.#definitions.get(typeName);
    if (definition === undefined) {
      const references = new Set<string>();
      const schema = specialSchema(typeName, this.#dialect) ?? this.#structSchema(typeName, references);
      definition = { text: JSON.stringify(schema), references };
      this.#definitions.set(typeName, definition);
    }
    return definition;
  }

  #structSchema(typeName: string, references: Set<string>): Schema {
    const type = typeModel(typeName);
    const fields = type === undefined ? [] : fieldsIn(type, this.#minor);
    const properties = fields
      .map((field) => [field.name, this.#fieldSchema(typeName, field, references)] as const)
      .sort(([left], [right]) => (left < right ? -1 : 1));
    const required = requiredFields(typeName, fields, this.#minor);
    const unions = unionsOf(typeName);
    const kinds = this.#kinds.get(typeName);
    return {
      ...described(typeDescription(typeName)),
      type: 'object',
      ...(required.length === 0 ? {} : { required }),
      ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
      ...(kinds === undefined ? {} : { 'x-kubernetes-group-version-kind': kinds }),
      ...(unions === undefined ? {} : { 'x-kubernetes-unions': unions }),
      ...(structRuleOf(typeName, this.#minor).structType === 'atomic' ? { 'x-kubernetes-map-type': 'atomic' } : {}),
    };
  }

  #fieldSchema(owner: string, field: FieldModel, references: Set<string>): Schema {
    const values = documentedValuesOf(owner, field.name);
    const description = described(fieldDescription(owner, field.name));
    const isWritten = !isLeftOut(field, this.#minor) || hasZeroDefault(owner, field.name);
    const known = values.default ?? (isWritten ? zeroOf(field.type) : structDefault(field.type));
    const defaulted = known === undefined || this.#dialect === 'v2' ? {} : { default: known };
    const extensions = mergeExtensions(field, this.#minor);
    const { type } = field;
    if (isReference(type)) {
      references.add(type.typeName);
      const reference = this.reference(type.typeName);
      // Beside a reference OpenAPI 3 reads nothing.
      const refers = this.#dialect === 'v2' ? reference : { allOf: [reference] };
      return { ...description, ...defaulted, ...refers, ...extensions };
    }
    return { ...description, ...this.#typeSchema(type, values.enum, references), ...defaulted, ...extensions };
  }

  /** Items of lists and values of maps. */
  #elementSchema(type: GoType, allowed: readonly string[] | undefined, references: Set<string>): Schema {
    const known = this.#dialect === 'v2' ? undefined : zeroOf(type);
    if (isReference(type)) {
      references.add(type.typeName);
      const reference = this.reference(type.typeName);
      return known === undefined ? reference : { default: known, allOf: [reference] };
    }
    const schema = this.#typeSchema(type, allowed, references);
    return known === undefined ? schema : { ...schema, default: known };
  }

  #typeSchema(type: GoType, allowed: readonly string[] | undefined, references: Set<string>): Schema {
    const { kind, element } = type;
    if (kind === 'list' && element !== undefined) {
      return { type: 'array', items: this.#elementSchema(element, allowed, references) };
    }
    if (kind === 'map' && element !== undefined) {
      return { type: 'object', additionalProperties: this.#elementSchema(element, allowed, references) };
    }
    return { ...(PRIMITIVES.get(kind) ?? { type: 'object' }), ...(allowed === undefined ? {} : { enum: allowed }) };
  }
}

interface Definition {
  readonly text: string;
  /** Names of the types that it refers to. */
  readonly references: ReadonlySet<string>;
}

const PRIMITIVES: ReadonlyMap<string, Schema> = new Map<string, Schema>([
  ['string', { type: 'string' }],
  ['bool', { type: 'boolean' }],
  ['int32', { type: 'integer', format: 'int32' }],
  ['int64', { type: 'integer', format: 'int64' }],
  ['float64', { type: 'number', format: 'double' }],
  ['bytes', { type: 'string', format: 'byte' }],
]);

const described = (description: string | undefined): Schema => (description === undefined ? {} : { description });

function isReference(type: GoType): type is GoType & { readonly typeName: string } {
  return type.typeName !== undefined && type.kind !== 'list' && type.kind !== 'map' && !PRIMITIVES.has(type.kind);
}

/** What Go has where nothing is said; undefined where that is nothing, or has a form of its own. */
function zeroOf(type: GoType): unknown {
  if (type.pointer) return undefined;
  switch (type.kind) {
    case 'string':
      return '';
    case 'bool':
      return false;
    case 'int32':
    case 'int64':
    case 'float64':
      return 0;
    default:
      return structDefault(type);
  }
}

const structDefault = (type: GoType): unknown => (type.kind === 'struct' && !type.pointer ? {} : undefined);

/** The fields of the type as the minor has them. */
export function fieldsIn(type: TypeModel, minor: Minor): readonly FieldModel[] {
  return [...type.fields.keys()].flatMap((name) => fieldIn(type, name, minor) ?? []);
}

function mergeExtensions({ declaredIn, name }: FieldModel, minor: Minor): Schema {
  const rule = mergeRuleOf(declaredIn, name, minor);
  const mapType = rule.mapType ?? rule.structType;
  return {
    ...(rule.listMapKeys === undefined ? {} : { 'x-kubernetes-list-map-keys': rule.listMapKeys }),
    ...(rule.listType === undefined ? {} : { 'x-kubernetes-list-type': rule.listType }),
    ...(mapType === undefined ? {} : { 'x-kubernetes-map-type': mapType }),
    ...(rule.patchMergeKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': rule.patchMergeKey }),
    ...(rule.patchStrategy === undefined ? {} : { 'x-kubernetes-patch-strategy': rule.patchStrategy }),
  };
}

/** Types whose JSON is not that of their Go fields. */
function specialSchema(typeName: string, dialect: Dialect): Schema | undefined {
  const isOld = dialect === 'v2';
  switch (typeName) {
    case 'resource.Quantity':
      return isOld ? { type: 'string' } : { oneOf: [{ type: 'string' }, { type: 'number' }] };
    case 'intstr.IntOrString':
      return {
        format: 'int-or-string',
        ...(isOld ? { type: 'string' } : { oneOf: [{ type: 'integer' }, { type: 'string' }] }),
      };
    case 'meta.v1.Time':
    case 'meta.v1.MicroTime':
      return { type: 'string', format: 'date-time' };
    case 'meta.v1.FieldsV1':
    case 'meta.v1.Patch':
    case 'runtime.RawExtension':
      return { type: 'object' };
    default:
      return /^apiextensions\.v1(beta1)?\.JSON(SchemaPropsOr\w+)?$/.test(typeName) ? {} : undefined;
  }
}

/** Types that may be sent to every group, in whose versions they stand. */
const EVERYWHERE: readonly string[] = ['DeleteOptions', 'WatchEvent'];

/** The core group first. */
function byGroup(left: string, right: string): number {
  const [first, second] = [left, right].map((text) => (text.includes('/') ? text : `/${text}`));
  return (first ?? '') < (second ?? '') ? -1 : 1;
}

function kindsByType(minor: Minor): ReadonlyMap<string, readonly object[]> {
  const found = new Map<string, object[]>();
  const add = (typeName: string, kind: object): void => {
    const known = found.get(typeName);
    if (known === undefined) found.set(typeName, [kind]);
    else known.push(kind);
  };
  for (const apiVersion of apiVersions().toSorted(byGroup)) {
    const kinds = [...kindsOf(apiVersion).values()].filter((kind) => isInRange(kind, minor));
    for (const { group, kind, version, typeName } of kinds) {
      if (!EVERYWHERE.includes(kind)) add(typeName, { group, kind, version });
    }
    const [any] = kinds;
    if (any === undefined) continue;
    for (const kind of EVERYWHERE) add(`meta.v1.${kind}`, { group: any.group, kind, version: any.version });
  }
  return found;
}
