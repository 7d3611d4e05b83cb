/** Lines of a text around an offset. A line ends with LF, CRLF or a lone CR. */
import { Refused } from './refused.js';

const LF = 10;
const CR = 13;

const isBreak = (code: number): boolean => code === LF || code === CR;
const isBlank = (code: number): boolean => code === 32 || code === 9;

export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && !isBreak(text.charCodeAt(at - 1))) at--;
  return at;
}

/** Where the line's break begins, or the end of the text. */
export function lineEnd(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && !isBreak(text.charCodeAt(at))) at++;
  return at;
}

/** Where the break before the line begins; undefined on the first line. */
export function previousLineEnd(text: string, offset: number): number | undefined {
  const start = lineStart(text, offset);
  if (start === 0) return undefined;
  return text.startsWith('\r\n', start - 2) ? start - 2 : start - 1;
}

/** The line break that the text is written with. */
export function lineBreakOf(text: string): string {
  const end = lineEnd(text, 0);
  if (text.startsWith('\r\n', end)) return '\r\n';
  return text[end] === '\r' ? '\r' : '\n';
}

export function skipBlanks(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
}

export function skipBlanksBack(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

/** Whether only blanks stand before the offset on its line. */
export const isFirstOnLine = (text: string, offset: number): boolean =>
  skipBlanksBack(text, offset) === lineStart(text, offset);

/** Whether nothing but blanks or a comment follows on the line. */
export function isLastOnLine(text: string, offset: number): boolean {
  const at = skipBlanks(text, offset);
  return at === text.length || isBreak(text.charCodeAt(at)) || (text[at] === '#' && (at > offset || at === 0));
}

/** The offset on its line, in characters. */
export const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset);

/** Where the line ends that a value ends on; nothing but a comment may follow there. */
export function endOfValueLine(text: string, end: number): number {
  if (!isLastOnLine(text, end)) throw new Refused('something else stands on the same line');
  return lineEnd(text, end);
}
