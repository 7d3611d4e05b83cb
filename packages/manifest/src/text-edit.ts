/**
 * Changes of a text at recorded places, so that everything else, comments above all, stays as it was written.
 */

export interface TextEdit {
  /** Where the replaced text begins. */
  readonly offset: number;
  /** Where it ends; the same as `offset` for an insertion. */
  readonly end: number;
  readonly text: string;
}

/**
 * The text with all edits made. Offsets are those of the text as it was. Insertions at one place keep their order.
 * Edits that overlap or lie outside are a mistake of the caller.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort((a, b) => a.offset - b.offset || a.end - b.end);
  const parts: string[] = [];
  let position = 0;
  for (const edit of sorted) {
    if (edit.offset < position || edit.end < edit.offset || edit.end > text.length) {
      throw new RangeError(`the edit at ${edit.offset} overlaps another one or lies outside of the text`);
    }
    parts.push(text.slice(position, edit.offset), edit.text);
    position = edit.end;
  }
  parts.push(text.slice(position));
  return parts.join('');
}
