// Writes packages/apimachinery/src/generated/model/values.ts from ../shared/data/reference-1.35/openapi-v3-all: the enums
// and the defaults that a real 1.35 server documents.
import { shortName } from './api-model.mjs';
import { compact, GENERATED, jsonByLine, templateLiteral } from './generated-text.mjs';

const HEADER = `//
// JSON text: { "<type>": { "<field>": { e, d }, ... }, ... }, as of 1.35. e = the values of the enum (of the list's items
// or the map's values where the field is one); d = the default. Zero values of fields without a Go pointer are no
// defaults and are left out. Fields without either are left out.
`;

const isZero = (value) => value === '' || value === 0 || value === false || JSON.stringify(value) === '{}';

function enumOf(schema) {
  if (schema.enum) return schema.enum;
  if (schema.items) return enumOf(schema.items);
  return typeof schema.additionalProperties === 'object' ? enumOf(schema.additionalProperties) : undefined;
}

function typeValues(model, name, schema) {
  const values = {};
  const flattened = flattenedFields(model, name);
  for (const [property, spec] of Object.entries(schema.properties ?? {})) {
    const pointer = flattened.get(property)?.type.startsWith('*') === true;
    const given = spec.default !== undefined && (pointer || !isZero(spec.default));
    const entry = compact({ e: enumOf(spec) });
    if (given) entry.d = spec.default;
    if (Object.keys(entry).length > 0) values[property] = entry;
  }
  return values;
}

function flattenedFields(model, name) {
  const fields = new Map();
  for (const field of model.types.get(name)?.fields ?? []) {
    if (!field.inline) fields.set(field.name, field);
    else for (const [inner, spec] of flattenedFields(model, field.type)) fields.set(inner, spec);
  }
  return fields;
}

/** Files by their path from the project's root. `listShared` lists a folder of ../shared/data. */
export function generateValues(readShared, listShared, model) {
  const folder = 'reference-1.35/openapi-v3-all';
  const values = new Map();
  for (const file of listShared(folder)) {
    for (const [name, schema] of Object.entries(readShared(`${folder}/${file}`).components?.schemas ?? {})) {
      const found = typeValues(model, shortName(name), schema);
      if (Object.keys(found).length > 0) values.set(shortName(name), found);
    }
  }
  const text = jsonByLine(Object.fromEntries([...values.entries()].sort(([a], [b]) => (a < b ? -1 : 1))));
  return new Map([
    [
      'packages/apimachinery/src/generated/model/values.ts',
      `${GENERATED}\n${HEADER}export const valuesText: string = ${templateLiteral(text)};\n`,
    ],
  ]);
}
