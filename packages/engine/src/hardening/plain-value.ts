/** Values of configuration files, which may hold anything. */

export type PlainMap = Readonly<Record<string, unknown>>;

export const isMap = (value: unknown): value is PlainMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path of keys; undefined where the path leads nowhere. A key may hold dots, as plugins' names do. */
export function valueAt(root: unknown, ...path: readonly string[]): unknown {
  let value = root;
  for (const key of path) {
    if (!isMap(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/** A list's items, none for anything else. */
export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A list's texts. */
export const textsOf = (value: unknown): readonly string[] =>
  itemsOf(value).filter((item): item is string => typeof item === 'string');

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Longer values are cut in messages: they are a stranger's. */
const SHOWN = 120;

/** A value for a message. */
export const shown = (value: string): string => (value.length > SHOWN ? `${value.slice(0, SHOWN)}...` : value);
