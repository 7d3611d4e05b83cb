/** Properties of any name, which keys of maps may be. */

/** Sets a property of any name: assigning to `__proto__` would not make one. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}
