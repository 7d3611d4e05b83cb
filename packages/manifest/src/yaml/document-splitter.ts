/**
 * The documents of a YAML file, as Kubernetes splits them before it parses anything (apimachinery, pkg/util/yaml): at
 * every line that begins with `---`, wherever it stands. Behind the dashes only a comment may follow.
 */
import { trimGoSpace } from '../go-space.js';

export interface DocumentRange {
  /** Where the document begins: with its own `---` where none before it ended another document. */
  readonly start: number;
  /** Behind that `---` and its line. `---#` is a separator to Kubernetes, but no marker to YAML: it is content. */
  readonly content: number;
  readonly end: number;
}

/** A line that begins like a separator and is none. */
export interface BadSeparator {
  readonly offset: number;
  readonly message: string;
}

/**
 * Calls back for each document and each bad separator, in order; parts without a character are left out. It ends early
 * when `onDocument` returns false.
 */
export function splitDocuments(
  text: string,
  from: number,
  onDocument: (range: DocumentRange) => boolean,
  onBadSeparator: (separator: BadSeparator) => void,
): void {
  let start = from;
  let content = from;
  let separator = text.startsWith('---', from) ? from : nextSeparator(text, from);
  while (separator !== -1) {
    const lineEnd = text.indexOf('\n', separator);
    const next = lineEnd === -1 ? text.length : lineEnd + 1;
    const isOwn = separator === start;
    if (!isOwn && !onDocument({ start, content, end: separator })) return;
    const rest = trimGoSpace(text.slice(separator + 3, next));
    const isBad = rest !== '' && !rest.startsWith('#');
    if (isBad) onBadSeparator({ offset: separator, message: `invalid Yaml document separator: ${shorten(rest)}` });
    if (!isOwn || isBad) start = next;
    content = isOwn && rest !== '' && text[separator + 3] === '#' ? start : next;
    separator = text.startsWith('---', next) ? next : nextSeparator(text, next);
  }
  if (start < text.length) onDocument({ start, content, end: text.length });
}

function nextSeparator(text: string, from: number): number {
  const found = text.indexOf('\n---', from);
  return found === -1 ? -1 : found + 1;
}

/** Characters of a stranger's line that a message repeats. */
const SHOWN = 80;

const shorten = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text);
