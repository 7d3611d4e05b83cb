/**
 * Texts with one canonical form: what Go prints of a quantity or of bytes, however they were written.
 */
import { formatQuantity, parseQuantity } from '../quantity/index.js';

/** Nothing to shorten: at most three digits, and not as many as the next suffix stands for. */
const SHORT_QUANTITY = /^[1-9]\d{0,2}(?:m|k|Ki|[MGTP]i?|E)?$/;

/** `1` for `1000m`. Of a number, the quantity that its decimal text means. What is no quantity stays as it is. */
export function canonicalQuantityText(value: string | number): string | number {
  if (typeof value === 'string' && SHORT_QUANTITY.test(value)) return value;
  const quantity = parseQuantity(value);
  return quantity === undefined ? value : formatQuantity(quantity);
}

const NO_LETTER = /[^A-Za-z0-9+/=]/;
const CANONICAL_END = /^(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)$/;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 without line breaks and with no bits behind the last byte. What is no base64 stays as it is. */
export function canonicalBase64(text: string): string {
  if (text === '') return text;
  const joined = NO_LETTER.test(text) ? text.replace(/[\r\n]+/g, '') : text;
  const end = joined.slice(-4);
  if (CANONICAL_END.test(end)) return joined;
  const padding = end.endsWith('==') ? 2 : end.endsWith('=') ? 1 : 0;
  if (padding === 0 || end.length < 4) return text;
  const at = joined.length - padding - 1;
  const bits = ALPHABET.indexOf(joined[at] ?? '');
  const kept = padding === 2 ? bits & 0b110000 : bits & 0b111100;
  return bits < 0 ? text : `${joined.slice(0, at)}${ALPHABET[kept] ?? ''}${joined.slice(at + 1)}`;
}
