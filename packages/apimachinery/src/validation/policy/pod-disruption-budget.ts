/**
 * PodDisruptionBudgets. Source: pkg/apis/policy/validation/validation.go ValidatePodDisruptionBudget.
 */
import type { PodDisruptionBudget } from '../../generated/types/policy-v1.js';
import { internalValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateLabelSelector } from '../metadata/label-selector.js';
import type { ValidationOptions } from '../validation-options.js';
import {
  intOrStringOf,
  validateNotMoreThan100Percent,
  validatePositiveIntOrPercent,
} from '../workload/int-or-percent.js';
import { isSet, struct } from '../zero-value.js';

const SPEC_PATH = new Path('spec');
const EVICTION_POLICIES: readonly string[] = ['AlwaysAllow', 'IfHealthyBudget'];

/** Metadata is looked at only afterwards, as of every kind. */
export function validatePodDisruptionBudget(
  object: PodDisruptionBudget,
  _: ValidationOptions,
  errors: ErrorList,
): void {
  const spec = struct(object.spec);
  if (isSet(spec.minAvailable) && isSet(spec.maxUnavailable)) {
    const badValue = internalValue('policy.PodDisruptionBudgetSpec', spec, errors.minor);
    errors.invalid(SPEC_PATH, badValue, 'minAvailable and maxUnavailable cannot be both set');
  }
  for (const field of ['minAvailable', 'maxUnavailable'] as const) {
    if (!isSet(spec[field])) continue;
    const value = intOrStringOf(spec[field]);
    validatePositiveIntOrPercent(value, () => SPEC_PATH.child(field), errors);
    validateNotMoreThan100Percent(value, () => SPEC_PATH.child(field), errors);
  }
  validateLabelSelector(spec.selector, () => SPEC_PATH.child('selector'), errors);
  const policy = spec.unhealthyPodEvictionPolicy;
  if (isSet(policy) && !EVICTION_POLICIES.includes(policy)) {
    errors.notSupported(SPEC_PATH.child('unhealthyPodEvictionPolicy'), policy, EVICTION_POLICIES);
  }
}
