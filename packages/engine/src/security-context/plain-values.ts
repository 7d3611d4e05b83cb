/**
 * Reading of objects that people wrote. The decoder hands over well-typed objects, but the engine is also asked
 * directly, so nothing here trusts a type: a value of the wrong kind counts as absent, and nothing throws.
 */

const NOTHING: readonly never[] = Object.freeze([]);

/** The list, or an empty one where something else stands. */
export function listOf<T>(value: readonly T[] | null | undefined): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : NOTHING;
}

/** The object, or undefined where null, a list or a scalar stands. */
export function objectOf<T extends object>(value: T | null | undefined): T | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

/** The string, or undefined where something else stands. */
export function textOf(value: string | null | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The boolean, or undefined where something else stands. */
export function flagOf(value: boolean | null | undefined): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** A user or group id as a number, or undefined where no integer stands. */
export function idOf(value: number | bigint | null | undefined): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  return typeof value === 'bigint' ? Number(value) : undefined;
}

/** The member of a map whose keys come from the user, for example an annotation. */
export function memberOf(map: { readonly [key: string]: string } | undefined, key: string): string | undefined {
  return map !== undefined && Object.hasOwn(map, key) ? textOf(map[key]) : undefined;
}
