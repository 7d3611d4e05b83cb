/**
 * Go types of API fields, as the JSON decoder must know them: what JSON form they have and what Go calls them in its
 * error texts (`[]v1.Container`, `map[string]string`, `v1.PullPolicy`).
 */

/** JSON forms. The last three are the alternatives of JSON schemas in CustomResourceDefinitions. */
export type GoKind =
  | 'string'
  | 'bool'
  | 'int32'
  | 'int64'
  | 'float64'
  | 'bytes'
  | 'list'
  | 'map'
  | 'struct'
  | 'time'
  | 'microTime'
  | 'quantity'
  | 'intOrString'
  | 'any'
  | 'schemaOrArray'
  | 'schemaOrBool'
  | 'schemaOrStringArray';

export interface GoType {
  readonly kind: GoKind;
  /** What `reflect.Type.String()` prints, without a leading `*`. */
  readonly goName: string;
  /** Whether the field is a Go pointer: absent and zero differ. */
  readonly pointer: boolean;
  /** The full name of a struct or of a type with its own JSON form, such as `core.v1.PodSpec`. */
  readonly typeName?: string;
  /** Items of a list, also where it is one of several forms; values of a map. */
  readonly element?: GoType;
}

/** Types with a JSON form of their own. All others that are not strings, lists or maps are structs. */
const OWN_FORM: ReadonlyMap<string, GoKind> = new Map<string, GoKind>([
  ['intstr.IntOrString', 'intOrString'],
  ['meta.v1.FieldsV1', 'any'],
  ['meta.v1.MicroTime', 'microTime'],
  ['meta.v1.Time', 'time'],
  ['resource.Quantity', 'quantity'],
  ['runtime.RawExtension', 'any'],
  ...['apiextensions.v1', 'apiextensions.v1beta1'].flatMap((home): [string, GoKind][] => [
    [`${home}.JSON`, 'any'],
    [`${home}.JSONSchemaPropsOrArray`, 'schemaOrArray'],
    [`${home}.JSONSchemaPropsOrBool`, 'schemaOrBool'],
    [`${home}.JSONSchemaPropsOrStringArray`, 'schemaOrStringArray'],
  ]),
]);

const PRIMITIVE: ReadonlyMap<string, GoType> = new Map(
  (['string', 'bool', 'int32', 'int64', 'float64'] as const).map((kind) => [
    kind,
    { kind, goName: kind, pointer: false },
  ]),
);
const BYTES: GoType = { kind: 'bytes', goName: '[]uint8', pointer: false };

/** The Go type behind the name of a string, list or map type; undefined for a struct. */
export type AliasLookup = (typeName: string) => string | undefined;

/** Reads `*PodSpec`, `[]Container` or `map[string]resource.Quantity`; `home` is the package of bare names. */
export function parseGoType(text: string, home: string, aliasOf: AliasLookup): GoType {
  if (text.startsWith('*')) return { ...parseGoType(text.slice(1), home, aliasOf), pointer: true };
  if (text.startsWith('[]')) {
    const element = parseGoType(text.slice(2), home, aliasOf);
    return { kind: 'list', goName: `[]${pointed(element)}`, pointer: false, element };
  }
  if (text.startsWith('map[')) {
    const end = text.indexOf(']');
    const key = parseGoType(text.slice(4, end), home, aliasOf);
    const element = parseGoType(text.slice(end + 1), home, aliasOf);
    return { kind: 'map', goName: `map[${key.goName}]${pointed(element)}`, pointer: false, element };
  }
  if (text === 'bytes') return BYTES;
  const primitive = PRIMITIVE.get(text);
  if (primitive !== undefined) return primitive;
  return parseNamedType(text.includes('.') ? text : `${home}.${text}`, aliasOf);
}

function parseNamedType(typeName: string, aliasOf: AliasLookup): GoType {
  const goName = typeName.split('.').slice(-2).join('.');
  const kind = OWN_FORM.get(typeName);
  if (kind !== undefined) return { kind, goName, pointer: false, typeName, ...listForm(kind, typeName) };
  const alias = aliasOf(typeName);
  if (alias === undefined) return { kind: 'struct', goName, pointer: false, typeName };
  return { ...parseGoType(alias, typeName.split('.').slice(0, -1).join('.'), aliasOf), goName };
}

/** The items of types that may be a list or something else. */
function listForm(kind: GoKind, typeName: string): { element?: GoType } {
  const [, version = ''] = typeName.split('.');
  const struct = { typeName: `apiextensions.${version}.JSONSchemaProps`, goName: `${version}.JSONSchemaProps` };
  if (kind === 'schemaOrArray') return { element: { kind: 'struct', pointer: false, ...struct } };
  const element = kind === 'schemaOrStringArray' ? PRIMITIVE.get('string') : undefined;
  return element === undefined ? {} : { element };
}

const pointed = (type: GoType): string => `${type.pointer ? '*' : ''}${type.goName}`;
