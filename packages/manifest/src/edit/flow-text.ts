/** Values in flow style: `{a: [b]}` in YAML, and JSON. */
import { isPlainObject } from '../own-key.js';
import { MAX_WRITTEN_DEPTH } from './block-text.js';
import { Refused } from './refused.js';
import { jsonString, scalarText, shortText } from './scalar-text.js';

export interface FlowStyle {
  /** Keys and strings in double quotes. */
  readonly isJson: boolean;
  /** What stands behind a colon and, on one line, behind a comma: a blank or nothing. */
  readonly gap: string;
  /** Over several lines: the break with the indentation of the collection's own line, and the step below it. */
  readonly lines?: { readonly break: string; readonly step: string };
}

export function flowText(value: unknown, style: FlowStyle, depth = 0): string {
  if (depth > MAX_WRITTEN_DEPTH) throw new Refused('the new value is nested too deeply');
  if (typeof value === 'string') return stringText(value, style);
  const short = shortText(value);
  if (short !== undefined) return short;
  const { lines } = style;
  const inner = lines === undefined ? style : { ...style, lines: { ...lines, break: lines.break + lines.step } };
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((item: unknown) => flowText(item, inner, depth + 1))
    : Object.entries(isPlainObject(value) ? value : {}).map(([key, member]) =>
        flowEntry(key, member, inner, depth + 1),
      );
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  if (lines === undefined) return open + parts.join(`,${style.gap}`) + close;
  return open + parts.map((part) => lines.break + lines.step + part).join(',') + lines.break + close;
}

export const flowEntry = (key: string, value: unknown, style: FlowStyle, depth = 0): string =>
  `${stringText(key, style)}:${style.gap}${flowText(value, style, depth)}`;

const stringText = (value: string, { isJson }: FlowStyle): string => (isJson ? jsonString(value) : scalarText(value));
