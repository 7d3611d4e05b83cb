// Reads ../shared/data/api-model.json and protobuf-schema.json into one model under short names, from which all other
// tools generate: `core.v1.PodSpec`, `meta.v1.ObjectMeta`, `resource.Quantity`, `apiextensions.v1.JSONSchemaProps`.
import {
  FIELD_AFTER,
  FIELD_SINCE,
  FIELDS_FIRST,
  FURTHER_KINDS,
  FURTHER_PACKAGES,
  FURTHER_TYPES,
  NAMED_MEANING,
  NAMED_TYPES,
  OLDER_TYPE,
} from './api-model-corrections.mjs';
import { minorOf } from './generated-text.mjs';

export const OLDEST = 27;
export const NEWEST = 36;

/** Any upstream spelling of a type's name as `package.version.Name`. */
export const shortName = (name) =>
  name
    .replace(/^io\.k8s\./, '')
    .replace(/^k8s\.io\./, '')
    .replace(/^apimachinery\.pkg\.(apis|api|util)\./, '')
    .replace(/^apimachinery\.pkg\./, '')
    .replace(/^apiextensions[-_]apiserver\.pkg\.apis\./, '')
    .replace(/^kube[-_]aggregator\.pkg\.apis\./, '')
    .replace(/^api\./, '');

/** A Go type such as `*api.core.v1.PodSpec` or `map[string]bytes` with its names shortened. */
const shortType = (type) => type.replace(/[a-z][\w-]*(\.[\w-]+)+/g, (name) => shortName(name));

export const packageOf = (name) => name.split('.').slice(0, -1).join('.');

/** Types whose JSON form is not that of their Go fields: their fields are of no interest. */
export const SPECIAL = new Set([
  'apiextensions.v1.JSON',
  'apiextensions.v1.JSONSchemaPropsOrArray',
  'apiextensions.v1.JSONSchemaPropsOrBool',
  'apiextensions.v1.JSONSchemaPropsOrStringArray',
  'apiextensions.v1beta1.JSON',
  'apiextensions.v1beta1.JSONSchemaPropsOrArray',
  'apiextensions.v1beta1.JSONSchemaPropsOrBool',
  'apiextensions.v1beta1.JSONSchemaPropsOrStringArray',
  'intstr.IntOrString',
  'meta.v1.FieldsV1',
  'meta.v1.MicroTime',
  'meta.v1.Time',
  'resource.Quantity',
  'runtime.RawExtension',
]);

const sinceOf = (spec) => (spec.since === undefined ? undefined : minorOf(spec.since));
const lastOf = (spec) => (spec.last === undefined ? undefined : minorOf(spec.last));

/**
 * { kinds: [{ group, version, kind, type, since, last }],
 *   types: Map of name -> { since, last, fields: [{ name, type, inline, since, last, number, omit, omitZero }] },
 *   alias: Map of name -> Go type }
 * `omit` and `omitZero`: lists of the minors in which the field is left out of JSON when it is empty, or zero.
 */
export function readModel(readShared) {
  const source = readShared('api-model.json');
  const { messages } = readShared('protobuf-schema.json');
  const proto = new Map(Object.entries(messages).map(([name, fields]) => [shortName(name), fields]));
  const types = new Map();
  for (const [name, type] of Object.entries(source.types)) {
    if (name === 'time.Time') continue;
    types.set(shortName(name), typeOf(shortName(name), type, proto));
  }
  const alias = new Map(Object.entries(source.alias).map(([name, type]) => [shortName(name), shortType(type)]));
  const kinds = source.kinds.map((kind) => ({
    ...kind,
    type: shortName(kind.type),
    since: sinceOf(kind),
    last: lastOf(kind),
  }));
  addFurther({ kinds, types, alias }, proto);
  for (const [name, type] of types) type.fields = corrected(name, type.fields);
  return { kinds, types, alias };
}

function typeOf(name, type, proto) {
  const messages = proto.get(name) ?? [];
  const fields = Object.entries(type.fields).map(([field, spec]) => {
    const inline = spec.inline === true || field.startsWith('<inline>');
    const message = inline
      ? messages.find((entry) => entry.inline && shortName(entry.type) === shortName(spec.type))
      : messages.find((entry) => entry.json === field);
    return {
      name: inline ? '' : field,
      type: shortType(spec.type),
      inline,
      since: sinceOf(spec),
      last: lastOf(spec),
      number: message?.n ?? spec.proto?.n,
      omit: minorsWith(message, 'omitempty', spec.optional === true),
      omitZero: minorsWith(message, 'omitzero', false),
    };
  });
  return { since: sinceOf(type), last: lastOf(type), fields: SPECIAL.has(name) ? [] : fields };
}

