// Writes packages/apiserver/src/openapi/generated/requirements.ts from ../shared/data/reference-1.35/openapi-v3-all: what
// the schemas of a real 1.35 server say of types that the Go forms of their fields do not.
import { shortName } from './api-model.mjs';
import { compact, GENERATED, jsonByLine, templateLiteral } from './generated-text.mjs';

const HEADER = `//
// JSON text: { "<type>": { r, z, u }, ... }, as of 1.35. r = the required fields, where they are others than those that
// JSON never leaves out; z = fields with a zero default that JSON may leave out; u = the unions of the type.
`;

const MINOR = 35;

function flattenedFields(model, name) {
  const fields = new Map();
  for (const field of model.types.get(name)?.fields ?? []) {
    if (!field.inline) fields.set(field.name, field);
    else for (const [inner, spec] of flattenedFields(model, field.type)) fields.set(inner, spec);
  }
  return fields;
}

const isLeftOut = ({ omit, omitZero }) => [omit, omitZero].some((minors) => minors?.includes(MINOR) === true);

const isZero = (value) => value === '' || value === 0 || value === false;

function requirementsOf(model, name, schema) {
  const fields = flattenedFields(model, name);
  const properties = Object.entries(schema.properties ?? {});
  const written = properties.map(([field]) => field).filter((field) => !isLeftOut(fields.get(field) ?? {}));
  const required = schema.required ?? [];
  const differs = written.toSorted().join() !== required.toSorted().join();
  const zeros = properties
    .filter(([field, spec]) => isZero(spec.default) && isLeftOut(fields.get(field) ?? {}))
    .filter(([field]) => fields.get(field)?.type.startsWith('*') !== true)
    .map(([field]) => field);
  const entry = compact({ z: zeros, u: schema['x-kubernetes-unions'] });
  return differs ? { r: required, ...entry } : entry;
}

/** Files by their path from the project's root. */
export function generateRequirements(readShared, listShared, model) {
  const folder = 'reference-1.35/openapi-v3-all';
  const found = new Map();
  for (const file of listShared(folder)) {
    for (const [name, schema] of Object.entries(readShared(`${folder}/${file}`).components?.schemas ?? {})) {
      if (!model.types.has(shortName(name))) continue;
      const entry = requirementsOf(model, shortName(name), schema);
      if (Object.keys(entry).length > 0) found.set(shortName(name), entry);
    }
  }
  const text = jsonByLine(Object.fromEntries([...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1))));
  return new Map([
    [
      'packages/apiserver/src/openapi/generated/requirements.ts',
      `${GENERATED}\n${HEADER}export const requirementsText: string = ${templateLiteral(text)};\n`,
    ],
  ]);
}
