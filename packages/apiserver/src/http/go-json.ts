/**
 * JSON as Go's encoder writes it: what HTML could take for markup is escaped, and so are the two line separators of
 * JavaScript; bytes that are no UTF-8 are replaced.
 */
const TO_ESCAPE = /[<>&\u2028\u2029]/g;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['<', '\\u003c'],
  ['>', '\\u003e'],
  ['&', '\\u0026'],
  ['\u2028', '\\u2028'],
  ['\u2029', '\\u2029'],
]);
/** A lone surrogate as `JSON.stringify` writes it, and an escaped backslash, which is passed over. */
const SURROGATE = /\\(?:\\|u(d[89a-f][0-9a-f]{2}))/g;

/** Without a line break at the end. */
export function goJson(value: unknown, pretty = false): string {
  // These characters stand in strings only.
  const text = JSON.stringify(value, undefined, pretty ? 2 : undefined).replace(
    TO_ESCAPE,
    (character) => ESCAPES.get(character) ?? character,
  );
  if (!text.includes('\\ud')) return text;
  return text.replace(SURROGATE, (match, surrogate?: string) => (surrogate === undefined ? match : '\\ufffd'));
}
