/** Texts of untrusted files inside GitHub's Markdown: as text, as code, in a cell of a table. */
import { printable } from './terminal-text.js';

/** Text that stays text: no emphasis, link, image, HTML, heading or column begins in it. */
export function prose(text: string): string {
  const line = printable(text);
  // A viewer makes links and mentions of plain text, where no escape reaches; inside of code it does not.
  if (/@|:\/\/|www\.|#\d/.test(line)) return code(text);
  return line.replaceAll(/[\\`*_[\]|<>&~^$]/g, (character) => ENTITIES[character] ?? `\\${character}`);
}

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

/** A code span, whatever backticks the text holds; a column of a table does not end in it. */
export function code(text: string): string {
  const line = printable(text).replaceAll('|', '\\|');
  if (line.trim() === '') return '';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}
