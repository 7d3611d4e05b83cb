/**
 * Numbers that may be percentages. Source: pkg/apis/apps/validation/validation.go ValidatePositiveIntOrPercent,
 * IsNotMoreThan100Percent, getIntOrPercentValue.
 */

import type { Verbatim } from '../../field-error.js';
import { percentProblems } from '../../names/index.js';
import { internalValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { NEGATIVE_MESSAGE } from '../number.js';

type IntOrString = number | string;

export function validatePositiveIntOrPercent(value: IntOrString, path: () => Path, errors: ErrorList): void {
  if (typeof value === 'string') {
    const problems = percentProblems(value);
    if (problems.length > 0) errors.invalidEach(path(), printed(value, errors), problems);
  } else if (value < 0) errors.invalid(path(), value, NEGATIVE_MESSAGE);
}

export function validateNotMoreThan100Percent(value: IntOrString, path: () => Path, errors: ErrorList): void {
  const percent = percentOf(value);
  if (percent !== undefined && percent > 100) {
    errors.invalid(path(), printed(value, errors), 'must not be greater than 100%');
  }
}

/** The value as Go prints an IntOrString. */
export const printed = (value: IntOrString, errors: ErrorList): Verbatim =>
  internalValue('intstr.IntOrString', value, errors.minor);

function percentOf(value: IntOrString): number | undefined {
  if (typeof value !== 'string' || percentProblems(value).length > 0) return undefined;
  const percent = Number(value.slice(0, -1));
  // Beyond Go's integers the conversion fails, and the error is ignored: the largest integer is left.
  return Number.isFinite(percent) ? percent : Number.MAX_SAFE_INTEGER;
}

/** The number, or the number in front of the percent sign; other text is read as a number, as far as it is one. */
export function intOrPercentValue(value: IntOrString): number {
  const percent = percentOf(value);
  if (percent !== undefined) return percent;
  if (typeof value === 'number') return value;
  return /^[-+]?[0-9]{1,18}$/.test(value) ? Number(value) : 0;
}

/** An absent value that Go holds by value is the number zero. */
export const intOrStringOf = (value: IntOrString | undefined): IntOrString =>
  typeof value === 'number' || typeof value === 'string' ? value : 0;
