/**
 * The text of a quantity as the API server prints it: the largest suffix of its family that leaves a whole number.
 * Source: k8s.io/apimachinery/pkg/api/resource/quantity.go CanonicalizeBytes.
 */
import { type Quantity, type QuantityFormat, wholeValue } from './quantity.js';

const DECIMAL_SUFFIXES = new Map([
  [-9, 'n'],
  [-6, 'u'],
  [-3, 'm'],
  [0, ''],
  [3, 'k'],
  [6, 'M'],
  [9, 'G'],
  [12, 'T'],
  [15, 'P'],
  [18, 'E'],
]);
const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const NANO_PER_UNIT = 1_000_000_000n;

export function formatQuantity(quantity: Quantity): string {
  return quantity.written ?? canonicalQuantity(quantity);
}

/** The canonical form even where the API server would keep the text as written, such as `+1`. */
export function canonicalQuantity(quantity: Quantity): string {
  if (quantity.nano === 0n) return '0';
  const format = effectiveFormat(quantity);
  return format === 'BinarySI' ? formatBinary(wholeValue(quantity)) : formatDecimal(quantity.nano, format);
}

/** Small or broken binary quantities are printed as decimals. */
function effectiveFormat(quantity: Quantity): QuantityFormat {
  if (quantity.format !== 'BinarySI') return quantity.format;
  const { nano } = quantity;
  const isSmall = nano > -1024n * NANO_PER_UNIT && nano < 1024n * NANO_PER_UNIT;
  return isSmall || nano % NANO_PER_UNIT !== 0n ? 'DecimalSI' : 'BinarySI';
}

function formatBinary(value: bigint): string {
  let amount = value;
  let power = 0;
  while (amount !== 0n && amount % 1024n === 0n) {
    amount /= 1024n;
    power += 1;
  }
  // Beyond Ei upstream prints no suffix at all.
  return `${amount}${BINARY_SUFFIXES[power] ?? ''}`;
}

function formatDecimal(nano: bigint, format: QuantityFormat): string {
  let amount = nano;
  let exponent = -9;
  while (amount % 10n === 0n) {
    amount /= 10n;
    exponent += 1;
  }
  while (exponent % 3 !== 0) {
    amount *= 10n;
    exponent -= 1;
  }
  if (format === 'DecimalExponent') return exponent === 0 ? `${amount}` : `${amount}e${exponent}`;
  // Beyond E upstream prints no suffix at all.
  return `${amount}${DECIMAL_SUFFIXES.get(exponent) ?? ''}`;
}
