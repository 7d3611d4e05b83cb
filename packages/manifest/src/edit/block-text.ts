/** Values as lines of block YAML, in the indentation of the text around. */
import { isPlainObject } from '../own-key.js';
import { Refused } from './refused.js';
import { scalarText, shortText } from './scalar-text.js';

export interface BlockStyle {
  /** Columns from a key to the keys below it. */
  readonly step: number;
  /** Columns from a key to the dashes below it. */
  readonly dash: number;
}

/** Deeper values are nobody's fix; each level costs a stack frame. */
export const MAX_WRITTEN_DEPTH = 100;

/** The lines of a collection that is not empty; the first column is 0. Throws on values nested over 100 levels. */
export function blockLines(value: unknown, style: BlockStyle, depth = 0): string[] {
  if (depth > MAX_WRITTEN_DEPTH) throw new Refused('the new value is nested too deeply');
  if (Array.isArray(value)) return value.flatMap((item: unknown) => itemLines(item, style, depth));
  return isPlainObject(value)
    ? Object.entries(value).flatMap(([key, member]) => entryLines(key, member, style, depth))
    : [scalarText(value)];
}

export function entryLines(key: string, value: unknown, style: BlockStyle, depth = 0): string[] {
  const short = shortText(value);
  const name = scalarText(key);
  if (short !== undefined) return [`${name}: ${short}`];
  const indent = ' '.repeat(Array.isArray(value) ? style.dash : style.step);
  return [`${name}:`, ...blockLines(value, style, depth + 1).map((line) => indent + line)];
}

export function itemLines(item: unknown, style: BlockStyle, depth = 0): string[] {
  const short = shortText(item);
  if (short !== undefined) return [`- ${short}`];
  return blockLines(item, style, depth + 1).map((line, index) => (index === 0 ? '- ' : '  ') + line);
}
