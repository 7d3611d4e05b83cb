/**
 * Ranges of numbers. Source: pkg/apis/core/validation, k8s.io/apimachinery/pkg/api/validation/generic.go.
 */
import { inclusiveRangeMessage } from '../names/message.js';
import type { ErrorList } from './error-list.js';
import type { Path } from './field-path.js';
import { isSet, number } from './zero-value.js';

export const NEGATIVE_MESSAGE = 'must be greater than or equal to 0';
export const NOT_POSITIVE_MESSAGE = 'must be greater than zero';
export const FILE_MODE_MESSAGE = 'must be a number between 0 and 0777 (octal), both inclusive';
export const MAX_INT32 = 2_147_483_647;

type Numeric = number | bigint;

const ID_RANGE_MESSAGE = inclusiveRangeMessage(0, MAX_INT32);

/** A field of `parent`, absent or at least zero. */
export function validateNonnegativeField(
  value: Numeric | undefined,
  parent: Path,
  name: string,
  errors: ErrorList,
): void {
  if (isSet(value) && number(value) < 0) errors.invalid(parent.child(name), value, NEGATIVE_MESSAGE);
}

export function validatePositiveField(value: Numeric | undefined, parent: Path, name: string, errors: ErrorList): void {
  if (number(value) <= 0) errors.invalid(parent.child(name), number(value), NOT_POSITIVE_MESSAGE);
}

/** User and group ids. */
export function validateId(value: Numeric | undefined, parent: Path, name: string, errors: ErrorList): void {
  if (isSet(value) && !isValidId(value)) errors.invalid(parent.child(name), value, ID_RANGE_MESSAGE);
}

export function validateIds(values: readonly Numeric[], path: () => Path, errors: ErrorList): void {
  for (let index = 0; index < values.length; index += 1) {
    const value = number(values[index]);
    if (!isValidId(value)) errors.invalid(path().index(index), value, ID_RANGE_MESSAGE);
  }
}

const isValidId = (value: Numeric): boolean => value >= 0 && value <= MAX_INT32;

/** Permissions of a projected file. */
export function validateFileMode(value: number | undefined, parent: Path, name: string, errors: ErrorList): void {
  if (isSet(value) && (value > 0o777 || value < 0)) errors.invalid(parent.child(name), value, FILE_MODE_MESSAGE);
}
