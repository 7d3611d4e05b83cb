/**
 * Maps as encoding/json writes them: with sorted keys. So it writes custom resources and JSON that it holds as a value.
 */
import { isPlainObject, type PlainObject } from '../schema/json-type.js';
import { compareGoStrings } from './go-string-order.js';
import { setOwn } from './own-property.js';

/** What an item or a value of a map becomes; the same reference where nothing changes. */
export type ItemForm = (value: unknown) => unknown;

/** The value with the keys of all its objects sorted; the same value where they are. Never changes its input. */
export function goMapForm(value: unknown): unknown {
  if (Array.isArray(value)) return listForm(value, goMapForm);
  return isPlainObject(value) ? mapForm(value, goMapForm) : value;
}

/** The list with the form of its items; the same list where nothing changes. */
export function listForm(list: readonly unknown[], itemForm: ItemForm): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const item = list[index];
    const form = itemForm(item);
    if (copy === undefined && form !== item) copy = list.slice(0, index);
    copy?.push(form);
  }
  return copy ?? list;
}

/**
 * The object with sorted keys and the form of its values; the same object where nothing changes. Keys that look like
 * array indexes come first in every JavaScript object; `goJSON` puts them where they belong.
 */
export function mapForm(map: PlainObject, valueForm: ItemForm): PlainObject {
  let replaced: Map<string, unknown> | undefined;
  let previous: string | undefined;
  let isSorted = true;
  for (const key in map) {
    const value = map[key];
    const form = valueForm(value);
    if (form !== value) {
      replaced ??= new Map();
      replaced.set(key, form);
    }
    if (previous !== undefined && isSorted) isSorted = compareGoStrings(previous, key) < 0;
    previous = key;
  }
  if (isSorted && replaced === undefined) return map;
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(map).sort(compareGoStrings)) {
    setOwn(sorted, key, replaced?.has(key) === true ? replaced.get(key) : map[key]);
  }
  return sorted;
}
