/**
 * Several patches of one object, each made against the object as it was, brought together: two that fill the same
 * missing map both get their part. A patch that does not go together with those before it waits for another round.
 */
import { isSame } from '@bulkhead/manifest';
import type { PatchOperation } from '../finding.js';
import { formatPointer, parsePointer } from './json-pointer.js';
import { changedAt, indexOf, isMap, type JsonMap, valueAt, withChild, withoutChild } from './json-value.js';

export class Composition {
  value: unknown;
  readonly #original: unknown;
  /** Lists whose items have moved, as pointers with a final slash. */
  #moved: readonly string[] = [];

  constructor(original: unknown) {
    this.#original = original;
    this.value = original;
  }

  /** Whether the patch went in; as a whole or not at all. */
  add(operations: readonly PatchOperation[]): boolean {
    const before = { value: this.value, moved: this.#moved };
    const moved: string[] = [];
    for (const operation of operations) {
      const waits = before.moved.some((list) => operation.path.startsWith(list));
      const changed = waits ? undefined : this.#changed(operation, moved);
      if (changed === undefined) {
        this.value = before.value;
        return false;
      }
      this.value = changed;
    }
    this.#moved = [...before.moved, ...moved];
    return true;
  }

  /** A map that was taken away because it was empty comes back for what is written into it. */
  #restore(path: readonly string[]): void {
    for (let depth = 1; depth <= path.length; depth++) {
      const way = path.slice(0, depth);
      if (valueAt(this.value, way) !== undefined || !isMap(valueAt(this.#original, way))) continue;
      this.value = changedAt(this.value, way, (parent, segment) => withChild(parent, segment, {})) ?? this.value;
    }
  }

  #changed({ op, path, value }: PatchOperation, moved: string[]): unknown {
    const segments = parsePointer(path);
    this.#restore(segments.slice(0, -1));
    const parent = valueAt(this.value, segments.slice(0, -1));
    const list = `${formatPointer(segments.slice(0, -1))}/`;
    const now = valueAt(this.value, segments);
    const isAsItWas = Object.is(now, valueAt(this.#original, segments));
    if (op === 'test') return isSame(now, value) ? this.value : undefined;
    if (op === 'remove') {
      if (!isAsItWas) return undefined;
      if (Array.isArray(parent)) moved.push(list);
      return changedAt(this.value, segments, withoutChild);
    }
    if (op === 'add' && Array.isArray(parent)) {
      const last = segments.at(-1) ?? '';
      const index = last === '-' ? parent.length : indexOf(last);
      if (index < 0 || index > parent.length) return undefined;
      if (index < parent.length) moved.push(list);
      return changedAt(this.value, segments.slice(0, -1), (outer, segment) =>
        withChild(outer, segment, parent.toSpliced(index, 0, value)),
      );
    }
    const merged = isAsItWas || now === undefined ? value : together(now, value);
    return merged === undefined
      ? undefined
      : changedAt(this.value, segments, (map, segment) => withChild(map, segment, merged));
  }
}

/** One value that says both; undefined where they contradict each other. */
function together(one: unknown, other: unknown): unknown {
  if (!isMap(one) || !isMap(other)) return isSame(one, other) ? one : undefined;
  let both: JsonMap = one;
  for (const [key, value] of Object.entries(other)) {
    const merged = Object.hasOwn(one, key) ? together(one[key], value) : value;
    if (merged === undefined) return undefined;
    both = { ...both, [key]: merged };
  }
  return both;
}
