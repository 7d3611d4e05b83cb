/**
 * Plain objects that hold the keys of strangers: `__proto__` becomes an ordinary own property.
 */

export type PlainObject = Record<string, unknown>;

/** `object[key] = value`, safe for any key. */
export function setOwn(object: PlainObject, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[key] = value;
  }
}

/** Whether the value of a node is a map. */
export const isPlainObject = (value: unknown): value is PlainObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
