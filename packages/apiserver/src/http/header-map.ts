/**
 * Headers by lower-case name from the list that the parser saw, so that a name that came twice keeps both values in
 * order and none is joined, merged or lost.
 */

/** `raw` is name, value, name, value, ...; HTTP/2's pseudo headers are left out. */
export function headerMap(raw: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase();
    if (name.startsWith(':')) continue;
    const value = utf8Value(raw[at + 1] ?? '');
    const values = headers.get(name);
    if (values === undefined) headers.set(name, [value]);
    else values.push(value);
  }
  return headers;
}

/** Values are bytes on the wire, and the parser hands them on as Latin-1; clients mean UTF-8. */
function utf8Value(value: string): string {
  return isPlain(value) ? value : Buffer.from(value, 'latin1').toString('utf8');
}

/** The value as the bytes of its UTF-8, without the control characters that no header may have. */
export function wireValue(value: string): string {
  if (isPlain(value)) return value;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  // oxlint-disable-next-line no-control-regex -- control characters are what is removed
  return Buffer.from(value.replace(/[\u0000-\u0008\u000a-\u001f\u007f]/g, ''), 'utf8').toString('latin1');
}

const isPlain = (value: string): boolean => /^[\t\u0020-\u007e]*$/.test(value);

/** The only value, or the first. */
export function firstHeader(headers: ReadonlyMap<string, readonly string[]>, name: string): string | undefined {
  return headers.get(name)?.[0];
}
