/**
 * What Go says of a text that is no duration. Source: time.ParseDuration of Go's standard library.
 */
import { quote } from '../../field-error.js';

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);
const LARGEST = (1n << 63n) - 1n;
const PART = /^([0-9]*)(\.[0-9]*)?([^0-9.]*)/;

/** undefined for a duration such as `1h30m`. */
export function durationProblem(value: string): string | undefined {
  const invalid = `time: invalid duration ${quote(value)}`;
  let rest = value.replace(/^[-+]/, '');
  if (rest === '0') return undefined;
  if (rest === '') return invalid;
  let total = 0n;
  while (rest !== '') {
    const [part, whole = '', fraction = '', unit = ''] = PART.exec(rest) ?? [''];
    if (whole === '' && (fraction === '' || fraction === '.')) return invalid;
    const digits = whole.replace(/^0+/, '');
    if (digits.length > 19 || BigInt(`0${digits}`) > LARGEST + 1n) return invalid;
    if (unit === '') return `time: missing unit in duration ${quote(value)}`;
    const size = UNITS.get(unit);
    if (size === undefined) return `time: unknown unit ${quote(unit)} in duration ${quote(value)}`;
    total += BigInt(`0${digits}`) * size;
    if (total > LARGEST) return invalid;
    rest = rest.slice(part.length);
  }
  return undefined;
}
