/**
 * Absent fields as Go sees them: the empty text, zero, the empty list. Values of a wrong type count as absent, so that
 * validation never trips over an object that was not decoded; decoding is what reports those.
 */

const NO_ITEMS: readonly never[] = Object.freeze([]) as readonly never[];
const NO_ENTRIES: { readonly [key: string]: never } = Object.freeze({});
const EMPTY_OBJECT = Object.freeze({});

export function text(value: string | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function number(value: number | bigint | undefined): number | bigint {
  return typeof value === 'number' || typeof value === 'bigint' ? value : 0;
}

/** Whether an optional field (a pointer in Go) is there. */
export function isSet<T>(value: T | undefined): value is T {
  return value !== undefined && value !== null;
}

/** The objects of a list. */
export function list<T extends object>(value: readonly T[] | undefined): readonly T[] {
  if (!Array.isArray(value)) return NO_ITEMS;
  for (const item of value) {
    if (typeof item !== 'object' || item === null) return value.map(objectOrEmpty<T>);
  }
  return value as readonly T[];
}

function objectOrEmpty<T extends object>(item: unknown): T {
  return (typeof item === 'object' && item !== null ? item : EMPTY_OBJECT) as T;
}

/** The texts of a list. */
export function texts(value: readonly string[] | undefined): readonly string[] {
  if (!Array.isArray(value)) return NO_ITEMS;
  for (const item of value) {
    if (typeof item !== 'string') return value.map((entry) => (typeof entry === 'string' ? entry : ''));
  }
  return value as readonly string[];
}

/** The numbers of a list. */
export function numbers(value: readonly (number | bigint)[] | undefined): readonly (number | bigint)[] {
  if (!Array.isArray(value)) return NO_ITEMS;
  return value.every((item) => typeof item === 'number' || typeof item === 'bigint') ? value : value.map(number);
}

export type TextMap = { readonly [key: string]: string };
export type QuantityMap = { readonly [key: string]: string | number };

/** A map; read entries of it with own keys only. */
export function map<T>(value: { readonly [key: string]: T } | undefined): { readonly [key: string]: T } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : NO_ENTRIES;
}

/** An object field that Go holds by value: absent is empty. */
export function struct<T extends object>(value: T | undefined): Partial<T> {
  return typeof value === 'object' && value !== null ? value : EMPTY_OBJECT;
}

/** The entry of a map, own keys only. */
export function entry<T>(value: { readonly [key: string]: T } | undefined, key: string): T | undefined {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The text entry of a map, own keys only. */
export function textEntry(value: TextMap | undefined, key: string): string | undefined {
  const found = entry(value, key);
  return typeof found === 'string' ? found : undefined;
}
