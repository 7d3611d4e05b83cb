/**
 * Values of the query string as Go's conversion of url.Values reads them: the first value counts, and numbers that are
 * none are a plain 400.
 *
 * Source: k8s.io/apimachinery/pkg/runtime/converter.go, pkg/conversion/queryparams.
 */
import { goQuote } from '@bulkhead/apimachinery';
import { badRequest } from '../registry/failures.js';

export type Query = ReadonlyMap<string, readonly string[]>;

export const queryText = (query: Query, name: string): string => query.get(name)?.[0] ?? '';

/** Go takes everything but these for true: `watch=1`, `watch=yes` and even `watch=` count. */
const FALSE_TEXTS: ReadonlySet<string> = new Set(['false', '0']);

export function queryFlag(query: Query, name: string): boolean {
  const value = query.get(name)?.[0];
  return value !== undefined && !FALSE_TEXTS.has(value.toLowerCase());
}

const MAX_INT64 = 2n ** 63n - 1n;

/** Undefined when the parameter is absent or empty. */
export function queryInteger(query: Query, name: string): number | undefined {
  const text = queryText(query, name);
  if (text === '') return undefined;
  if (!/^[+-]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${goQuote(text)}: invalid syntax`);
  const value = BigInt(text);
  if (value > MAX_INT64 || value < -MAX_INT64 - 1n) {
    throw badRequest(`strconv.ParseInt: parsing ${goQuote(text)}: value out of range`);
  }
  return Number(value);
}
