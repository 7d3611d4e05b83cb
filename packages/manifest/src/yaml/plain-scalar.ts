/**
 * Plain scalars, by the rules of libyaml: they may run over lines that are indented deeper than the collection around
 * them, and in flow collections `?` ends them as `,` and the brackets do.
 */
import { isBlank, isBlankOrEnd, isBreak, TAB } from './characters.js';
import type { Cursor } from './cursor.js';

export interface PlainScalar {
  readonly value: string;
  /** A line break was passed behind the text, so a key may follow. */
  readonly endsLine: boolean;
}

/** Reads a plain scalar. `indent` is the least column of a further line. Undefined when the cursor has a problem. */
export function readPlainScalar(cursor: Cursor, indent: number, inFlow: boolean): PlainScalar | undefined {
  const start = cursor.position;
  let value = '';
  let blanks = '';
  let endsLine = false;
  for (;;) {
    if (cursor.atDocumentIndicator(isBlankOrEnd) || cursor.code === 35) break;
    const from = cursor.position;
    while (!isBlankOrEnd(cursor.code) && !isPlainEnd(cursor, inFlow)) cursor.position++;
    if (cursor.position > from) {
      value += blanks + cursor.text.slice(from, cursor.position);
      blanks = '';
      endsLine = false;
      cursor.contentEnd = cursor.position;
    }
    if (!isBlank(cursor.code) && !isBreak(cursor.code)) break;
    const folded = readBlanks(cursor, indent, start);
    if (folded === undefined) return undefined;
    ({ blanks, endsLine } = folded);
    if (!inFlow && cursor.column < indent) break;
  }
  return { value, endsLine };
}

function isPlainEnd(cursor: Cursor, inFlow: boolean): boolean {
  const code = cursor.code;
  if (code === 58) return isBlankOrEnd(cursor.ahead(1));
  // , ? [ ] { }
  return inFlow && (code === 44 || code === 63 || code === 91 || code === 93 || code === 123 || code === 125);
}

interface Folded {
  blanks: string;
  endsLine: boolean;
}

/** Blanks between two words, or the line breaks between two lines folded. */
function readBlanks(cursor: Cursor, indent: number, start: number): Folded | undefined {
  const from = cursor.position;
  let first: string | undefined;
  let others = '';
  for (;;) {
    if (isBlank(cursor.code)) {
      if (first !== undefined && cursor.code === TAB && cursor.column < indent) {
        cursor.fail('found a tab character that violates indentation', 'while scanning a plain scalar', start);
        return undefined;
      }
      cursor.position++;
    } else if (isBreak(cursor.code)) {
      const lineBreak = cursor.passBreak();
      if (first === undefined) first = lineBreak;
      else others += lineBreak;
    } else {
      break;
    }
  }
  if (first === undefined) return { blanks: cursor.text.slice(from, cursor.position), endsLine: false };
  if (first !== '\n') return { blanks: first + others, endsLine: true };
  return { blanks: others === '' ? ' ' : others, endsLine: true };
}
