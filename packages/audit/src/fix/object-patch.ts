/**
 * A JSON patch against an object as it is written, built from field paths. Parents that are missing come with the
 * field, parents that are written without a value are filled, and a second change sees what the first one made.
 */
import { isSame } from '@bulkhead/manifest';
import { type PathSegment, parseFieldPath } from '../field-path.js';
import type { PatchOperation } from '../finding.js';
import { formatPointer } from './json-pointer.js';
import { changedAt, childOf, isMap, valueAt, withChild, withoutChild } from './json-value.js';

/** `spec.containers[0].image`, or its segments. */
export type FieldPath = string | readonly PathSegment[];

export class ObjectPatch {
  #root: unknown;
  #operations: PatchOperation[] = [];
  #isImpossible = false;

  /** `root` is the object as written: `source.value` of an `AuditObject`. */
  constructor(root: unknown) {
    this.#root = root;
  }

  /** Empty where a change did not fit the object: a patch is made whole or not at all. */
  get operations(): readonly PatchOperation[] {
    return this.#isImpossible ? [] : this.#operations;
  }

  /** The value at a path, changes so far included. */
  read(field: FieldPath): unknown {
    return valueAt(this.#root, segmentsOf(field));
  }

  /** Sets the field to the value; list items on the way must exist, maps need not. */
  set(field: FieldPath, value: unknown): this {
    const path = segmentsOf(field);
    let depth = 0;
    let parent = this.#root;
    // The deepest map or list that is there; `null` is a map that nobody has filled yet.
    while (depth < path.length - 1) {
      const child = childOf(parent, path[depth] as PathSegment);
      if (child === undefined || child === null) break;
      parent = child;
      depth++;
    }
    const at = path.slice(0, depth + 1);
    const whole = path.slice(depth + 1).reduceRight<unknown>((inner, segment) => ({ [segment]: inner }), value);
    const old = childOf(parent, path[depth] as PathSegment);
    if (old !== undefined && isSame(old, whole)) return this;
    return this.#change({ op: old === undefined ? 'add' : 'replace', path: formatPointer(at), value: whole }, () =>
      changedAt(this.#root, at, (map, segment) => withChild(map, segment, whole)),
    );
  }

  /** Takes the field away where it is; an item of a list too. */
  remove(field: FieldPath): this {
    const path = segmentsOf(field);
    if (valueAt(this.#root, path) === undefined) return this;
    return this.#change({ op: 'remove', path: formatPointer(path) }, () => changedAt(this.#root, path, withoutChild));
  }

  /** Takes the field away, and with it the maps around it that would be empty, up to the next list item. */
  prune(field: FieldPath): this {
    let path = segmentsOf(field);
    if (valueAt(this.#root, path) === undefined) return this;
    for (;;) {
      const parent = path.slice(0, -1);
      const map = valueAt(this.#root, parent);
      if (typeof parent.at(-1) !== 'string' || !isMap(map) || Object.keys(map).length > 1) break;
      path = parent;
    }
    return this.remove(path);
  }

  /** Adds an item at the end of a list; a list that is missing is made. */
  append(field: FieldPath, item: unknown): this {
    const path = segmentsOf(field);
    const list = valueAt(this.#root, path);
    if (!Array.isArray(list)) return this.set(field, [item]);
    return this.#change({ op: 'add', path: `${formatPointer(path)}/-`, value: item }, () =>
      changedAt(this.#root, path, (parent, segment) => withChild(parent, segment, [...list, item])),
    );
  }

  /** Writes the value of one field at another place. */
  move(from: FieldPath, to: FieldPath): this {
    const value = this.read(from);
    return value === undefined ? this : this.set(to, value).prune(from);
  }

  #change(operation: PatchOperation, change: () => unknown): this {
    const root = change();
    if (root === undefined) this.#isImpossible = true;
    else {
      this.#root = root;
      this.#operations.push(operation);
    }
    return this;
  }
}

const segmentsOf = (field: FieldPath): readonly PathSegment[] =>
  typeof field === 'string' ? parseFieldPath(field) : field;
