/**
 * Durations of the query, with Go's text when they are none.
 *
 * Source: Go's time.ParseDuration.
 */
import { goQuote } from '@bulkhead/engine/authorization';

const MILLISECONDS: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['μs', 1e-3],
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);
/** 2^63 nanoseconds. */
const LIMIT_MS = 9_223_372_036_854.775;
const MAX_LENGTH = 100;

/** Milliseconds, or the text of the error. */
export function goDurationMs(text: string): number | string {
  const invalid = `time: invalid duration ${goQuote(text)}`;
  if (text.length > MAX_LENGTH) return invalid;
  const [, sign = '', amounts = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (amounts === '0') return 0;
  if (amounts === '') return invalid;
  let total = 0;
  for (let rest = amounts; rest !== ''; ) {
    const [part, number = '', unit = ''] = /^(\d+(?:\.\d*)?|\.\d+)([^\d.]*)/.exec(rest) ?? [];
    if (part === undefined) return invalid;
    if (unit === '') return `time: missing unit in duration ${goQuote(text)}`;
    const size = MILLISECONDS.get(unit);
    if (size === undefined) return `time: unknown unit ${goQuote(unit)} in duration ${goQuote(text)}`;
    total += Number(number) * size;
    if (total > LIMIT_MS) return invalid;
    rest = rest.slice(part.length);
  }
  return sign === '-' ? -total : total;
}
