/**
 * JSON as Go writes it: map keys sorted, `<`, `>`, `&` and line separators escaped.
 * Source: encoding/json of Go's standard library.
 */
import type { LabelSelector } from '../generated/types/meta-v1.js';
import { list, map, text, texts } from './zero-value.js';

export function goJson(value: unknown): string {
  if (typeof value === 'string') return escapeHtml(JSON.stringify(value));
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === undefined || value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  const source = value as { readonly [key: string]: unknown };
  const keys = Object.keys(source).sort();
  return `{${keys.map((key) => `${goJson(key)}:${goJson(source[key])}`).join(',')}}`;
}

const ESCAPES: { readonly [character: string]: string } = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

const escapeHtml = (json: string): string =>
  json.replace(/[<>&\u2028\u2029]/g, (character) => ESCAPES[character] ?? character);

/** Empty parts are left out. */
export function labelSelectorJson(selector: LabelSelector): string {
  const parts: string[] = [];
  const matchLabels = map(selector.matchLabels);
  if (Object.keys(matchLabels).length > 0) parts.push(`"matchLabels":${goJson(matchLabels)}`);
  const expressions = list(selector.matchExpressions).map((expression) => {
    const { key, operator, values } = expression;
    const valuesPart = texts(values).length > 0 ? `,"values":${goJson(values)}` : '';
    return `{"key":${goJson(text(key))},"operator":${goJson(text(operator))}${valuesPart}}`;
  });
  if (expressions.length > 0) parts.push(`"matchExpressions":[${expressions.join(',')}]`);
  return `{${parts.join(',')}}`;
}
