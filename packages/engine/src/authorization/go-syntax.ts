/**
 * Strings as Go prints them in messages: `%q` of a string and of a list, `%#v` of a list of strings.
 *
 * Bytes that are no UTF-8 stand in JavaScript strings as U+DC80 to U+DCFF (see percent-decoding.ts) and are printed as
 * the bytes they were.
 *
 * Source: Go's strconv.Quote and fmt.
 */
import type { UserInfo } from './user-info.js';

const PLAIN = /^[ !#-[\]-~]*$/;
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\u0007', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
]);

/** `%q` of a string. */
export function goQuote(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  let quoted = '';
  for (const character of text) quoted += escape(character);
  return `"${quoted}"`;
}

/** `%q` of a list of strings: `["a" "b"]`. */
export function goQuoteList(items: readonly string[]): string {
  return `[${items.map(goQuote).join(' ')}]`;
}

/** `%#v` of a list of strings: `[]string{"a", "b"}`. */
export function goStringsLiteral(items: readonly string[]): string {
  return items.length === 0 ? '[]string(nil)' : `[]string{${items.map(goQuote).join(', ')}}`;
}

/** `%v` of a pointer to a user: `&{name uid [group] map[key:[value]]}`. */
export function goUser({ name, uid, groups, extra }: UserInfo): string {
  const keys = [...extra.keys()].sort();
  const entries = keys.map((key) => `${key}:[${(extra.get(key) ?? []).join(' ')}]`);
  return `&{${name} ${uid} [${groups.join(' ')}] map[${entries.join(' ')}]}`;
}

function escape(character: string): string {
  const known = ESCAPES.get(character);
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${hex(code - 0xdc00, 2)}`;
  if (code >= 0xd800 && code <= 0xdfff) return '\\ufffd';
  if (PRINTABLE.test(character)) return character;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');
