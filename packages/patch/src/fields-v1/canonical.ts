/** FieldsV1 that came from outside, made canonical: elements spelled and ordered as the API server writes them. */
import { isObject } from '../json-value.js';
import { elementsOf, type Fields, FieldsBuilder, LEAF } from './fields.js';
import { canonicalElement, compareElements, InvalidFieldsError } from './path-element.js';

/** Sets that are known to be canonical: those of stored objects are seen again with each write. */
const canonical = new WeakSet<object>();

/** The set; throws `InvalidFieldsError` for what is none. */
export function canonicalFields(value: unknown): Fields {
  if (value === undefined || value === null) return LEAF;
  if (!isFieldsLike(value)) throw new InvalidFieldsError('a set of fields must be an object');
  if (canonical.has(value)) return value;
  const fields = isCanonical(value, false) ? value : (canonicalNode(value, false) ?? LEAF);
  canonical.add(fields);
  return fields;
}

/** Nodes are checked one by one as they are walked; this only says that the value is an object. */
const isFieldsLike = (value: unknown): value is Fields => isObject(value);

function isCanonical(node: Fields, isBelow: boolean): boolean {
  let last: string | undefined;
  let count = 0;
  for (const element in node) {
    count++;
    const below: unknown = node[element];
    if (!isFieldsLike(below)) return false;
    if (element === '.') {
      if (!isBelow || count > 1 || Object.keys(below).length > 0) return false;
      continue;
    }
    if (!element.startsWith('f:') && canonicalElement(element) !== element) return false;
    if (last !== undefined && compareElements(last, element) >= 0) return false;
    last = element;
    if (!isCanonical(below, true)) return false;
  }
  return last !== undefined || count === 0;
}

function canonicalNode(node: Fields, isSelf: boolean): Fields | undefined {
  const built = new FieldsBuilder(isSelf);
  for (const text of elementsOf(node)) {
    const element = text === '.' ? undefined : canonicalElement(text);
    if (element === undefined) continue;
    const below: unknown = node[text] ?? LEAF;
    if (!isFieldsLike(below)) throw new InvalidFieldsError(`expected an object at ${text}`);
    built.add(element, canonicalNode(below, Object.hasOwn(below, '.')) ?? LEAF);
  }
  return built.node();
}
