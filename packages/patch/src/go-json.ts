/** JSON as Go writes it: names of maps sorted, and what HTML could misread escaped. */
import { compareGoStrings } from '@bulkhead/apimachinery/wire';
import { isList, isObject } from './json-value.js';

const ESCAPED = /[<>&\u2028\u2029]/g;

/** A text as Go's encoder quotes it. */
export function goJsonText(text: string): string {
  const quoted = JSON.stringify(text);
  return ESCAPED.test(quoted) ? quoted.replaceAll(ESCAPED, escapeUnit) : quoted;
}

const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

export function goJson(value: unknown): string {
  if (typeof value === 'string') return goJsonText(value);
  if (isList(value)) return `[${value.map(goJson).join(',')}]`;
  if (!isObject(value)) {
    return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' ? `${value}` : 'null';
  }
  const members = Object.keys(value)
    .sort(compareGoStrings)
    .map((name) => `${goJsonText(name)}:${goJson(value[name])}`);
  return `{${members.join(',')}}`;
}
