/**
 * `!!binary` scalars: the bytes become a string, and what is no UTF-8 among them becomes U+FFFD, one a byte, as
 * encoding/json writes it.
 */

/** The text that base64 stands for; undefined when it is no base64. */
export function decodeBinary(text: string): string | undefined {
  const base64 = text.replace(/[\r\n]/g, '');
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return undefined;
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  let value = '';
  for (let index = 0; index < bytes.length; ) {
    const length = sequenceLength(bytes, index);
    value +=
      length === 0
        ? '\ufffd'
        : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(index, index + length));
    index += Math.max(length, 1);
  }
  return value;
}

/** Bytes of the character at `index`; 0 when there is none. */
export function sequenceLength(bytes: Uint8Array, index: number): number {
  const lead = bytes[index] ?? 0;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  for (let at = 1; at < length; at++) {
    if (((bytes[index + at] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  const second = bytes[index + 1] ?? 0;
  const isOverlong = (lead === 0xe0 && second < 0xa0) || (lead === 0xf0 && second < 0x90);
  const isBeyond = (lead === 0xed && second >= 0xa0) || (lead === 0xf4 && second >= 0x90);
  return isOverlong || isBeyond ? 0 : length;
}
