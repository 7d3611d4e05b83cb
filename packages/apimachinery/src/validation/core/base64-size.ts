/**
 * Byte fields of JSON objects are written in base64.
 */

const SPACES = /[\r\n]/g;

/** How many bytes the text stands for; new lines do not count. */
export function base64Size(text: string): number {
  const digits = text.replace(SPACES, '');
  const padding = digits.endsWith('==') ? 2 : Number(digits.endsWith('='));
  return Math.max(0, Math.floor((digits.length * 3) / 4) - padding);
}

/** The bytes as UTF-8 text; bytes that are none become the replacement character. */
export function base64Text(text: string): string {
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const character of text) {
    const digit = DIGITS.indexOf(character);
    if (digit < 0) continue;
    bits = ((bits << 6) | digit) & 0xffffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push((bits >> count) & 0xff);
  }
  return decodeUtf8(bytes);
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function decodeUtf8(bytes: readonly number[]): string {
  const parts: string[] = [];
  for (let index = 0; index < bytes.length; ) {
    const first = bytes[index] ?? 0;
    const length = sequenceLength(first);
    let codePoint = length === 1 ? first : first & (0xff >> (length + 1));
    for (let offset = 1; offset < length; offset += 1)
      codePoint = (codePoint << 6) | ((bytes[index + offset] ?? 0) & 0x3f);
    parts.push(codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : '\ufffd');
    index += length;
  }
  return parts.join('');
}

function sequenceLength(first: number): number {
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  return first >= 0xc0 ? 2 : 1;
}
