/**
 * JSON text as encoding/json writes it: compact, with the characters escaped that HTML knows, and with the keys of maps
 * sorted. Floats need no care: both languages print the shortest digits, and exponents below 1e-6 and from 1e21 on.
 */
import { isPlainObject, type PlainObject } from '../schema/json-type.js';
import { compareGoStrings } from './go-string-order.js';

const ESCAPED = /[<>&\u2028\u2029]/;
const ALL_ESCAPED = /[<>&\u2028\u2029]/g;
/** A key that JavaScript moves to the front of its object. Quotes within texts have a backslash before them. */
const INDEX_KEY = /[{,]"(?:0|[1-9]\d*)":/;
const IS_INDEX = /^(?:0|[1-9]\d*)$/;
/** Half of a character: JSON.stringify escapes it, Go has U+FFFD for it. */
const HALF_START = '\\ud';
const HALVES = /((?<!\\)(?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;
const REPLACEMENT = '\ufffd';

/** The text. Integers beyond 2^53 may be bigints. Undefined members are left out. */
export function goJSON(value: unknown): string {
  let text = stringify(value);
  if (INDEX_KEY.test(text)) text = sortedText(value);
  if (text.includes(HALF_START)) text = text.replace(HALVES, `$1${REPLACEMENT}`);
  return ESCAPED.test(text) ? text.replace(ALL_ESCAPED, escape) : text;
}

const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON.stringify refuses bigints, which are rare. */
function stringify(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (error) {
    if (error instanceof TypeError) return sortedText(value);
    throw error;
  }
}

/** Objects with keys that look like indexes are maps, whose keys Go sorts; of others the order stays. */
function sortedText(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(sortedText).join(',')}]`;
  return isPlainObject(value) ? `{${membersText(value)}}` : (JSON.stringify(value) ?? 'null');
}

function membersText(object: PlainObject): string {
  const keys = Object.keys(object);
  if (IS_INDEX.test(keys[0] ?? '')) keys.sort(compareGoStrings);
  return keys
    .filter((key) => object[key] !== undefined)
    .map((key) => `${JSON.stringify(key)}:${sortedText(object[key])}`)
    .join(',');
}
