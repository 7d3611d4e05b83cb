/**
 * Merging an applied configuration into an object: what it has wins, lists are merged item by item where their type
 * says so. Source: sigs.k8s.io/structured-merge-diff/typed/merge.go.
 */
import type { ApplyType, ListType, MapType } from '../apply-type/apply-type.js';
import { isList, isObject, type JsonObject, type MutableObject, member, setMember } from '../json-value.js';
import { formOf } from './form.js';
import { itemElement } from './list-item.js';

/** Shares with the object what does not change; the very object when nothing does. */
export function mergeTyped(object: unknown, applied: unknown, type: ApplyType): unknown {
  if (applied === undefined || object === applied) return object;
  if (object === undefined) return applied;
  const form = formOf(type, applied);
  if (form.kind === 'map' && !form.map.atomic) {
    if (!isObject(object) || Object.keys(object).length === 0) return applied;
    return isObject(applied) ? mergeMaps(object, applied, form.map) : keptBeside(object, applied);
  }
  if (form.kind === 'list' && !form.list.atomic) {
    if (!isList(object) || object.length === 0) return applied;
    if (!isList(applied) || applied.length === 0) return keptBeside(object, applied);
    return new ListMerge(object, applied, form.list).merge();
  }
  return applied;
}

/** An explicit null, or an empty list, says nothing about what is walked; another form replaces it. */
const keptBeside = (object: unknown, applied: unknown): unknown =>
  applied === null || isList(applied) ? object : applied;

function mergeMaps(object: JsonObject, applied: JsonObject, map: MapType): JsonObject {
  let merged: MutableObject | undefined;
  for (const name of Object.keys(applied)) {
    const type = map.fields.get(name)?.type ?? map.element;
    const before = member(object, name);
    const after = type === undefined ? applied[name] : mergeTyped(before, applied[name], type);
    if (after === before) continue;
    merged ??= { ...object };
    setMember(merged, name, after);
  }
  return merged ?? object;
}

/**
 * Goes along both lists. Items of both come in the order in which the configuration has them; those of the object
 * alone stay where they stood between them.
 */
class ListMerge {
  readonly #list: ListType;
  readonly #left: readonly (string | undefined)[];
  readonly #right: readonly (string | undefined)[];
  readonly #leftItems: readonly unknown[];
  readonly #rightItems: readonly unknown[];
  readonly #inLeft = new Map<string | undefined, unknown>();
  readonly #inRight = new Set<string | undefined>();

  constructor(left: readonly unknown[], right: readonly unknown[], list: ListType) {
    this.#list = list;
    this.#leftItems = left;
    this.#rightItems = right;
    this.#left = left.map((item) => itemElement(list, item));
    this.#right = right.map((item) => itemElement(list, item));
    this.#inRight = new Set(this.#right);
    // Of items that stand more than once, none is merged with the configuration's.
    for (const [index, element] of this.#left.entries()) {
      this.#inLeft.set(element, this.#inLeft.has(element) ? null : left[index]);
    }
  }

  merge(): readonly unknown[] {
    const shared = this.#right.filter((element) => this.#inLeft.has(element));
    const merged: unknown[] = [];
    const taken = new Set<string | undefined>();
    let nextShared = 0;
    let l = 0;
    let r = 0;
    while (l < this.#left.length || r < this.#right.length) {
      const head = this.#left[l];
      if (l < this.#left.length && r < this.#right.length) {
        if (head === this.#right[r]) {
          taken.add(head);
          merged.push(this.#mergedItem(r));
          l++;
          r++;
          nextShared++;
          continue;
        }
        // Another item of both comes first; this one has its turn with the configuration.
        if (this.#inRight.has(head) && nextShared < shared.length && shared[nextShared] !== head) {
          l++;
          continue;
        }
      }
      if (l < this.#left.length) {
        if (!this.#inRight.has(head)) {
          merged.push(this.#leftItems[l++]);
          continue;
        }
        if (taken.has(head)) l++;
      }
      if (r < this.#right.length) {
        const element = this.#right[r];
        taken.add(element);
        merged.push(this.#mergedItem(r++));
        if (nextShared < shared.length && shared[nextShared] === element) nextShared++;
      }
    }
    return this.#isLeft(merged) ? this.#leftItems : merged;
  }

  #mergedItem(index: number): unknown {
    return mergeTyped(this.#inLeft.get(this.#right[index]), this.#rightItems[index], this.#list.element);
  }

  #isLeft(merged: readonly unknown[]): boolean {
    return merged.length === this.#leftItems.length && merged.every((item, index) => item === this.#leftItems[index]);
  }
}
