/**
 * From the bytes of a file to text. UTF-8 with or without its mark, and UTF-16 with its mark; anything else is refused
 * in one sentence. Text never begins with a byte order mark.
 */
import { sequenceLength } from './yaml/binary.js';

/** Bytes that are decoded at all: more than a string of V8 can hold is no manifest. */
export const MAX_BYTES: number = 256 * 1024 * 1024;

export type DecodedText =
  | {
      readonly text: string;
      /** The bytes of the text without a byte order mark; what `readManifest` takes to be faster. */
      readonly bytes: Uint8Array;
    }
  | { readonly error: string /** The offending byte. */; readonly offset: number };

export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes.length > MAX_BYTES) {
    return { error: `the file is larger than ${MAX_BYTES / 1024 / 1024} MiB`, offset: MAX_BYTES };
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeUtf16(bytes, 0);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeUtf16(bytes, 1);
  const nul = bytes.indexOf(0);
  if (nul !== -1) return binary(nul);
  try {
    const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    return {
      text: new TextDecoder('utf-8', { fatal: true }).decode(bytes),
      bytes: hasMark ? bytes.subarray(3) : bytes,
    };
  } catch {
    const offset = firstInvalid(bytes);
    return { error: `the file is not valid UTF-8: byte ${offset + 1} is 0x${hex(bytes[offset] ?? 0)}`, offset };
  }
}

const binary = (offset: number): DecodedText => ({
  error: `the file is binary, not text: byte ${offset + 1} is NUL`,
  offset,
});

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

function firstInvalid(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return bytes.length;
}

/** `low` is the place of the low byte in each pair. */
function decodeUtf16(bytes: Uint8Array, low: 0 | 1): DecodedText {
  if (bytes.length % 2 !== 0) {
    return { error: 'the file is not valid UTF-16: its last character is cut off', offset: bytes.length - 1 };
  }
  const parts: string[] = [];
  const units: number[] = [];
  for (let at = 2; at < bytes.length; at += 2) {
    // Both bytes of the pair are inside, since their number is even.
    const unit = (bytes[at + low] as number) | ((bytes[at + 1 - low] as number) << 8);
    if (unit === 0) return binary(at);
    units.push(unit);
    if (units.length === 8192) parts.push(String.fromCharCode(...units.splice(0)));
  }
  parts.push(String.fromCharCode(...units));
  const text = parts.join('');
  const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.exec(text);
  if (lone === null) return { text, bytes };
  return { error: 'the file is not valid UTF-16: half of a surrogate pair', offset: 2 + lone.index * 2 };
}
