/**
 * Amounts of memory and storage that are no whole number of bytes, for example `1.5` or `100m` (often meant as 100M).
 * Source: pkg/api/pod/warnings.go, pkg/api/persistentvolumeclaim/util.go.
 */
import { formatQuantity, milliValue, parseQuantity, type Quantity, roundUpToMilli } from '../quantity/index.js';
import { goQuote } from '../schema/go-quote.js';
import type { Path } from '../validation/field-path.js';
import { entry, type QuantityMap } from '../validation/zero-value.js';
import type { WarningList } from './warning-list.js';

const MAX_INT64 = 2n ** 63n - 1n;
/** The common amounts, all whole and far below the limit. */
const PLAIN = /^[0-9]{1,6}(?:[KMG]i|[kMG])?$/;
/** Small or no suffix, or more digits than an int64 holds. */
const WRAPPING_DECIMAL = /^[+-]?(?:[0-9]{1,18}[kM]?$|[0-9.]{19})/;
/** The resource of the list, if it is there and not whole. The list is the `field` of what stands at `path`. */
export function warnOfFractionalBytes(
  resources: QuantityMap | undefined,
  resource: string,
  path: () => Path,
  field: 'limits' | 'overhead' | 'requests',
  warnings: WarningList,
): void {
  const written: unknown = entry(resources, resource);
  if (typeof written !== 'string' && typeof written !== 'number') return;
  if (PLAIN.test(String(written))) return;
  const parsed = parseQuantity(written);
  if (parsed === undefined) return;
  const quantity = roundUpToMilli(parsed);
  if (!hasFraction(quantity, String(written))) return;
  const printed = goQuote(formatQuantity(quantity));
  warnings.at(path().child(field).key(resource), `fractional byte value ${printed} is invalid, must be an integer`);
}

/**
 * Upstream counts thousandths in an int64. Amounts beyond it, from 8Pi or so, mostly wrap around and are then often
 * called fractional; decimal ones with a large suffix count as zero.
 */
function hasFraction(quantity: Quantity, written: string): boolean {
  const milli = milliValue(quantity);
  if (milli <= MAX_INT64 && milli >= -MAX_INT64) return milli % 1000n !== 0n;
  const wraps = quantity.format === 'BinarySI' || WRAPPING_DECIMAL.test(written);
  return wraps && BigInt.asIntN(64, milli) % 1000n !== 0n;
}
