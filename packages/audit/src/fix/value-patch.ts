/**
 * The JSON patch (RFC 6902) from one value of an object to another, with tests that the list items on the way are
 * still those that were meant.
 */
import { isSame } from '@bulkhead/manifest';
import type { PathSegment } from '../field-path.js';
import type { PatchOperation } from '../finding.js';
import { formatPointer } from './json-pointer.js';
import { childOf, isMap, type JsonMap } from './json-value.js';

export function valuePatch(before: unknown, after: unknown): readonly PatchOperation[] {
  const difference = new Difference();
  difference.compare(before, after, []);
  return [...difference.tests.values(), ...difference.operations];
}

class Difference {
  readonly tests = new Map<string, PatchOperation>();
  readonly operations: PatchOperation[] = [];
  /** Names of the list items around the value that is compared. */
  readonly #names: PatchOperation[] = [];

  compare(before: unknown, after: unknown, path: readonly PathSegment[]): void {
    if (isSame(before, after)) return;
    if (isMap(before) && isMap(after)) this.#compareMaps(before, after, path);
    else if (Array.isArray(before) && Array.isArray(after)) this.#compareLists(before, after, path);
    else this.#say({ op: 'replace', path: formatPointer(path), value: after });
  }

  #compareMaps(before: JsonMap, after: JsonMap, path: readonly PathSegment[]): void {
    for (const [key, value] of Object.entries(before)) {
      if (Object.hasOwn(after, key)) this.compare(value, after[key], [...path, key]);
      else this.#say({ op: 'remove', path: formatPointer([...path, key]) });
    }
    for (const [key, value] of Object.entries(after)) {
      if (!Object.hasOwn(before, key)) this.#say({ op: 'add', path: formatPointer([...path, key]), value });
    }
  }

  #compareLists(before: readonly unknown[], after: readonly unknown[], path: readonly PathSegment[]): void {
    const common = Math.min(before.length, after.length);
    const isPrefix = after.length > before.length && before.every((item, index) => isSame(item, after[index]));
    if (before.length !== after.length && !isPrefix) {
      this.#say({ op: 'replace', path: formatPointer(path), value: after });
      return;
    }
    for (let index = 0; index < common; index++) {
      const name = childOf(before[index], 'name');
      const place = [...path, index];
      const isNamed = typeof name === 'string';
      if (isNamed) this.#names.push({ op: 'test', path: formatPointer([...place, 'name']), value: name });
      this.compare(before[index], after[index], place);
      if (isNamed) this.#names.pop();
    }
    for (const value of after.slice(common)) this.#say({ op: 'add', path: `${formatPointer(path)}/-`, value });
  }

  #say(operation: PatchOperation): void {
    for (const test of this.#names) this.tests.set(test.path, test);
    this.operations.push(operation);
  }
}
