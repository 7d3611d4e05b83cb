/** Looking at values of untrusted files without believing anything of their shape. */

/** A property of its own; undefined where there is none. */
export const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export const isText = (value: unknown): value is string => typeof value === 'string';

export const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter(isText) : []);
