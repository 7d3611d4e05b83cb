/**
 * PriorityClasses. Source: pkg/apis/scheduling/validation/validation.go ValidatePriorityClass,
 * pkg/apis/scheduling/v1/helpers.go IsKnownSystemPriorityClass.
 */
import type { PriorityClass } from '../../generated/types/scheduling-v1.js';
import { nameIsDnsSubdomain } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { METADATA_PATH, validateObjectMeta } from '../metadata/object-meta.js';
import { validatePreemptionPolicy } from '../pod/pod-spec.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, number, text } from '../zero-value.js';

const SYSTEM_PREFIX = 'system-';
const HIGHEST_USER_PRIORITY = 1_000_000_000;
const SYSTEM_CLASSES: ReadonlyMap<string, number> = new Map([
  ['system-node-critical', 2_000_001_000],
  ['system-cluster-critical', 2_000_000_000],
]);

export function validatePriorityClass(object: PriorityClass, _: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: false, nameRule: nameIsDnsSubdomain }, errors);
  const name = text(object.metadata?.name);
  const problem = systemClassProblem(name, object);
  if (name.startsWith(SYSTEM_PREFIX)) {
    if (problem !== undefined) {
      const detail = `priority class names with '${SYSTEM_PREFIX}' prefix are reserved for system use only`;
      errors.forbidden(METADATA_PATH.child('name'), `${detail}. error: ${problem}`);
    }
  } else if (number(object.value) > HIGHEST_USER_PRIORITY) {
    const detail = `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`;
    errors.forbidden(new Path('value'), detail);
  }
  if (isSet(object.preemptionPolicy)) {
    validatePreemptionPolicy(text(object.preemptionPolicy), new Path('preemptionPolicy'), errors);
  }
}

function systemClassProblem(name: string, object: PriorityClass): string | undefined {
  const value = SYSTEM_CLASSES.get(name);
  if (value === undefined) return `${name} is not a known system priority class`;
  if (number(object.value) !== value) return `value of ${name} PriorityClass must be ${value}`;
  return object.globalDefault === true ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}
