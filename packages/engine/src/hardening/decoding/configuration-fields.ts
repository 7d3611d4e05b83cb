/** The fields of configuration kinds by version: the generated table, parsed when somebody asks. */
import type { Minor } from '@bulkhead/apimachinery';
import { configurationFieldsText } from '../generated/configuration-fields.js';

export interface ConfigurationField {
  /** In the notation of the generated table. */
  readonly type: string;
  readonly from: Minor;
  readonly to: Minor;
}

interface Table {
  readonly kinds: Readonly<Record<string, readonly [Minor, Minor]>>;
  readonly structs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

let table: Table | undefined;
const parsed = new Map<string, ReadonlyMap<string, ConfigurationField>>();

/** Whether the kind is in the table, for any version. */
export function isConfigurationKind(apiVersion: string, kind: string): boolean {
  return Object.hasOwn(tableOf().kinds, `${apiVersion} ${kind}`);
}

/** The fields of a struct of a group and version; undefined for one that is not known. */
export function fieldsOf(apiVersion: string, struct: string): ReadonlyMap<string, ConfigurationField> | undefined {
  const name = `${apiVersion} ${struct}`;
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const { structs } = tableOf();
  const texts = Object.hasOwn(structs, name) ? structs[name] : undefined;
  if (texts === undefined) return undefined;
  const fields = new Map(Object.entries(texts).map(([field, text]) => [field, parseField(text)]));
  parsed.set(name, fields);
  return fields;
}

/** `s`, or `s 33-36`. */
function parseField(text: string): ConfigurationField {
  const [type = '', span = '0-999'] = text.split(' ');
  const [from = 0, to = 0] = span.split('-').map(Number);
  return { type, from, to };
}

function tableOf(): Table {
  // The text is made by our own tool.
  table ??= JSON.parse(configurationFieldsText) as Table;
  return table;
}
