/**
 * Percent-decoding as Go's net/url does it, on bytes. Bytes that form no UTF-8 are kept: as U+DC80 to U+DCFF, code
 * points that no valid text has, so that they survive comparison and are printed as the bytes they were.
 *
 * Source: Go's net/url (unescape, parseQuery).
 */

/** The decoded text; undefined when a `%` is not followed by two hexadecimal digits. */
export function percentDecode(text: string): string | undefined {
  if (!text.includes('%')) return text;
  let decoded = '';
  for (let at = 0; at < text.length; ) {
    if (text[at] !== '%') {
      decoded += text[at];
      at += 1;
      continue;
    }
    const bytes: number[] = [];
    for (; text[at] === '%'; at += 3) {
      const digits = text.slice(at + 1, at + 3);
      if (!/^[0-9A-Fa-f]{2}$/.test(digits)) return undefined;
      bytes.push(Number.parseInt(digits, 16));
    }
    decoded += decodeUTF8(bytes);
  }
  return decoded;
}

/**
 * Query parameters in order of appearance, all values of each. Pairs with a semicolon or a bad escape are left out, as
 * Go leaves them out.
 */
export function queryValues(query: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const pair of query.split('&')) {
    if (pair === '' || pair.includes(';')) continue;
    const equals = pair.indexOf('=');
    const key = queryDecode(equals < 0 ? pair : pair.slice(0, equals));
    const value = queryDecode(equals < 0 ? '' : pair.slice(equals + 1));
    if (key === undefined || value === undefined) continue;
    const list = values.get(key);
    if (list === undefined) values.set(key, [value]);
    else list.push(value);
  }
  return values;
}

const queryDecode = (text: string): string | undefined => percentDecode(text.replaceAll('+', ' '));

/** UTF-8 as Go reads it: overlong forms, surrogates and cut sequences are single bad bytes. */
function decodeUTF8(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      text += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
      at += 1;
      continue;
    }
    text += String.fromCodePoint(codePoint(bytes, at, length));
    at += length;
  }
  return text;
}

/** Bytes of the well-formed sequence that begins here, 0 when there is none. */
function sequenceLength(bytes: readonly number[], at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length =
    first >= 0xf0 && first <= 0xf4 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0;
  if (length === 0) return 0;
  for (let offset = 1; offset < length; offset++) {
    const byte = bytes[at + offset] ?? 0;
    const lowest = offset > 1 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
    const highest = offset > 1 ? 0xbf : first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
    if (byte < lowest || byte > highest) return 0;
  }
  return length;
}

function codePoint(bytes: readonly number[], at: number, length: number): number {
  const first = bytes[at] ?? 0;
  let code = length === 1 ? first : first & (0xff >> (length + 1));
  for (let offset = 1; offset < length; offset++) code = (code << 6) | ((bytes[at + offset] ?? 0) & 0x3f);
  return code;
}
