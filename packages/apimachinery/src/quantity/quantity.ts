/**
 * Resource quantities: `[+-]digits[.digits][suffix]` with a decimal (n u m k M G T P E), binary (Ki .. Ei) or
 * exponent (e3, E-6) suffix. Every quantity is a whole number of nano units; finer values are rounded away from zero.
 * Source: k8s.io/apimachinery/pkg/api/resource/{quantity,suffix,amount}.go.
 */

export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

export interface Quantity {
  /** The amount in units of 10^-9. */
  readonly nano: bigint;
  readonly format: QuantityFormat;
  /** The text as written, where the API server keeps it instead of the canonical form. */
  readonly written: string | undefined;
}

/** The texts with which the API server refuses a quantity (a decoding error, status 400). */
export const QUANTITY_FORMAT_ERROR =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
export const QUANTITY_SUFFIX_ERROR = "unable to parse quantity's suffix";
export const QUANTITY_NUMBER_ERROR = 'unable to parse numeric part of quantity';

/** Upstream has no limit on length and exponent and can be made to compute for hours; real quantities have 30 digits. */
export const MAX_QUANTITY_LENGTH = 1024;
export const MAX_QUANTITY_EXPONENT = 1024;

/** Digits that upstream's int64 form holds; longer numbers lose the text as written. */
const MAX_INT64_DIGITS = 18;
const MAX_INT64 = 2n ** 63n - 1n;
const NANO_EXPONENT = -9;
const NANO_PER_UNIT = 1_000_000_000n;
const MAX_CACHED = 4096;
const MAX_CACHED_LENGTH = 32;

export const ZERO_QUANTITY: Quantity = { nano: 0n, format: 'DecimalSI', written: '0' };

