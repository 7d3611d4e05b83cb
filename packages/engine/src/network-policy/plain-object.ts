/**
 * Reading objects that nobody has checked: a field of a wrong type is an absent field, and only own keys count.
 */

export type PlainObject = { readonly [key: string]: unknown };

const NOTHING: PlainObject = Object.freeze({});
const NO_ITEMS: readonly never[] = Object.freeze([]) as readonly never[];

export function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function field(value: unknown, key: string): unknown {
  return isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The object at a path, empty where there is none. */
export function objectAt(value: unknown, ...keys: readonly string[]): PlainObject {
  let current: unknown = value;
  for (const key of keys) current = field(current, key);
  return isPlainObject(current) ? current : NOTHING;
}

/** The text of a field, empty where there is none. */
export function textOf(value: unknown, key: string): string {
  const found = field(value, key);
  return typeof found === 'string' ? found : '';
}

/** The items of a list; what is no object counts as an empty one, as null does for the API server. */
export function objectsOf(value: unknown, key: string): readonly PlainObject[] {
  const found = field(value, key);
  if (!Array.isArray(found)) return NO_ITEMS;
  return found.every(isPlainObject) ? found : found.map((item) => (isPlainObject(item) ? item : NOTHING));
}

export function textsOf(value: unknown, key: string): readonly string[] {
  const found = field(value, key);
  if (!Array.isArray(found)) return NO_ITEMS;
  return found.filter((item) => typeof item === 'string');
}

/** The texts of a map such as labels. */
export function textMapOf(value: unknown, key: string): { readonly [key: string]: string } {
  const found = objectAt(value, key);
  return isTextMap(found) ? found : Object.fromEntries(Object.entries(found).filter(isTextEntry));
}

const isTextMap = (value: PlainObject): value is { readonly [key: string]: string } =>
  Object.values(value).every((item) => typeof item === 'string');

const isTextEntry = (entry: [string, unknown]): entry is [string, string] => typeof entry[1] === 'string';

/** Whether an optional field is there; null is absent. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}
