/** What Go's fmt prints for decoded JSON under `%v`: `map[a:b c:[1 true <nil>]]`. */

import { goQuote } from '@bulkhead/apimachinery';
import { compareGoStrings } from '@bulkhead/apimachinery/wire';
import { isList, isObject } from './json-value.js';

export function goPrint(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return printNumber(value);
  if (isList(value)) return `[${value.map(goPrint).join(' ')}]`;
  if (!isObject(value)) return typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : '';
  const members = Object.keys(value)
    .sort(compareGoStrings)
    .map((name) => `${name}:${goPrint(value[name])}`);
  return `map[${members.join(' ')}]`;
}

/** Under `%s`, which is meant for strings: others are printed with their type. */
export function goPrintText(value: unknown): string {
  if (value === null || value === undefined) return '%!s(<nil>)';
  if (typeof value === 'boolean') return `%!s(bool=${value})`;
  if (typeof value === 'bigint' || typeof value === 'number') return `%!s(${goTypeName(value)}=${goPrint(value)})`;
  return goPrint(value);
}

/** Under `%#v`, as Go source. */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (typeof value === 'string') return goQuote(value);
  if (isList(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (!isObject(value)) return goPrint(value);
  const members = Object.keys(value)
    .sort(compareGoStrings)
    .map((name) => `${goQuote(name)}:${goSyntax(value[name])}`);
  return `map[string]interface {}{${members.join(', ')}}`;
}

/** The Go type of decoded JSON, as reflection prints it. */
export function goTypeName(value: unknown): string {
  if (value === null || value === undefined) return '%!s(<nil>)';
  if (isList(value)) return '[]interface {}';
  if (isObject(value)) return 'map[string]interface {}';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  return typeof value === 'bigint' || Number.isInteger(value) ? 'int64' : 'float64';
}

/** Exponents have two digits at least, and small numbers have one from 1e-5 on. */
function printNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  const size = Math.abs(value);
  const text = size < 1e-4 || size >= 1e21 ? value.toExponential() : String(value);
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}
