/**
 * Go's `strconv.Quote`, with which servers print paths and values.
 */

const SHORT: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
]);

/** What Go calls printable: letters, marks, numbers, punctuation, symbols and the ASCII space. */
const ALL_PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u;
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** The text in double quotes, with everything escaped that Go would escape. */
export function goQuote(text: string): string {
  if (ALL_PRINTABLE.test(text) && !/["\\]/.test(text)) return `"${text}"`;
  let quoted = '"';
  for (const character of text) quoted += escape(character);
  return `${quoted}"`;
}

function escape(character: string): string {
  const short = SHORT.get(character);
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  // Half of a surrogate pair cannot be text in Go: the decoder has made U+FFFD of it.
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  if (PRINTABLE.test(character)) return character;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}
