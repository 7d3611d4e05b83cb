/**
 * The documents of a YAML file, as Kubernetes splits them before it parses anything (apimachinery, pkg/util/yaml): at
 * every line that begins with `---`, wherever it stands. Behind the dashes only a comment may follow.
 */

export interface DocumentRange {
  readonly start: number;
  readonly end: number;
}

/** A line that begins like a separator and is none. */
export interface BadSeparator {
  readonly offset: number;
  readonly message: string;
}

/** Calls back for each part and each bad separator, in order; parts without a character are left out. */
export function splitDocuments(
  text: string,
  start: number,
  onDocument: (range: DocumentRange) => boolean,
  onBadSeparator: (separator: BadSeparator) => void,
): void {
  let from = start;
  let separator = text.startsWith('---', start) ? start : nextSeparator(text, start);
  while (separator !== -1) {
    if (separator > from && !onDocument({ start: from, end: separator })) return;
    const lineEnd = text.indexOf('\n', separator);
    const rest = text.slice(separator + 3, lineEnd === -1 ? text.length : lineEnd).trim();
    if (rest !== '' && !rest.startsWith('#')) {
      onBadSeparator({ offset: separator, message: `invalid Yaml document separator: ${shorten(rest)}` });
    }
    if (lineEnd === -1) return;
    from = lineEnd + 1;
    separator = text.startsWith('---', from) ? from : nextSeparator(text, from);
  }
  if (from < text.length) onDocument({ start: from, end: text.length });
}

function nextSeparator(text: string, from: number): number {
  const found = text.indexOf('\n---', from);
  return found === -1 ? -1 : found + 1;
}

/** Characters of a stranger's line that a message repeats. */
const SHOWN = 80;

const shorten = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text);
