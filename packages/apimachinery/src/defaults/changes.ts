/**
 * Changes to objects that share what stays the same: an object that needs no default is returned as it is.
 */

/** The object with those of the changes that differ; `undefined` changes nothing. */
export function withChanges<T extends object>(
  object: T,
  changes: { readonly [key in keyof T]?: T[key] | undefined },
): T {
  let result: T | undefined;
  for (const key of Object.keys(changes) as (keyof T)[]) {
    const value = changes[key];
    if (value === undefined || value === object[key]) continue;
    result ??= { ...object };
    result[key] = value;
  }
  return result ?? object;
}

/** The list with every object changed; the same list when nothing changed. Anything else stays as it is. */
export function mapItems<T extends object>(items: readonly T[] | undefined, change: (item: T) => T): typeof items {
  if (!Array.isArray(items)) return items;
  let result: T[] | undefined;
  for (let index = 0; index < items.length; index += 1) {
    const item: unknown = items[index];
    if (!isObject<T>(item)) continue;
    const changed = change(item);
    if (changed === item) continue;
    result ??= items.slice() as T[];
    result[index] = changed;
  }
  return result ?? items;
}

/** Changes an optional object field; anything that is no object stays. */
export function mapField<T extends object>(value: T | undefined, change: (value: T) => T): T | undefined {
  return isObject<T>(value) ? change(value) : value;
}

/** An object that Go holds by value: absent is empty. */
export function mapStruct<T extends object>(value: T | undefined, change: (value: T) => T): T | undefined {
  if (value === undefined || value === null) return change({} as T);
  return mapField(value, change);
}

/** The default of a text field that is absent or empty; undefined when it has a value. */
export function textDefault(value: string | undefined, fallback: string): string | undefined {
  return value === undefined || value === null || value === '' ? fallback : undefined;
}

/** The default of a number field that is absent or zero. */
export function numberDefault(value: number | undefined, fallback: number): number | undefined {
  return value === undefined || value === null || value === 0 ? fallback : undefined;
}

/** The default of an optional field (a pointer in Go). */
export function pointerDefault<T>(value: T | undefined, fallback: T): T | undefined {
  return value === undefined || value === null ? fallback : undefined;
}

export const isObject = <T extends object>(value: unknown): value is T =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
