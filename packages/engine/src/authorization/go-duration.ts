/**
 * Durations as configuration files write them: `1h30m`, `500ms`, `-1.5s`. Counted in nanoseconds.
 *
 * Source: Go's time.ParseDuration and time.Duration.String.
 */

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1000n],
  ['µs', 1000n],
  ['μs', 1000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);
const SECOND = 1_000_000_000n;
const LIMIT = 1n << 63n;
const MAX_LENGTH = 100;

/** Nanoseconds, or undefined for a text that is no duration. */
export function parseGoDuration(text: string): bigint | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const match = /^([+-]?)(0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.exec(text);
  if (match === null) return undefined;
  const [, sign, amounts = ''] = match;
  let total = 0n;
  for (const [, number = '', unit = ''] of amounts.matchAll(/([\d.]+)(\D+)/g)) {
    const [whole = '', fraction = ''] = number.split('.');
    const size = UNITS.get(unit) ?? 0n;
    total += BigInt(whole) * size + (BigInt(fraction) * size) / 10n ** BigInt(fraction.length);
  }
  const isNegative = sign === '-';
  if (total > LIMIT || (total === LIMIT && !isNegative)) return undefined;
  return isNegative ? -total : total;
}

/** The duration in Go's own writing: `1m30s`, `500ms`, `0s`. */
export function formatGoDuration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s';
  if (nanoseconds < 0n) return `-${formatGoDuration(-nanoseconds)}`;
  if (nanoseconds < SECOND) {
    const [unit, size] =
      nanoseconds < 1000n ? ['ns', 1n] : nanoseconds < 1_000_000n ? ['µs', 1000n] : ['ms', 1_000_000n];
    return `${decimal(nanoseconds, size)}${unit}`;
  }
  const seconds = `${decimal(nanoseconds % (60n * SECOND), SECOND)}s`;
  const minutes = nanoseconds / (60n * SECOND);
  if (minutes === 0n) return seconds;
  return minutes < 60n ? `${minutes}m${seconds}` : `${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

function decimal(amount: bigint, size: bigint): string {
  const digits = String(size).length - 1;
  const fraction = String(amount % size)
    .padStart(digits, '0')
    .slice(0, digits)
    .replace(/0+$/, '');
  return fraction === '' ? String(amount / size) : `${amount / size}.${fraction}`;
}
