/** The order of merged lists: that of the patch, with the items that only the server has put in where they stood. */
import { badRequest, plainError, Refusal, UNPROCESSABLE } from '../failure.js';
import { goPrint, goTypeName } from '../go-print.js';
import { isList, isObject } from '../json-value.js';
import { asObject, mergeKeyOf, PATCH, SET_ORDER } from './directive.js';

/** Where the merge keys, or the primitives themselves, first stand in a list. */
export class ListIndex {
  readonly #positions = new Map<unknown, number>();
  /** The first item that is no object, in a list that should be of objects. */
  #noObject: number | undefined;
  readonly #mergeKey: string;

  constructor(items: readonly unknown[], mergeKey: string) {
    this.#mergeKey = mergeKey;
    for (const [position, item] of items.entries()) this.add(item, position);
  }

  add(item: unknown, position: number): void {
    if (this.#mergeKey === '') this.#set(item, position);
    else if (!isObject(item)) this.#noObject ??= position;
    else if (Object.hasOwn(item, this.#mergeKey)) this.#set(item[this.#mergeKey], position);
  }

  /** The position of the key; undefined when no item has it. */
  find(key: unknown): number | undefined {
    const position = this.#positions.get(key);
    if (this.#noObject !== undefined && (position === undefined || position > this.#noObject)) {
      throw new Refusal(plainError(`value for key ${this.#noObject} is not a map`));
    }
    return position;
  }

  #set(key: unknown, position: number): void {
    if (!this.#positions.has(key)) this.#positions.set(key, position);
  }
}

/**
 * `merged` in the order of the patch; `mergeKey` is `''` for lists of primitives. Both orders may have items that are
 * not merged; an item of `merged` that neither has goes to the end of its part.
 */
export function orderElements(
  merged: readonly unknown[],
  patchOrder: readonly unknown[],
  serverOrder: readonly unknown[],
  mergeKey: string,
): readonly unknown[] {
  const keyOf = (item: unknown): unknown => (mergeKey === '' ? item : mergeKeyOf(item, mergeKey));
  const inPatch = new ListIndex(patchOrder, mergeKey);
  const inServer = new ListIndex(serverOrder, mergeKey);
  const patched: unknown[] = [];
  const serverOnly: unknown[] = [];
  for (const item of merged) (inPatch.find(keyOf(item)) === undefined ? serverOnly : patched).push(item);
  if (mergeKey !== '') for (const item of [...patchOrder, ...serverOrder]) keyOf(item);
  const right = sortedBy(inPatch, patched, keyOf);
  const left = sortedBy(inServer, serverOnly, keyOf);
  return interleave(left, right, (item) => inServer.find(keyOf(item)));
}

/** Items in the order of the index; those that are marked as deleted come last. */
function sortedBy(order: ListIndex, items: readonly unknown[], keyOf: (item: unknown) => unknown): unknown[] {
  const isDeleted = (item: unknown): boolean => isObject(item) && item[PATCH] === 'delete';
  return items
    .map((item) => ({ item, position: isDeleted(item) ? Infinity : (order.find(keyOf(item)) ?? Infinity) }))
    .sort((a, b) => (a.position === b.position ? 0 : a.position - b.position))
    .map(({ item }) => item);
}

/** Takes from the left while its head stood before the right's head on the server, else from the right. */
function interleave(
  left: readonly unknown[],
  right: readonly unknown[],
  positionOf: (item: unknown) => number | undefined,
): unknown[] {
  const all: unknown[] = [];
  let next = 0;
  for (const item of right) {
    const position = positionOf(item);
    while (position !== undefined && next < left.length) {
      const other = positionOf(left[next]);
      if (other === undefined || other >= position) break;
      all.push(left[next++]);
    }
    all.push(item);
  }
  return [...all, ...left.slice(next)];
}

/** Checks that the items of a patch's list stand in the order, and all of them, that `$setElementOrder` says. */
export function checkOrder(patchList: readonly unknown[], order: unknown, mergeKey: string): void {
  if (!isList(order)) throw new Refusal(badRequest('invalid patch format of setElementOrder list'));
  if (order.length === 0 || patchList.length === 0) return;
  const kept = mergeKey === '' ? patchList : patchList.filter((item) => asObject(item)[PATCH] !== 'delete');
  const hasDirective = (item: unknown): boolean => isObject(item) && Object.hasOwn(item, PATCH);
  const keyOf = (item: unknown): unknown => (mergeKey === '' ? item : mergeKeyOf(item, mergeKey));
  let patchIndex = 0;
  let orderIndex = 0;
  while (patchIndex < kept.length && orderIndex < order.length) {
    if (hasDirective(kept[patchIndex])) patchIndex++;
    else if (keyOf(kept[patchIndex]) === keyOf(order[orderIndex++])) patchIndex++;
  }
  if (patchIndex >= kept.length) return;
  const text = `The order in patch list:\n${goPrint(patchList)}\n doesn't match ${SET_ORDER} list:\n${goPrint(order)}\n`;
  throw new Refusal(plainError(text));
}

/** The Go type of the items, which must all have the same. */
export function elementTypeOf(...lists: readonly (readonly unknown[])[]): string {
  let type: string | undefined;
  for (const item of lists.flat(1)) {
    if (item === null) throw new Refusal(plainError('cannot merge lists with null elements'));
    type ??= goTypeName(item);
    // Lists of lists.
    if (isList(item) && type === goTypeName(item)) throw new Refusal(UNPROCESSABLE);
    if (goTypeName(item) !== type) {
      throw new Refusal(plainError(`list element types are not identical: ${goPrint(lists)}`));
    }
  }
  if (type === undefined) throw new Refusal(plainError('no elements in any of the given slices'));
  return type;
}
