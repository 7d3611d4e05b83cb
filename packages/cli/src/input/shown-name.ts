/**
 * Names and foreign sentences as a person sees them. Names of files and messages of other programs are chosen by
 * whoever wrote the folder: nothing in them may move the cursor, colour the terminal or begin a second line.
 */
import { posix, sep } from 'node:path';

/** Control characters, line separators and marks that turn the direction of the text around. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** The text with everything invisible spelled out. */
export const printable = (text: string): string => text.replaceAll(UNPRINTABLE, escaped);

/** A path as the user wrote it, without detours: `./a//b.yaml` is `a/b.yaml`. */
export function shownName(path: string): string {
  const slashed = sep === '/' ? path : path.replaceAll(sep, '/');
  const normal = posix.normalize(slashed);
  return printable(normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal);
}

/** A name below a shown folder; `below` may be any path. */
export const shownBelow = (folder: string, below: string): string =>
  folder === '.' ? shownName(below) : shownName(`${folder}/${below}`);

/** The folder of a shown name. */
export const shownFolder = (name: string): string => posix.dirname(name);

/** Longer messages of other programs are cut: their end says no more than their beginning. */
const MAX_SENTENCE_LENGTH = 600;

/** What another program said, as one line. */
export function sentence(text: string): string {
  const line = printable(text.trim().replaceAll(/\s+/g, ' '));
  return line.length > MAX_SENTENCE_LENGTH ? `${line.slice(0, MAX_SENTENCE_LENGTH)}...` : line;
}

/** `a, b, c and 4 more` */
export function shownList(names: readonly string[], shown = 3): string {
  if (names.length <= shown + 1) return names.join(', ');
  return `${names.slice(0, shown).join(', ')} and ${names.length - shown} more`;
}
