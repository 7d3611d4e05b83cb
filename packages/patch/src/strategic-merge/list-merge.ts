/** Merging lists: of objects by their merge key, of primitives by their value. */
import { plainError, Refusal } from '../failure.js';
import type { JsonObject, MutableObject } from '../json-value.js';
import { isMutable, mergeKeyOf, PATCH, unknownPatchType } from './directive.js';
import { ListIndex, orderElements } from './element-order.js';

export interface ListField {
  readonly mergeKey: string;
  /** Of the items, as Go's reflection calls it. */
  readonly kind: string;
}

type MergeItem = (item: JsonObject, change: MutableObject) => JsonObject;

/** The list with the patch's items merged in; all items of both are objects. */
export function mergeObjects(
  original: readonly unknown[],
  patch: readonly unknown[],
  { mergeKey, kind }: ListField,
  mergeItem: MergeItem,
): readonly unknown[] {
  if (mergeKey === '') throw new Refusal(plainError(`cannot merge lists without merge key for ${kind}`));
  const { changes, deleted, replaces } = sortOut(patch, mergeKey);
  // With `$patch: replace` the patch's other items are the whole list.
  if (replaces) return orderElements(changes, [], changes, mergeKey);
  const left = deleted.size === 0 ? original : original.filter((item) => !isDeleted(item, deleted, mergeKey));
  const merged = [...left];
  const index = new ListIndex(merged, mergeKey);
  for (const change of changes) {
    const position = index.find(mergeKeyOf(change, mergeKey));
    const item = position === undefined ? undefined : merged[position];
    if (position !== undefined && isMutable(item)) merged[position] = mergeItem(item, change);
    else {
      index.add(change, merged.length);
      merged.push(change);
    }
  }
  return orderElements(merged, changes, left, mergeKey);
}

const isDeleted = (item: unknown, deleted: ReadonlySet<unknown>, mergeKey: string): boolean =>
  isMutable(item) && Object.hasOwn(item, mergeKey) && deleted.has(item[mergeKey]);

/** Items with a directive, and the others. */
function sortOut(
  patch: readonly unknown[],
  mergeKey: string,
): { changes: MutableObject[]; deleted: ReadonlySet<unknown>; replaces: boolean } {
  const changes: MutableObject[] = [];
  const deleted = new Set<unknown>();
  let replaces = false;
  for (const item of patch.filter(isMutable)) {
    const directive = Object.hasOwn(item, PATCH) ? item[PATCH] : undefined;
    if (directive === undefined) changes.push(item);
    else if (directive === 'delete') deleted.add(mergeKeyOf(item, mergeKey));
    else if (directive === 'replace') replaces = true;
    else if (directive === 'merge') {
      throw new Refusal(plainError('merging lists cannot yet be specified in the patch'));
    } else throw unknownPatchType(directive, item);
  }
  return { changes, deleted, replaces };
}

/** All primitives of both, each once. */
export function mergePrimitives(original: readonly unknown[], patch: readonly unknown[]): readonly unknown[] {
  return [...new Set([...original, ...patch])];
}

/** What `$deleteFromPrimitiveList` leaves. */
export function deleteFromList(original: readonly unknown[], deleted: readonly unknown[]): readonly unknown[] {
  const gone = new Set(deleted);
  return original.filter((item) => !gone.has(item));
}
