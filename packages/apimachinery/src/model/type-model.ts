/**
 * The fields of every built-in API type: JSON names, Go types, the minors that know them, when JSON leaves them out,
 * and protobuf numbers. Inlined types are flattened, as JSON sees them. A type's text is read when the type is first asked
 * for. Source: the Go types of k8s.io/api, apimachinery, apiextensions-apiserver and kube-aggregator.
 */
import { fieldsText } from '../generated/model/fields.js';
import type { Minor } from '../version.js';
import { type GoType, parseGoType } from './go-type.js';
import { ALL_MINORS, isInRange, type MinorRange, parseMinorRange } from './minor-range.js';

export interface FieldModel extends MinorRange {
  readonly name: string;
  readonly type: GoType;
  /** The type that declares the field: another than its owner where that inlines it. */
  readonly declaredIn: string;
  /** Go names of the embedded structs between the owner and the field, outermost first. */
  readonly embeddedIn: readonly string[];
  /** Protobuf field number within `declaredIn`. */
  readonly number: number | undefined;
  /** Minors in which JSON leaves the field out when it is empty (`omitempty`); undefined = in none. */
  readonly omitEmpty: MinorRange | undefined;
  /** Minors in which JSON leaves the field out when it is a zero struct (`omitzero`); undefined = in none. */
  readonly omitZero: MinorRange | undefined;
  /** The field as minors before `since` knew it, where its type changed. */
  readonly older?: FieldModel;
}

export interface TypeModel extends MinorRange {
  /** `core.v1.PodSpec`, `meta.v1.ObjectMeta`, `apiextensions.v1.JSONSchemaProps`: package, version, Go name. */
  readonly name: string;
  /** By JSON name, in the order in which Go writes them. */
  readonly fields: ReadonlyMap<string, FieldModel>;
  /** The types that are inlined, with the protobuf numbers of their messages. */
  readonly inlined: readonly InlinedType[];
}

export interface InlinedType {
  readonly typeName: string;
  readonly number: number | undefined;
}

type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;
let texts: Texts | undefined;
const models = new Map<string, TypeModel | undefined>();

/** The type of that name, for example `core.v1.PodSpec`; undefined when there is none. */
export function typeModel(name: string): TypeModel | undefined {
  const known = models.get(name);
  if (known !== undefined || models.has(name)) return known;
  const text = textOf(name);
  if (text === undefined || text.startsWith('=')) return undefined;
  const model = readType(name, text);
  models.set(name, model);
  return model;
}

/** The field as this minor knows it; undefined when it does not. */
export function fieldIn(type: TypeModel, name: string, minor: Minor): FieldModel | undefined {
  let field = type.fields.get(name);
  while (field !== undefined && !isInRange(field, minor)) field = field.older;
  return field;
}

/** The names of all types, in no order that means something. */
export function typeNames(): readonly string[] {
  return Object.entries(allTexts()).flatMap(([home, types]) =>
    Object.keys(types)
      .filter((name) => types[name]?.startsWith('=') === false)
      .map((name) => `${home}.${name}`),
  );
}

function allTexts(): Texts {
  if (texts === undefined) {
    const parsed: Texts = JSON.parse(fieldsText);
    texts = parsed;
  }
  return texts;
}

function textOf(name: string): string | undefined {
  const dot = name.lastIndexOf('.');
  const types = own(allTexts(), name.slice(0, dot));
  return types && own(types, name.slice(dot + 1));
}

/** A member of a parsed table; names may be anything, also those of Object's own properties. */
const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

function aliasOf(name: string): string | undefined {
  const text = textOf(name);
  return text?.startsWith('=') === true ? text.slice(1) : undefined;
}

function readType(name: string, text: string): TypeModel {
  const home = name.slice(0, name.lastIndexOf('.'));
  const [range = '', ...lines] = text.split(';');
  const fields = new Map<string, FieldModel>();
  const inlined: InlinedType[] = [];
  for (const line of lines) {
    const field = readField(line, name, home);
    if (field.name === '~') {
      inlined.push({ typeName: field.type.typeName ?? '', number: field.number });
      addInlined(fields, field);
    } else addOwn(fields, field);
  }
  return { name, fields, inlined, ...(range === '' ? ALL_MINORS : parseMinorRange(range)) };
}

/** Own fields win over inlined ones; a second own field of the name is what older minors had. */
function addOwn(fields: Map<string, FieldModel>, field: FieldModel): void {
  const newer = fields.get(field.name);
  const isOlder = newer !== undefined && newer.declaredIn === field.declaredIn;
  fields.set(field.name, isOlder ? { ...newer, older: field } : field);
}

function addInlined(fields: Map<string, FieldModel>, embedded: FieldModel): void {
  const inner = typeModel(embedded.type.typeName ?? '');
  const goName = embedded.type.goName.slice(embedded.type.goName.lastIndexOf('.') + 1);
  for (const field of inner?.fields.values() ?? []) {
    if (!fields.has(field.name)) fields.set(field.name, { ...field, embeddedIn: [goName, ...field.embeddedIn] });
  }
}

function readField(line: string, declaredIn: string, home: string): FieldModel {
  const [name = '', type = '', ...marks] = line.split(' ');
  const mark = (sign: string): string | undefined => marks.find((text) => text.startsWith(sign))?.slice(1);
  const omitEmpty = mark('?');
  const omitZero = mark('z');
  const number = mark('#');
  const range = mark('@');
  return {
    name,
    type: parseGoType(type, home, aliasOf),
    declaredIn,
    embeddedIn: [],
    number: number === undefined ? undefined : Number(number),
    omitEmpty: omitEmpty === undefined ? undefined : parseMinorRange(omitEmpty),
    omitZero: omitZero === undefined ? undefined : parseMinorRange(omitZero),
    ...(range === undefined ? ALL_MINORS : parseMinorRange(range)),
  };
}