/** The minors in which the protobuf message's JSON tag has the flag; `otherwise` where there is no message. */
function minorsWith(message, flag, otherwise) {
  const minors = [];
  for (let minor = OLDEST; minor <= NEWEST; minor++) {
    const before = message?.flagsBefore?.find((flags) => minor <= minorOf(flags.until));
    const untagged = message === undefined || message.untagged === true;
    const has = untagged ? otherwise : before ? before.flags.includes(flag) : message[flag] === true;
    if (has) minors.push(minor);
  }
  return minors;
}

/** Fields in Go order, and twice where the type changed. */
function corrected(name, fields) {
  const ordered = [...fields];
  for (const [field, before] of Object.entries(FIELD_AFTER[name] ?? {})) {
    const from = ordered.findIndex((entry) => entry.name === field);
    const [entry] = ordered.splice(from, 1);
    const after = before === '' ? -1 : ordered.findIndex((other) => other.name === before);
    if (from < 0 || (before !== '' && after < 0)) throw new Error(`no ${field} after ${before} in ${name}`);
    ordered.splice(after + 1, 0, entry);
  }
  const first = FIELDS_FIRST[name] ?? [];
  const rank = (entry) => (entry.inline ? -1 : first.includes(entry.name) ? first.indexOf(entry.name) : first.length);
  if (first.length > 0) ordered.sort((a, b) => rank(a) - rank(b));
  for (const entry of ordered) entry.since = FIELD_SINCE[name]?.[entry.name] ?? entry.since;
  return ordered.flatMap((entry) => {
    const older = OLDER_TYPE[name]?.[entry.name];
    if (older === undefined) return [entry];
    const [last, type] = older;
    return [
      { ...entry, since: last + 1 },
      { ...entry, type, last },
    ];
  });
}

function addFurther(model, proto) {
  const kindTypes = new Set();
  for (const [groupVersion, kinds] of Object.entries(FURTHER_KINDS)) {
    const [group, version] = groupVersion.split('/');
    for (const kind of kinds) {
      const type = `${group.split('.')[0]}.${version}.${kind}`;
      kindTypes.add(type);
      model.kinds.push({ group, version, kind, type });
    }
  }
  for (const [name, fields] of proto) {
    const home = packageOf(name);
    if (!FURTHER_PACKAGES.includes(home) && !FURTHER_TYPES.includes(name)) continue;
    const named = NAMED_TYPES[home]?.[name.slice(home.length + 1)] ?? {};
    for (const type of Object.values(named)) addAlias(model.alias, home, type);
    const typeMeta = { name: '', type: 'meta.v1.TypeMeta', inline: true, omit: [], omitZero: [] };
    model.types.set(name, {
      since: undefined,
      last: undefined,
      fields: SPECIAL.has(name)
        ? []
        : [...(kindTypes.has(name) ? [typeMeta] : []), ...fields.map((field) => furtherField(home, field, named))],
    });
  }
}

function addAlias(alias, home, type) {
  const name = type.replace('*', '');
  if (name.includes('.')) return;
  const meaning = NAMED_MEANING[name] ?? 'string';
  alias.set(
    `${home}.${name}`,
    meaning.replace(/[A-Z]\w*/g, (local) => `${home}.${local}`),
  );
}

const GO_OF_PROTO = { double: 'float64' };
function furtherField(home, field, named) {
  const map = /^map<string,(.+)>$/.exec(field.type);
  const base = shortName(map ? map[1] : field.type);
  const plain = GO_OF_PROTO[base] ?? base;
  const structure = `${map ? 'map[string]' : ''}${field.rep ? '[]' : ''}${field.ptr ? '*' : ''}${plain}`;
  const local = named[field.json];
  const type =
    local === undefined ? structure : local.includes('.') ? local : local.replace(/\w+/, (name) => `${home}.${name}`);
  const [since, last] = (field.minors ?? `${OLDEST}-${NEWEST}`).split('-').map(Number);
  return {
    name: field.json,
    type,
    inline: false,
    since: since === OLDEST ? undefined : since,
    last: last === NEWEST ? undefined : last,
    number: field.n,
    omit: minorsWith(field, 'omitempty', false),
    omitZero: minorsWith(field, 'omitzero', false),
  };
}
