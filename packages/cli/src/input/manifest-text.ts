/** From the bytes of a file to documents: the one place where input meets the readers of `@bulkhead/manifest`. */
import { DEFAULT_LIMITS, decodeText, type Manifest, type ManifestError, readManifest } from '@bulkhead/manifest';
import { nodesLeft } from './memory.js';

/** A text and, where it was decoded as it is, the bytes it was decoded from. */
export interface SourceOfManifest {
  readonly text: string;
  readonly bytes?: Uint8Array;
}

export type Decoded = SourceOfManifest | ManifestError;

/** The text of a file, or why it has none and where. */
export function decode(bytes: Uint8Array): Decoded {
  const decoded = decodeText(bytes);
  return 'text' in decoded ? decoded : { message: decoded.error, ...placeOf(bytes, decoded.offset) };
}

/** Fewer keys and values than this, and the next file is better not begun. */
const MIN_NODES = 10_000;

/** All documents of a text; undefined where the memory for them is missing. */
export function parse({ text, bytes }: SourceOfManifest): Manifest | undefined {
  const maxNodes = Math.min(DEFAULT_LIMITS.maxNodes, nodesLeft());
  return maxNodes < MIN_NODES ? undefined : readManifest(text, { limits: { maxNodes }, ...(bytes && { bytes }) });
}

/** The value of the first document, or undefined where nothing can be read. */
export function readFirstValue(bytes: Uint8Array): unknown {
  const decoded = decode(bytes);
  return 'text' in decoded ? parse(decoded)?.documents[0]?.value : undefined;
}

/** Whether a text holds what Helm, Jinja and others replace. */
export const isTemplate = (text: string): boolean => text.includes('{{');

/** JSON with comments, as editors and compilers write their settings: no object of Kubernetes is written so. */
export const isCommentedJson = (name: string, text: string): boolean =>
  name.endsWith('.json') && /^\s*\/[/*]/m.test(text) && !text.includes('apiVersion');

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
