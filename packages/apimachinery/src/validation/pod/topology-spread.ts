/**
 * Topology spread constraints.
 * Source: pkg/apis/core/validation/validation.go validateTopologySpreadConstraints.
 */
import type { TopologySpreadConstraint } from '../../generated/types/core-v1.js';
import { pointedText } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateLabelSelector } from '../metadata/label-selector.js';
import { validatePositiveField } from '../number.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, text, texts } from '../zero-value.js';
import { validateMatchLabelKeys, validateUnmergedMatchLabelKeys } from './match-label-keys.js';

const ACTIONS: readonly string[] = ['DoNotSchedule', 'ScheduleAnyway'];
const INCLUSION_POLICIES: readonly string[] = ['Honor', 'Ignore'];

export function validateTopologySpreadConstraints(
  constraints: readonly TopologySpreadConstraint[] | undefined,
  specPath: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const entries = list(constraints);
  for (let index = 0; index < entries.length; index += 1) {
    const constraint = entries[index];
    if (constraint === undefined) continue;
    const path = specPath.child('topologySpreadConstraints').index(index);
    validateConstraint(constraint, path, errors);
    if (entries.slice(index + 1).some((other) => isSameSpread(constraint, other))) {
      const badValue = `{${text(constraint.topologyKey)}, ${text(constraint.whenUnsatisfiable)}}`;
      errors.duplicate(path.child('{topologyKey, whenUnsatisfiable}'), badValue);
    }
    validateMinDomains(constraint, path, errors);
    for (const name of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
      const policy = constraint[name];
      if (isSet(policy) && !INCLUSION_POLICIES.includes(policy)) {
        errors.notSupported(path.child(name), pointedText(text(policy), errors.minor), INCLUSION_POLICIES);
      }
    }
    validateLabelKeys(constraint, path, options, errors);
    validateLabelSelector(constraint.labelSelector, () => path.child('labelSelector'), errors);
  }
}

function validateConstraint(constraint: TopologySpreadConstraint, path: Path, errors: ErrorList): void {
  validatePositiveField(constraint.maxSkew, path, 'maxSkew', errors);
  if (text(constraint.topologyKey) === '') errors.required(path.child('topologyKey'), 'can not be empty');
  const action = text(constraint.whenUnsatisfiable);
  if (!ACTIONS.includes(action)) errors.notSupported(path.child('whenUnsatisfiable'), action, ACTIONS);
}

const isSameSpread = (left: TopologySpreadConstraint, right: TopologySpreadConstraint): boolean =>
  text(left.topologyKey) === text(right.topologyKey) && text(left.whenUnsatisfiable) === text(right.whenUnsatisfiable);

function validateMinDomains(constraint: TopologySpreadConstraint, path: Path, errors: ErrorList): void {
  const { minDomains } = constraint;
  if (!isSet(minDomains)) return;
  validatePositiveField(minDomains, path, 'minDomains', errors);
  const action = text(constraint.whenUnsatisfiable);
  if (action !== 'DoNotSchedule') {
    const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`;
    errors.invalid(path.child('minDomains'), minDomains, detail);
  }
}

function validateLabelKeys(
  constraint: TopologySpreadConstraint,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const keys = texts(constraint.matchLabelKeys);
  if (keys.length === 0) return;
  if (options.matchLabelKeysInTopologySpread && options.matchLabelKeysSelectorMerge) {
    return validateMatchLabelKeys(keys, [], constraint.labelSelector, path, errors);
  }
  validateUnmergedMatchLabelKeys(keys, constraint.labelSelector, path.child('matchLabelKeys'), errors);
}
