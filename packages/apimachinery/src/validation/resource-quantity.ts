/**
 * Amounts of resources.
 * Source: pkg/apis/core/validation/validation.go ValidateResourceQuantityValue and its neighbours.
 */
import { formatQuantity, milliValue, parseQuantity, type Quantity, quantityProblem } from '../quantity/index.js';
import type { ErrorList } from './error-list.js';
import type { Path } from './field-path.js';
import { NEGATIVE_MESSAGE, NOT_POSITIVE_MESSAGE } from './number.js';
import { isIntegerResource } from './resource-name.js';

/** The quantity; one that cannot be read is reported, since the API server would not even decode the object. */
export function readQuantity(value: unknown, path: () => Path, errors: ErrorList): Quantity | undefined {
  const written = typeof value === 'string' || typeof value === 'number' ? value : '';
  const quantity = parseQuantity(written);
  if (quantity === undefined) errors.invalid(path(), written, quantityProblem(written) ?? '');
  return quantity;
}

export function validateNonnegativeQuantity(quantity: Quantity, path: () => Path, errors: ErrorList): void {
  if (quantity.nano < 0n) errors.invalid(path(), formatQuantity(quantity), NEGATIVE_MESSAGE);
}

export function validatePositiveQuantity(quantity: Quantity, path: () => Path, errors: ErrorList): void {
  if (quantity.nano <= 0n) errors.invalid(path(), formatQuantity(quantity), NOT_POSITIVE_MESSAGE);
}

/** Counted and extended resources come in whole numbers. */
export function validateResourceQuantity(name: string, quantity: Quantity, path: () => Path, errors: ErrorList): void {
  validateNonnegativeQuantity(quantity, path, errors);
  if (milliValue(quantity) % 1000n !== 0n && isIntegerResource(name, errors.minor)) {
    errors.invalid(path(), formatQuantity(quantity), 'must be an integer');
  }
}
