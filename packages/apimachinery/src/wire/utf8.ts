/** Texts as bytes and back. What is no UTF-8 becomes U+FFFD byte by byte, as Go prints it. */

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();
const REPLACEMENT = '\ufffd';
/** Where a TextDecoder is faster than a loop. */
const LONG = 64;

export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > LONG) return decodeLong(bytes.subarray(start, end));
  let text = '';
  for (let index = start; index < end; index++) {
    const byte = bytes[index] ?? 0;
    if (byte >= 0x80) return decodeLong(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  return text;
}

export const encodeUtf8 = (text: string): Uint8Array => encoder.encode(text);

function decodeLong(bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  // Other decoders have one U+FFFD for all bytes of a broken character.
  return text.includes(REPLACEMENT) ? decodeSlowly(bytes) : text;
}

function decodeSlowly(bytes: Uint8Array): string {
  let text = '';
  let index = 0;
  while (index < bytes.length) {
    const valid = runEnd(bytes, index, true);
    const broken = runEnd(bytes, valid, false);
    text += decoder.decode(bytes.subarray(index, valid)) + REPLACEMENT.repeat(broken - valid);
    index = broken;
  }
  return text;
}

/** Where the characters that begin at the index end, or the bytes that begin none. */
function runEnd(bytes: Uint8Array, start: number, isCharacters: boolean): number {
  let index = start;
  while (index < bytes.length) {
    const length = characterLength(bytes, index);
    if (length > 0 !== isCharacters) break;
    index += isCharacters ? length : 1;
  }
  return index;
}

/** Bytes of the character at the index; 0 when there is none. */
function characterLength(bytes: Uint8Array, index: number): number {
  const first = bytes[index] ?? 0;
  if (first < 0x80) return 1;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0 || index + length > bytes.length) return 0;
  const second = bytes[index + 1] ?? 0;
  // No overlong forms, no halves of characters, nothing beyond U+10FFFF.
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let at = index + 2; at < index + length; at++) if (((bytes[at] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}
