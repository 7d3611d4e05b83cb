// Writes packages/apimachinery/src/generated/model/kinds.ts and fields.ts: every built-in kind, and every type with its
// fields, Go types, JSON omission, protobuf numbers and the minors that know them.
import { NEWEST, OLDEST, packageOf } from './api-model.mjs';
import { GENERATED, rangeText, templateLiteral } from './generated-text.mjs';

const KINDS_HEADER = `//
// JSON text: { "<apiVersion>": "<package> <kind> <kind> ...", ... }. A kind is "Name[=type][@range]": the type where it
// is not "<package>.Name"; the range of minors as in fields.ts.
`;

const FIELDS_HEADER = `//
// JSON text: { "<package>": { "<Type>": "<text>", ... }, ... }; the full name of a type is "<package>.<Type>", such as
// "core.v1.PodSpec". The text is "=<Go type>" for a name of a string, list or map type. Otherwise it is the range of
// minors that know the type and its fields in Go order, joined by ";". A field is joined by spaces:
//   name         JSON name; "~" for an inlined type
//   Go type      names of the same package are left without it; "bytes" is []byte
//   #<number>    protobuf field number
//   ?<range>     left out of JSON when empty (omitempty), in these minors
//   z<range>     left out of JSON when zero (omitzero), in these minors
//   @<range>     minors that know the field
// A range is "30..", "..34" or "30..34" (both ends belong to it), or nothing for all minors, ${OLDEST} to ${NEWEST}.
`;

const range = (since, last) => rangeText(since, last, OLDEST, NEWEST);

function kindsText(kinds) {
  const groups = new Map();
  for (const kind of kinds) {
    const apiVersion = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
    if (!groups.has(apiVersion)) groups.set(apiVersion, []);
    groups.get(apiVersion).push(kind);
  }
  const lines = [...groups.keys()].sort().map((apiVersion) => {
    const members = groups.get(apiVersion).sort((a, b) => (a.kind < b.kind ? -1 : 1));
    const home = packageOf(members.find((kind) => !kind.type.startsWith('meta.')).type);
    const words = members.map((kind) => {
      const type = kind.type === `${home}.${kind.kind}` ? '' : `=${kind.type}`;
      const minors = range(kind.since, kind.last);
      return `${kind.kind}${type}${minors && `@${minors}`}`;
    });
    return `\n${JSON.stringify(apiVersion)}:${JSON.stringify([home, ...words].join(' '))}`;
  });
  return `{${lines.join(',')}\n}`;
}

/** The minors in which a field is left out, as one range: they are always a run. */
function omissionText(mark, minors, since, last) {
  const known = minors.filter((minor) => minor >= (since ?? OLDEST) && minor <= (last ?? NEWEST));
  if (known.length === 0) return '';
  const [from, to] = [known[0], known[known.length - 1]];
  if (to - from + 1 !== known.length) throw new Error('the minors of an omission have a gap');
  const text = range(from === (since ?? OLDEST) ? undefined : from, to === (last ?? NEWEST) ? undefined : to);
  return `${mark}${text}`;
}

function fieldText(home, field) {
  const type = field.type.replaceAll(`${home}.`, '');
  const minors = range(field.since, field.last);
  return [
    field.inline ? '~' : field.name,
    type,
    field.number === undefined ? '' : `#${field.number}`,
    field.inline ? '' : omissionText('?', field.omit, field.since, field.last),
    field.inline ? '' : omissionText('z', field.omitZero, field.since, field.last),
    minors && `@${minors}`,
  ]
    .filter((word) => word !== '')
    .join(' ');
}

function fieldsText({ types, alias }) {
  const packages = new Map();
  const put = (name, text) => {
    const home = packageOf(name);
    if (!packages.has(home)) packages.set(home, new Map());
    packages.get(home).set(name.slice(home.length + 1), text);
  };
  for (const [name, type] of alias) put(name, `=${type.replaceAll(`${packageOf(name)}.`, '')}`);
  for (const [name, type] of types) {
    const fields = type.fields.map((field) => fieldText(packageOf(name), field));
    put(name, [range(type.since, type.last), ...fields].join(';'));
  }
  const byName = (map) => [...map.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const texts = byName(packages).map(([home, entries]) => {
    const lines = byName(entries).map(([type, text]) => `\n${JSON.stringify(type)}:${JSON.stringify(text)}`);
    return `\n${JSON.stringify(home)}:{${lines.join(',')}}`;
  });
  return `{${texts.join(',')}\n}`;
}

/** Files by their path from the project's root. */
export function generateModel(model) {
  const folder = 'packages/apimachinery/src/generated/model';
  const module = (header, name, text) =>
    `${GENERATED}\n${header}export const ${name}: string = ${templateLiteral(text)};\n`;
  return new Map([
    [`${folder}/kinds.ts`, module(KINDS_HEADER, 'kindsText', kindsText(model.kinds))],
    [`${folder}/fields.ts`, module(FIELDS_HEADER, 'fieldsText', fieldsText(model))],
  ]);
}
