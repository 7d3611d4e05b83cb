/**
 * Tolerations. Source: pkg/apis/core/validation/validation.go ValidateTolerations.
 */

import { quote } from '../../field-error.js';
import type { Toleration } from '../../generated/types/core-v1.js';
import { EMPTY_MESSAGE, labelValueProblems } from '../../names/index.js';
import { parseInt64 } from '../../selectors/requirement.js';
import type { Minor } from '../../version.js';
import { internalValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateQualifiedName } from '../name.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, text } from '../zero-value.js';

export const TAINT_EFFECTS: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
/** Before, the whole toleration was shown. */
const VALUE_SHOWN_SINCE: Minor = 32;
const OPERATORS: readonly string[] = ['Equal', 'Exists'];
const OPERATORS_WITH_COMPARISON: readonly string[] = ['Equal', 'Exists', 'Lt', 'Gt'];
/** Comparison operators are known, if switched off, since 1.35. */
const COMPARISON_SINCE = 35;

export function validateTolerations(
  tolerations: readonly Toleration[] | undefined,
  path: () => Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const entries = list(tolerations);
  for (let index = 0; index < entries.length; index += 1) {
    const toleration = entries[index];
    if (toleration !== undefined) validateToleration(toleration, path().index(index), options, errors);
  }
}

function validateToleration(toleration: Toleration, path: Path, options: ValidationOptions, errors: ErrorList): void {
  const key = text(toleration.key);
  const operator = text(toleration.operator);
  const effect = text(toleration.effect);
  if (key !== '') validateQualifiedName(key, path, 'key', errors);
  else if (operator !== 'Exists') {
    const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    errors.invalid(path.child('operator'), operator, detail);
  }
  if (isSet(toleration.tolerationSeconds) && effect !== 'NoExecute') {
    const detail = "effect must be 'NoExecute' when `tolerationSeconds` is set";
    errors.invalid(path.child('effect'), effect, detail);
  }
  validateOperator(operator, toleration, path, options, errors);
  if (effect !== '' && !TAINT_EFFECTS.includes(effect)) {
    errors.notSupported(path.child('effect'), effect, TAINT_EFFECTS);
  }
}

/** Problems with the value are reported at the operator: that is upstream's path. */
function validateOperator(
  operator: string,
  toleration: Toleration,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const value = text(toleration.value);
  const isComparison = (operator === 'Lt' || operator === 'Gt') && errors.minor >= COMPARISON_SINCE;
  if (operator === 'Equal' || operator === '') {
    const problems = labelValueProblems(value, errors.minor);
    if (problems.length > 0) errors.invalid(path.child('operator'), value, problems.join(';'));
  } else if (operator === 'Exists') {
    if (value !== '') {
      const shown =
        errors.minor >= VALUE_SHOWN_SINCE ? value : internalValue('core.Toleration', toleration, errors.minor);
      errors.invalid(path.child('operator'), shown, "value must be empty when `operator` is 'Exists'");
    }
  } else if (!isComparison) errors.notSupported(path.child('operator'), operator, OPERATORS);
  else if (!options.taintTolerationComparison) {
    errors.notSupported(path.child('operator'), operator, OPERATORS_WITH_COMPARISON);
  } else validateComparedValue(value, path.child('value'), errors);
}

function validateComparedValue(value: string, path: Path, errors: ErrorList): void {
  if (value === '') errors.invalid(path, value, EMPTY_MESSAGE);
  else if (!/^(0|-?[1-9][0-9]*)$/.test(value)) {
    errors.invalid(path, value, 'must be a valid decimal integer in canonical form');
  }
  if (parseInt64(value) === undefined) {
    const problem = /^[-+]?[0-9]+$/.test(value) ? 'value out of range' : 'invalid syntax';
    errors.invalid(path, value, `strconv.ParseInt: parsing ${quote(value)}: ${problem}`);
  }
}
