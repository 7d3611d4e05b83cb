/**
 * Whether Go parses a text as a quantity, and what it says otherwise.
 * Source: k8s.io/apimachinery/pkg/api/resource/quantity.go, ParseQuantity and UnmarshalJSON.
 */

export const QUANTITY_FORMAT =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
export const QUANTITY_NUMERIC = 'unable to parse numeric part of quantity';
export const QUANTITY_SUFFIX = "unable to parse quantity's suffix";

const USUAL = /^[0-9]+(?:\.[0-9]+)?(?:m|k|Ki|[MGTPE]i?)?$/;
const PARTS = /^[+-]?(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/;
const SUFFIXES: ReadonlySet<string> = new Set(['', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'P', 'E']);
const BINARY_SUFFIXES: ReadonlySet<string> = new Set(['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']);
const EXPONENT = /^[eE]([+-]?)0*(\d+)$/;
/** Digits of the largest int64. */
const INT64_DIGITS = 19;
const INT64_MAX = 2n ** 63n - 1n;

/** JSON would have escaped control characters; the other white space is trimmed. */
const SPACE_AROUND = /^[ \u0085\p{Z}]+|[ \u0085\p{Z}]+$/gu;

/** The error for a JSON string or number; undefined when it is a quantity. */
export function quantityError(text: string): string | undefined {
  if (USUAL.test(text)) return undefined;
  const trimmed = text.replace(SPACE_AROUND, '');
  const parts = trimmed === '' ? null : PARTS.exec(trimmed);
  if (parts === null) return QUANTITY_FORMAT;
  const [, integer = '', fraction = '', suffix = ''] = parts;
  if (BINARY_SUFFIXES.has(suffix)) return isBareSuffix(integer, fraction, suffix) ? QUANTITY_NUMERIC : undefined;
  if (SUFFIXES.has(suffix)) return undefined;
  const [, sign, digits] = EXPONENT.exec(suffix) ?? [];
  return digits === undefined || !isInt64(sign === '-', digits) ? QUANTITY_SUFFIX : undefined;
}

/** The largest binary suffixes leave the fast path, and the slow one wants a digit. */
const isBareSuffix = (integer: string, fraction: string, suffix: string): boolean =>
  integer === '' && fraction === '' && (suffix === 'Pi' || suffix === 'Ei');

const isInt64 = (isNegative: boolean, digits: string): boolean =>
  digits.length <= INT64_DIGITS && BigInt(digits) <= (isNegative ? INT64_MAX + 1n : INT64_MAX);