const DECIMAL_EXPONENTS = new Map([
  ['', 0],
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);
const BINARY_EXPONENTS = new Map([
  ['Ki', 10],
  ['Mi', 20],
  ['Gi', 30],
  ['Ti', 40],
  ['Pi', 50],
  ['Ei', 60],
]);

const cache = new Map<string, Quantity>();

/** The quantity of a JSON string or number; undefined where `quantityProblem` names a problem. */
export function parseQuantity(value: string | number): Quantity | undefined {
  const text = String(value).trim();
  const cached = cache.get(text);
  if (cached !== undefined) return cached;
  const parsed = parseText(text);
  if (typeof parsed === 'string') return undefined;
  if (text.length <= MAX_CACHED_LENGTH) {
    if (cache.size >= MAX_CACHED) cache.clear();
    cache.set(text, parsed);
  }
  return parsed;
}

/** Why the API server refuses the text as a quantity; undefined when it does not. */
export function quantityProblem(value: string | number): string | undefined {
  const parsed = parseText(String(value).trim());
  return typeof parsed === 'string' ? parsed : undefined;
}

interface Suffix {
  readonly base: 2 | 10;
  readonly exponent: number;
  readonly format: QuantityFormat;
}

function parseText(text: string): Quantity | string {
  if (text === '') return QUANTITY_FORMAT_ERROR;
  if (text === '0') return ZERO_QUANTITY;
  if (text.length > MAX_QUANTITY_LENGTH) return QUANTITY_NUMBER_ERROR;
  const match = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/.exec(text);
  if (match === null) return QUANTITY_FORMAT_ERROR;
  const negative = match[1] === '-';
  const whole = (match[2] ?? '').replace(/^0+/, '') || '0';
  const fraction = match[3] ?? '';
  const suffix = parseSuffix(match[4] ?? '');
  if (suffix === undefined) return QUANTITY_SUFFIX_ERROR;
  const digits = whole + fraction;
  if (suffix.exponent > MAX_QUANTITY_EXPONENT) return QUANTITY_NUMBER_ERROR;
  // A suffix without any digit is zero, but only where upstream's int64 form can hold it.
  const isBare = match[2] === '' && fraction === '';
  if (isBare && (suffix.base === 2 ? suffix.exponent > 40 : suffix.exponent < NANO_EXPONENT)) {
    return QUANTITY_NUMBER_ERROR;
  }
  let nano = toNano(digits, fraction.length, suffix);
  let format = suffix.format;
  if (format === 'BinarySI') {
    if (nano > MAX_INT64 * NANO_PER_UNIT) nano = MAX_INT64 * NANO_PER_UNIT;
    if (nano > 0n && nano < NANO_PER_UNIT) format = 'DecimalSI';
  }
  const written = keepsText(digits, fraction.length, suffix) ? text : undefined;
  return { nano: negative ? -nano : nano, format, written };
}

function parseSuffix(text: string): Suffix | undefined {
  const decimal = DECIMAL_EXPONENTS.get(text);
  if (decimal !== undefined) return { base: 10, exponent: decimal, format: 'DecimalSI' };
  const binary = BINARY_EXPONENTS.get(text);
  if (binary !== undefined) return { base: 2, exponent: binary, format: 'BinarySI' };
  if (!/^[eE][-+]?[0-9]+$/.test(text)) return undefined;
  const exponent = Number(text.slice(1));
  return Number.isSafeInteger(exponent) ? { base: 10, exponent, format: 'DecimalExponent' } : undefined;
}

/** The amount in nano units, rounded up. */
function toNano(digits: string, fractionDigits: number, suffix: Suffix): bigint {
  let amount = BigInt(digits);
  if (amount === 0n) return 0n;
  let shift = -NANO_EXPONENT - fractionDigits;
  if (suffix.base === 2) amount <<= BigInt(suffix.exponent);
  else shift += suffix.exponent;
  if (shift >= 0) return amount * 10n ** BigInt(shift);
  if (-shift > digits.length + 20) return 1n;
  return divideUp(amount, 10n ** BigInt(-shift));
}

/** Whether upstream remembers the text: it fits an int64 and looks canonical at first sight. */
function keepsText(digits: string, fractionDigits: number, suffix: Suffix): boolean {
  if (suffix.base === 2) {
    if (fractionDigits > 0) return false;
    const precision = 15 - digits.length - Math.trunc((suffix.exponent * 3) / 10) - 1;
    return precision >= 0 && (BigInt(digits) & 7n) !== 0n;
  }
  const scale = suffix.exponent - fractionDigits;
  if (digits.length > MAX_INT64_DIGITS || scale < NANO_EXPONENT) return false;
  return scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
}

/** Rounds away from zero for positive amounts: 1 of 3 is 1. */
function divideUp(amount: bigint, divisor: bigint): bigint {
  const quotient = amount / divisor;
  return amount % divisor === 0n ? quotient : quotient + 1n;
}

/** -1, 0 or 1. */
export function compareQuantities(left: Quantity, right: Quantity): number {
  if (left.nano === right.nano) return 0;
  return left.nano < right.nano ? -1 : 1;
}

export function addQuantities(left: Quantity, right: Quantity): Quantity {
  const format = left.nano === 0n ? right.format : left.format;
  return { nano: left.nano + right.nano, format, written: undefined };
}

/** The amount in units of 10^`scale`, rounded away from zero. */
export function scaledValue(quantity: Quantity, scale: number): bigint {
  const divisor = 10n ** BigInt(scale - NANO_EXPONENT);
  return quantity.nano < 0n ? -divideUp(-quantity.nano, divisor) : divideUp(quantity.nano, divisor);
}

/** Whole units, rounded away from zero. */
export const wholeValue = (quantity: Quantity): bigint => scaledValue(quantity, 0);

export const milliValue = (quantity: Quantity): bigint => scaledValue(quantity, -3);

/** The quantity with nothing finer than a thousandth, as defaulting stores resource lists. */
export function roundUpToMilli(quantity: Quantity): Quantity {
  const milli = milliValue(quantity) * 1_000_000n;
  return milli === quantity.nano ? quantity : { nano: milli, format: quantity.format, written: undefined };
}
