/**
 * Literal (`|`) and folded (`>`) scalars, by the rules of libyaml: the indentation is that of the first line with
 * text, or of the longest blank line before it.
 */
import { isBlank, isBreak, isBreakOrEnd, isDigit, isEnd, SPACE, TAB } from './characters.js';
import type { Cursor } from './cursor.js';

const CONTEXT = 'while scanning a block scalar';
const KEEP = 1;
const STRIP = -1;

interface Header {
  readonly chomping: number;
  /** The indentation indicator, 0 when there is none. */
  readonly increment: number;
}

/**
 * Reads from the indicator to the first line that is not the scalar's. `parentIndent` is the column of the collection
 * around it, -1 at the root. Undefined when the cursor has a problem.
 */
export function readBlockScalar(cursor: Cursor, parentIndent: number): string | undefined {
  const start = cursor.position;
  const literal = cursor.code === 124;
  cursor.position++;
  const header = readHeader(cursor, start);
  if (header === undefined) return undefined;
  cursor.passBreak();

  let indent = header.increment > 0 ? Math.max(parentIndent, 0) + header.increment : 0;
  let breaks = readBreaks(cursor, indent, start);
  if (breaks === undefined) return undefined;
  if (indent === 0) indent = Math.max(breaks.longest, parentIndent + 1, 1);

  const parts: string[] = [];
  let lineBreak = '';
  let wasIndented = false;
  while (cursor.position - cursor.lineStart === indent && !isEnd(cursor.code)) {
    const isIndented = isBlank(cursor.code);
    if (literal || wasIndented || isIndented || lineBreak !== '\n') parts.push(lineBreak);
    else if (breaks.text === '') parts.push(' ');
    parts.push(breaks.text);
    wasIndented = isIndented;
    const from = cursor.position;
    while (!isBreakOrEnd(cursor.code)) cursor.position++;
    parts.push(cursor.text.slice(from, cursor.position));
    cursor.contentEnd = cursor.position;
    lineBreak = cursor.passBreak();
    breaks = readBreaks(cursor, indent, start);
    if (breaks === undefined) return undefined;
  }
  if (header.chomping !== STRIP) parts.push(lineBreak);
  if (header.chomping === KEEP) parts.push(breaks.text);
  return parts.join('');
}

function readHeader(cursor: Cursor, start: number): Header | undefined {
  let chomping = readChomping(cursor);
  let increment = 0;
  if (isDigit(cursor.code)) {
    increment = cursor.code - 48;
    if (increment === 0) {
      cursor.fail('found an indentation indicator equal to 0', CONTEXT, start);
      return undefined;
    }
    cursor.position++;
    if (chomping === 0) chomping = readChomping(cursor);
  }
  cursor.contentEnd = cursor.position;
  while (isBlank(cursor.code)) cursor.position++;
  if (cursor.code === 35) while (!isBreakOrEnd(cursor.code)) cursor.position++;
  if (!isBreakOrEnd(cursor.code)) {
    cursor.fail('did not find expected comment or line break', CONTEXT, start);
    return undefined;
  }
  return { chomping, increment };
}

function readChomping(cursor: Cursor): number {
  const code = cursor.code;
  if (code !== 43 && code !== 45) return 0;
  cursor.position++;
  return code === 43 ? KEEP : STRIP;
}

/** Passes indentation and empty lines. An `indent` of 0 is not known yet. */
function readBreaks(cursor: Cursor, indent: number, start: number): { text: string; longest: number } | undefined {
  let text = '';
  let longest = 0;
  for (;;) {
    let column = cursor.position - cursor.lineStart;
    while ((indent === 0 || column < indent) && cursor.code === SPACE) {
      cursor.position++;
      column++;
    }
    if (column > longest) longest = column;
    if ((indent === 0 || column < indent) && cursor.code === TAB) {
      cursor.fail('found a tab character where an indentation space is expected', CONTEXT, start);
      return undefined;
    }
    if (!isBreak(cursor.code)) return { text, longest };
    text += cursor.passBreak();
  }
}
