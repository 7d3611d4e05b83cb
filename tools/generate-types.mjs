// Writes packages/apimachinery/src/generated/types/<group>-<version>.ts: one TypeScript interface a Go type, one module a
// group and version.
import { packageOf, SPECIAL } from './api-model.mjs';
import { GENERATED } from './generated-text.mjs';

// Types whose JSON form is not the form of their Go fields.
const SPECIAL_TYPES = {
  'intstr.IntOrString': 'string | number',
  'meta.v1.FieldsV1': 'unknown',
  'meta.v1.MicroTime': 'string',
  'meta.v1.Time': 'string',
  'resource.Quantity': 'string | number',
  'runtime.RawExtension': 'unknown',
};
const SPECIAL_NAMES = {
  JSON: () => 'unknown',
  JSONSchemaPropsOrArray: (own) => `${own('JSONSchemaProps')} | readonly ${own('JSONSchemaProps')}[]`,
  JSONSchemaPropsOrBool: (own) => `${own('JSONSchemaProps')} | boolean`,
  JSONSchemaPropsOrStringArray: (own) => `${own('JSONSchemaProps')} | readonly string[]`,
};
const PRIMITIVE = {
  string: 'string',
  bool: 'boolean',
  int32: 'number',
  int64: 'number | bigint',
  float64: 'number',
  bytes: 'string',
};

/** `core.v1` -> `core-v1`. */
const moduleOf = (home) => home.replaceAll('.', '-');
const importName = (home) => home.replace(/\.(\w)/g, (_, letter) => letter.toUpperCase());
const nameOf = (type) => type.split('.').at(-1);

/** Spells Go types in the module of one package and collects what it imports. */
function speller(model, home, imports) {
  const reference = (type) => {
    if (packageOf(type) === home) return nameOf(type);
    imports.add(packageOf(type));
    return `${importName(packageOf(type))}.${nameOf(type)}`;
  };
  const spell = (goType) => {
    const type = goType.replace(/^\*/, '');
    if (type.startsWith('[]')) {
      const inner = spell(type.slice(2));
      return /[|&]/.test(inner) ? `readonly (${inner})[]` : `readonly ${inner}[]`;
    }
    const map = /^map\[[^\]]+\](.+)$/.exec(type);
    if (map) return `{ readonly [key: string]: ${spell(map[1])} }`;
    if (type in PRIMITIVE) return PRIMITIVE[type];
    if (type in SPECIAL_TYPES) return SPECIAL_TYPES[type];
    if (SPECIAL.has(type)) return SPECIAL_NAMES[nameOf(type)]((name) => reference(`${packageOf(type)}.${name}`));
    if (model.alias.has(type)) return spell(model.alias.get(type));
    if (model.types.has(type)) return reference(type);
    throw new Error(`unknown Go type ${goType}`);
  };
  return spell;
}

function interfaceText(name, type, spell) {
  const bases = type.fields.filter((field) => field.inline).map((field) => spell(field.type));
  const seen = new Set();
  const members = type.fields
    .filter((field) => !field.inline && !seen.has(field.name) && seen.add(field.name))
    .map((field) => {
      const key = /^[A-Za-z_$][\w$]*$/.test(field.name) ? field.name : JSON.stringify(field.name);
      const minors = rangeComment(field, type);
      return `${minors && `  /** ${minors} */\n`}  readonly ${key}?: ${spell(field.type)};`;
    });
  const range = rangeComment(type, {});
  const head = `export interface ${nameOf(name)}${bases.length > 0 ? ` extends ${bases.join(', ')}` : ''} {`;
  return [...(range ? [`/** ${range} */`] : []), head, ...members, '}', ''];
}

/** `since 1.30, until 1.34`, as far as it differs from the range around it. */
const rangeComment = (own, around) =>
  [
    own.since !== undefined && own.since !== around.since && `since 1.${own.since}`,
    own.last !== undefined && own.last !== around.last && `until 1.${own.last}`,
  ]
    .filter(Boolean)
    .join(', ');

/** Files by their path from the project's root. */
export function generateTypes(model) {
  const modules = new Map();
  for (const [name, type] of model.types) {
    if (SPECIAL.has(name)) continue;
    const home = packageOf(name);
    if (!modules.has(home)) modules.set(home, { lines: [], imports: new Set() });
    const { lines, imports } = modules.get(home);
    lines.push(...interfaceText(name, type, speller(model, home, imports)));
  }
  const files = new Map();
  for (const [home, { lines, imports }] of modules) {
    const heads = [...imports]
      .sort()
      .map((from) => `import type * as ${importName(from)} from './${moduleOf(from)}.js';`);
    files.set(
      `packages/apimachinery/src/generated/types/${moduleOf(home)}.ts`,
      `${[GENERATED, ...heads, '', ...lines].join('\n').trimEnd()}\n`,
    );
  }
  return files;
}
