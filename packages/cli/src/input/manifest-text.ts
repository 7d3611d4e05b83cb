/** From the bytes of a file to documents, with the place of whatever is wrong. */
import { decodeText, type Manifest, type ManifestError, readManifest } from '@bulkhead/manifest';

export type Decoded = { readonly text: string } | ManifestError;

/** The text of a file, or why it has none and where. */
export function decode(bytes: Uint8Array): Decoded {
  const decoded = decodeText(bytes);
  return 'text' in decoded ? decoded : { message: decoded.error, ...placeOf(bytes, decoded.offset) };
}

/** All documents of a text; never throws. */
export const parse = (text: string): Manifest => readManifest(text);

/** Whether a text holds what Helm, Jinja and others replace. */
export const isTemplate = (text: string): boolean => text.includes('{{');

/** The value of the first document, or undefined where nothing can be read. */
export function readFirstValue(bytes: Uint8Array): unknown {
  const decoded = decode(bytes);
  return 'text' in decoded ? parse(decoded.text).documents[0]?.value : undefined;
}

const LINE_FEED = 10;

/** Where a byte stands; columns count bytes, because what cannot be decoded has no characters. */
function placeOf(bytes: Uint8Array, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1 && at < offset; at = bytes.indexOf(LINE_FEED, start)) {
    line++;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}
