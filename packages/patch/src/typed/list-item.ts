/** How items of lists are told apart. */
import type { ListType } from '../apply-type/apply-type.js';
import { singleKeyElement, valueElement } from '../fields-v1/path-element.js';
import { goJson, goJsonText } from '../go-json.js';
import { isList, isObject, type JsonObject, member } from '../json-value.js';

/** The path element of the item; undefined when it has none, for which `itemProblem` says why. */
export function itemElement(list: ListType, item: unknown): string | undefined {
  const { keys } = list;
  if (keys.length === 0) return typeof item === 'object' || item === undefined ? undefined : valueElement(item);
  if (!isObject(item)) return undefined;
  const [first] = keys;
  if (first !== undefined && keys.length === 1) {
    const value = member(item, first.name) ?? first.default;
    return value === undefined ? undefined : singleKeyElement(goJsonText(first.name), value);
  }
  return elementOfKeys(list, item);
}

function elementOfKeys({ keys }: ListType, item: JsonObject): string | undefined {
  let text = '';
  for (const key of keys) {
    const value = Object.hasOwn(item, key.name) ? item[key.name] : key.default;
    if (value === undefined) continue;
    text += `${text === '' ? '' : ','}${goJsonText(key.name)}:${goJson(value)}`;
  }
  return text === '' ? undefined : `k:{${text}}`;
}

/** Why the item has no path element. */
export function itemProblem({ keys }: ListType, item: unknown): string {
  if (keys.length === 0) {
    if (isList(item)) return 'not supported: associative list with lists as elements';
    if (isObject(item)) return "associative list without keys has an element that's a map type";
    return "associative list without keys has an element that's an explicit null";
  }
  if (item === null) return 'associative list with keys may not have a null element';
  if (!isObject(item)) return 'associative list with keys may not have non-map elements';
  const names = keys.map(({ name }) => goJsonText(name)).join(' ');
  return (
    `associative list with keys has an element that omits all key fields [${names}] ` +
    "(and doesn't have default values for any key fields)"
  );
}
