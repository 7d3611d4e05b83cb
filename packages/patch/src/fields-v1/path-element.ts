/**
 * Elements of the paths in FieldsV1: `f:name` of a field or map key, `k:{...}` of an item by its keys, `v:...` of an
 * item by its value, `i:0` by its index. The texts are canonical, so that elements are equal when their texts are.
 * Source: sigs.k8s.io/structured-merge-diff/fieldpath.
 */

import { goQuote } from '@bulkhead/apimachinery';
import { compareGoStrings } from '@bulkhead/apimachinery/wire';
import { goJson, goJsonText } from '../go-json.js';
import { goPrint } from '../go-print.js';
import { isList, isObject, type JsonObject } from '../json-value.js';

/** Order of the forms: fields, keys, values, indexes. */
const FORMS = 'fkvi';

/** Thrown for a text that is no path element; never leaves the package. */
export class InvalidFieldsError extends Error {
  override readonly name = 'InvalidFieldsError';
}

/** The canonical text; undefined for a form that is not known, which later versions may have. */
export function canonicalElement(text: string): string | undefined {
  if (text.startsWith('f:')) return text;
  if (text.length < 2) throw new InvalidFieldsError('key must be 2 characters long:');
  if (text[1] !== ':') throw new InvalidFieldsError(`missing colon: ${text}`);
  if (text.startsWith('k:')) return keyElementOf(parse(text));
  if (text.startsWith('v:')) return valueElement(parse(text));
  if (!text.startsWith('i:')) return undefined;
  if (!/^i:[+-]?\d+$/.test(text)) throw new InvalidFieldsError(`no index: ${text}`);
  return `i:${Number(text.slice(2))}`;
}

export const valueElement = (value: unknown): string => `v:${goJson(value)}`;

function keyElementOf(keys: unknown): string {
  if (!isObject(keys)) throw new InvalidFieldsError('the keys of an item must be an object');
  return `k:${goJson(keys)}`;
}

/** The element of an item by one key; the usual case of `k:` in short. */
export const singleKeyElement = (quotedName: string, value: unknown): string =>
  `k:{${quotedName}:${typeof value === 'string' ? goJsonText(value) : goJson(value)}}`;

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text.slice(2));
    return value;
  } catch {
    throw new InvalidFieldsError(`no JSON: ${text}`);
  }
}

/** Sorting asks for the same elements again and again. */
const parsed = new Map<string, unknown>();
const MAX_PARSED = 10_000;

function parsedOnce(text: string): unknown {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  if (parsed.size >= MAX_PARSED) parsed.clear();
  const value = parse(text);
  parsed.set(text, value);
  return value;
}

/** The canonical order of two elements. */
export function compareElements(left: string, right: string): number {
  if (left === right) return 0;
  const form = left[0] ?? '';
  if (form !== right[0]) return FORMS.indexOf(form) - FORMS.indexOf(right[0] ?? '');
  if (form === 'f') return compareGoStrings(left, right);
  if (form === 'i') return Number(left.slice(2)) - Number(right.slice(2));
  const [leftValue, rightValue] = [parsedOnce(left), parsedOnce(right)];
  if (form === 'v' || !isObject(leftValue) || !isObject(rightValue)) return compareValues(leftValue, rightValue);
  return compareKeys(leftValue, rightValue);
}

/** Names in their order; both are canonical and so have them sorted, or have integers for names. */
function compareKeys(left: JsonObject, right: JsonObject): number {
  const leftNames = Object.keys(left).sort(compareGoStrings);
  const rightNames = Object.keys(right).sort(compareGoStrings);
  for (const [index, name] of leftNames.entries()) {
    const other = rightNames[index];
    if (other === undefined) return 1;
    const order = compareGoStrings(name, other) || compareValues(left[name], right[name]);
    if (order !== 0) return order;
  }
  return leftNames.length - rightNames.length;
}

function compareValues(left: unknown, right: unknown): number {
  const order = rank(left) - rank(right);
  if (order !== 0) return order;
  if (typeof left === 'string' && typeof right === 'string') return compareGoStrings(left, right);
  if (typeof left === 'number' || typeof left === 'boolean') return Number(left) - Number(right);
  return compareGoStrings(goJson(left), goJson(right));
}

/** Numbers, texts, booleans, lists, maps, null. */
function rank(value: unknown): number {
  if (typeof value === 'number') return 0;
  if (typeof value === 'string') return 1;
  if (typeof value === 'boolean') return 2;
  if (isList(value)) return 3;
  return value === null ? 5 : 4;
}

/** As errors print it: `.name`, `[name="c"]`, `[="x"]`, `[0]`. */
export function printElement(element: string): string {
  if (element.startsWith('f:')) return `.${element.slice(2)}`;
  if (element.startsWith('i:')) return `[${element.slice(2)}]`;
  const value = parse(element);
  if (element.startsWith('v:') || !isObject(value)) return `[=${printValue(value)}]`;
  const keys = Object.keys(value)
    .sort(compareGoStrings)
    .map((name) => `${name}=${printValue(value[name])}`);
  return `[${keys.join(',')}]`;
}

function printValue(value: unknown): string {
  if (typeof value === 'string') return goQuote(value);
  if (isList(value)) return `[${value.map(printValue).join(',')}]`;
  if (isObject(value))
    return Object.keys(value)
      .map((name) => `${name}=${printValue(value[name])}`)
      .join('');
  return value === null ? 'null' : goPrint(value);
}
