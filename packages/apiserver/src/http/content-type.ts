/**
 * The media type of a Content-Type header, by the rules of Go's mime package: parameters are looked at, not only cut off.
 */

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const TYPE = new RegExp(`^[ \\t]*(${TOKEN}(?:/${TOKEN})?)[ \\t]*(?=;|$)`);
const PARAMETER = new RegExp(
  `[ \\t]*;[ \\t]*(${TOKEN})[ \\t]*=[ \\t]*(${TOKEN}|"(?:[^"\\\\\\r\\n]|\\\\[^\\r\\n])*")`,
  'y',
);
/** A semicolon behind the last parameter. */
const TRAILING = /[ \t]*(?:;[ \t]*)?$/y;

/** In lower case; undefined for what is no media type, or has parameters that are none or contradict each other. */
export function mediaTypeOf(header: string): string | undefined {
  const type = TYPE.exec(header);
  if (type === null) return undefined;
  const values = new Map<string, string>();
  let position = type[0].length;
  for (;;) {
    PARAMETER.lastIndex = position;
    const parameter = PARAMETER.exec(header);
    if (parameter === null) break;
    const [text, name = '', value = ''] = parameter;
    const key = name.toLowerCase();
    if ((values.get(key) ?? value) !== value) return undefined;
    values.set(key, value);
    position += text.length;
  }
  TRAILING.lastIndex = position;
  return TRAILING.test(header) ? type[1]?.toLowerCase() : undefined;
}
