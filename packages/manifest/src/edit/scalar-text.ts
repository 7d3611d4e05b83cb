/** Scalars as they are written into YAML and JSON. */
import { isPlainObject } from '../own-key.js';

export type Quote = '' | "'" | '"';

/** Words that YAML 1.1 or 1.2 reads as something else than a string. */
const RESERVED: ReadonlySet<string> = new Set(['true', 'false', 'yes', 'no', 'on', 'off', 'null', 'y', 'n']);

/** What begins with a letter and holds nothing that YAML gives a meaning. */
const PLAIN = /^[A-Za-z](?:[\w ./-]*[\w/.-])?$/;

/** What JSON writes as it is and YAML reads as a line break, a control character or a mark. */
const SPECIAL = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

const isPlain = (text: string): boolean => PLAIN.test(text) && !RESERVED.has(text.toLowerCase());

/** A string, number, boolean or null; a string in the quotes that the one before had, where it can be. */
export function scalarText(value: unknown, quote: Quote = ''): string {
  if (typeof value === 'string') {
    if (quote === '' && isPlain(value)) return value;
    if (quote === "'" && /^[ -~]*$/.test(value)) return `'${value.replaceAll("'", "''")}'`;
    return jsonString(value);
  }
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value ?? null);
}

/** A string as JSON and YAML alike. */
export const jsonString = (value: string): string =>
  JSON.stringify(value).replace(SPECIAL, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return `\\u${code.padStart(4, '0')}`;
  });

/** The text of a value that stands on one line in either style: a scalar or an empty collection. */
export function shortText(value: unknown, quote: Quote = ''): string | undefined {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : undefined;
  if (isPlainObject(value)) return Object.keys(value).length === 0 ? '{}' : undefined;
  return scalarText(value, quote);
}
