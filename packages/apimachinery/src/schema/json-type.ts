/**
 * What a JSON value is called: by people, and in the errors of Go's decoder.
 */

/** A plain object, as JSON and YAML are parsed to. */
export type PlainObject = Readonly<Record<string, unknown>>;

/** Whether the value is an object and no list. */
export const isPlainObject = (value: unknown): value is PlainObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `string`, `number`, `boolean`, `list`, `object` or `null`. */
export function jsonTypeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'bigint' ? 'number' : typeof value;
}

/** `string`, `number`, `bool`, `array` or `object`. */
export function goTypeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'bigint' ? 'number' : typeof value;
}
