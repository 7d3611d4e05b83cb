/**
 * JSON as values: integers beyond 2^53 are bigints. Values are shared between documents and never changed in place,
 * so that equal subtrees can be told by identity.
 */

export type JsonObject = Readonly<Record<string, unknown>>;
export type MutableObject = Record<string, unknown>;

/** How deep a patch and its result may be nested. */
export const MAX_DEPTH = 1000;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** The member of that name; undefined also for names of Object's own properties. */
export function member(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Sets a member whatever its name is: an assignment to `__proto__` would be lost. */
export function setMember(object: MutableObject, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  } else object[name] = value;
}

/** Whether lists and objects are nested deeper than that. Takes no stack. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const item of level) {
      if (typeof item !== 'object' || item === null) continue;
      if (depth >= limit) return true;
      for (const child of isList(item) ? item : Object.values(item)) next.push(child);
    }
    level = next;
  }
  return false;
}

export function equalJson(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (isList(left)) {
    return isList(right) && left.length === right.length && left.every((item, index) => equalJson(item, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => Object.hasOwn(right, name) && equalJson(left[name], right[name]));
}

/** A copy that may be changed. */
export function deepCopy(value: unknown): unknown {
  if (isList(value)) return value.map(deepCopy);
  return isObject(value) ? copyObject(value) : value;
}

export function copyObject(value: JsonObject): MutableObject {
  const copy: MutableObject = {};
  for (const name of Object.keys(value)) setMember(copy, name, deepCopy(value[name]));
  return copy;
}

/** What Go's decoder calls the value in its errors. */
export function goTypeOf(value: unknown): string {
  if (isList(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'bigint' ? 'number' : typeof value;
}
