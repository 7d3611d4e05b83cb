/** Standard base64 of bytes, and back. */
import { decodeUtf8 } from './utf8.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const letterCodes = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const PADDING = 0x3d;
const NO_LETTER = 255;
const values = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = letterCodes.indexOf(code);
  return value < 0 ? NO_LETTER : value;
});

export function bytesToBase64(bytes: Uint8Array, start: number, end: number): string {
  const codes = new Uint8Array(Math.ceil((end - start) / 3) * 4).fill(PADDING);
  let at = 0;
  for (let index = start; index < end; index += 3) {
    const left = end - index;
    const bits =
      ((bytes[index] ?? 0) << 16) |
      (left > 1 ? (bytes[index + 1] ?? 0) << 8 : 0) |
      (left > 2 ? (bytes[index + 2] ?? 0) : 0);
    codes[at++] = letterCodes[bits >> 18] ?? 0;
    codes[at++] = letterCodes[(bits >> 12) & 63] ?? 0;
    if (left > 1) codes[at++] = letterCodes[(bits >> 6) & 63] ?? 0;
    if (left > 2) codes[at++] = letterCodes[bits & 63] ?? 0;
  }
  return decodeUtf8(codes, 0, codes.length);
}

/** The bytes of a base64 text that was checked; what is no letter is passed over. */
export function base64ToBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const value = values[text.charCodeAt(index)] ?? NO_LETTER;
    if (value === NO_LETTER) continue;
    bits = ((bits << 6) | value) & 0xffffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[length++] = (bits >> count) & 255;
    }
  }
  return bytes.subarray(0, length);
}
