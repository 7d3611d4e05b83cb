/**
 * Go's check of standard base64, for fields of bytes. Source: encoding/base64, StdEncoding.
 */

const CLEAN = /^[A-Za-z0-9+/]*={0,2}$/;
const LETTER = /^[A-Za-z0-9+/]$/;

/** `illegal base64 data at input byte 4`; undefined when Go decodes the text. Line breaks are skipped. */
export function base64Error(text: string): string | undefined {
  if (text.length % 4 === 0 && CLEAN.test(text)) return undefined;
  const offset = illegalByte(text);
  return offset === undefined ? undefined : `illegal base64 data at input byte ${offset}`;
}

/** Everything before an illegal letter is ASCII, so that letters and bytes agree. */
function illegalByte(text: string): number | undefined {
  let inQuantum = 0;
  for (let index = 0; index < text.length; index++) {
    const letter = text[index] ?? '';
    if (letter === '\n' || letter === '\r') continue;
    if (letter === '=') return illegalPadding(text, index, inQuantum);
    if (!LETTER.test(letter)) return index;
    inQuantum = (inQuantum + 1) % 4;
  }
  // Padding is missing: Go names the end less the letters that are left over.
  return inQuantum === 0 ? undefined : text.length - inQuantum;
}

function illegalPadding(text: string, index: number, inQuantum: number): number | undefined {
  if (inQuantum < 2) return index;
  let next = skipBreaks(text, index + 1);
  if (inQuantum === 2) {
    if (next === text.length) return text.length;
    if (text[next] !== '=') return next - 1;
    next = skipBreaks(text, next + 1);
  }
  return next < text.length ? next : undefined;
}

function skipBreaks(text: string, from: number): number {
  let index = from;
  while (text[index] === '\n' || text[index] === '\r') index++;
  return index;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes in standard base64. */
export function encodeBase64(bytes: readonly number[]): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const group = bytes.slice(index, index + 3);
    const bits = ((group[0] ?? 0) << 16) | ((group[1] ?? 0) << 8) | (group[2] ?? 0);
    const letters = [18, 12, 6, 0].map((shift) => ALPHABET[(bits >> shift) & 63] ?? '').join('');
    text += letters.slice(0, group.length + 1).padEnd(4, '=');
  }
  return text;
}
