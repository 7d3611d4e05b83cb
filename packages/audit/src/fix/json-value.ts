/**
 * Plain values that are changed without touching the original: only what lies on the way to a change is copied, so
 * that everything else is the same object before and after.
 */
import type { PathSegment } from '../field-path.js';

export type JsonMap = Readonly<Record<string, unknown>>;

export const isMap = (value: unknown): value is JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The member or item; undefined where there is none. */
export function childOf(value: unknown, segment: PathSegment): unknown {
  if (Array.isArray(value)) return value[indexOf(segment)];
  return isMap(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
}

/** The value at the end of the path; undefined where there is none. */
export const valueAt = (root: unknown, path: readonly PathSegment[]): unknown =>
  path.reduce<unknown>((value, segment) => childOf(value, segment), root);

/** A list index, or -1. */
export function indexOf(segment: PathSegment): number {
  if (typeof segment === 'number') return segment;
  return /^(?:0|[1-9]\d{0,8})$/.test(segment) ? Number(segment) : -1;
}

/** What becomes of the parent of a place; undefined where the change cannot be made. */
type Change = (parent: unknown, segment: PathSegment) => unknown;

/** The root with the parent of `path` changed; undefined where the way there does not exist or the change fails. */
export function changedAt(root: unknown, path: readonly PathSegment[], change: Change): unknown {
  const [segment, ...rest] = path;
  if (segment === undefined) return undefined;
  if (rest.length === 0) return change(root, segment);
  const child = childOf(root, segment);
  const changed = child === undefined ? undefined : changedAt(child, rest, change);
  return changed === undefined ? undefined : withChild(root, segment, changed);
}

/** The parent with this member or item put in place of the old one, or added to a map. */
export function withChild(parent: unknown, segment: PathSegment, value: unknown): unknown {
  if (Array.isArray(parent)) {
    const index = indexOf(segment);
    return index in parent ? parent.with(index, value) : undefined;
  }
  // `__proto__` in a literal's computed key is an ordinary member.
  return isMap(parent) ? { ...parent, [segment]: value } : undefined;
}

/** The parent without this member or item; undefined where there is none. */
export function withoutChild(parent: unknown, segment: PathSegment): unknown {
  if (Array.isArray(parent)) {
    const index = indexOf(segment);
    return index in parent ? parent.toSpliced(index, 1) : undefined;
  }
  if (!isMap(parent) || !Object.hasOwn(parent, segment)) return undefined;
  return Object.fromEntries(Object.entries(parent).filter(([name]) => name !== String(segment)));
}
