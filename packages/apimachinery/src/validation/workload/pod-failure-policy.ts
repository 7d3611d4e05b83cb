/**
 * What a job does when a pod fails. Source: pkg/apis/batch/validation/validation.go validatePodFailurePolicy.
 */
import { quote } from '../../field-error.js';
import type {
  JobSpec,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyOnPodConditionsPattern,
  PodFailurePolicyRule,
} from '../../generated/types/batch-v1.js';
import type { Minor } from '../../version.js';
import { internalValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateQualifiedName } from '../name.js';
import { isSet, list, numbers, struct, text } from '../zero-value.js';

const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;
const MAX_CONDITIONS = 20;

const ACTIONS: readonly { readonly minimumMinor: Minor; readonly actions: readonly string[] }[] = [
  { minimumMinor: 0, actions: ['Count', 'FailJob', 'Ignore'] },
  { minimumMinor: 28, actions: ['Count', 'FailIndex', 'FailJob', 'Ignore'] },
];
const OPERATORS: readonly string[] = ['In', 'NotIn'];
const STATUSES: readonly string[] = ['False', 'True', 'Unknown'];

export function validatePodFailurePolicy(spec: JobSpec, path: Path, errors: ErrorList): void {
  const rulesPath = path.child('rules');
  const rules = list(spec.podFailurePolicy?.rules);
  if (rules.length > MAX_RULES) errors.tooMany(rulesPath, rules.length, MAX_RULES);
  const podSpec = struct(spec.template?.spec);
  const containers = [...list(podSpec.containers), ...list(podSpec.initContainers)];
  const names = new Set(containers.map((container) => text(container.name)));
  for (const [index, rule] of rules.entries()) validateRule(spec, rule, names, rulesPath.index(index), errors);
}

type Names = ReadonlySet<string>;

function validateRule(spec: JobSpec, rule: PodFailurePolicyRule, names: Names, path: Path, errors: ErrorList): void {
  const actions = ACTIONS.findLast(({ minimumMinor }) => errors.minor >= minimumMinor)?.actions ?? [];
  if (rule.action === 'FailIndex' && actions.includes('FailIndex')) {
    if (!isSet(spec.backoffLimitPerIndex)) {
      errors.invalid(path.child('action'), rule.action, 'requires the backoffLimitPerIndex to be set');
    }
  } else validateChoice(text(rule.action), actions, path.child('action'), errors);
  const conditions = list(rule.onPodConditions);
  if (isSet(rule.onExitCodes)) validateExitCodes(rule.onExitCodes, names, path.child('onExitCodes'), errors);
  if (conditions.length > 0) validateConditions(conditions, path.child('onPodConditions'), errors);
  if (isSet(rule.onExitCodes) && conditions.length > 0) {
    errors.invalidWithoutValue(path, 'specifying both OnExitCodes and OnPodConditions is not supported');
  }
  if (!isSet(rule.onExitCodes) && conditions.length === 0) {
    errors.invalidWithoutValue(path, 'specifying one of OnExitCodes and OnPodConditions is required');
  }
}

function validateChoice(value: string, supported: readonly string[], path: Path, errors: ErrorList): void {
  if (value === '') errors.required(path, `valid values: [${supported.map(quote).join(' ')}]`);
  else if (!supported.includes(value)) errors.notSupported(path, value, supported);
}

function validateConditions(
  conditions: readonly PodFailurePolicyOnPodConditionsPattern[],
  path: Path,
  errors: ErrorList,
): void {
  if (conditions.length > MAX_CONDITIONS) errors.tooMany(path, conditions.length, MAX_CONDITIONS);
  for (const [index, condition] of conditions.entries()) {
    const conditionPath = path.index(index);
    validateQualifiedName(text(condition.type), conditionPath, 'type', errors);
    validateChoice(text(condition.status), STATUSES, conditionPath.child('status'), errors);
  }
}

function validateExitCodes(
  requirement: PodFailurePolicyOnExitCodesRequirement,
  names: Names,
  path: Path,
  errors: ErrorList,
): void {
  validateChoice(text(requirement.operator), OPERATORS, path.child('operator'), errors);
  if (isSet(requirement.containerName) && !names.has(requirement.containerName)) {
    const detail = 'must be one of the container or initContainer names in the pod template';
    errors.invalid(path.child('containerName'), requirement.containerName, detail);
  }
  const valuesPath = path.child('values');
  const values = numbers(requirement.values);
  if (values.length === 0) {
    const badValue = internalValue('[]int32', requirement.values, errors.minor);
    errors.invalid(valuesPath, badValue, 'at least one value is required');
  } else if (values.length > MAX_EXIT_CODES) errors.tooMany(valuesPath, values.length, MAX_EXIT_CODES);
  const seen = new Set<number | bigint>();
  let isOrdered = true;
  for (const [index, value] of values.entries()) {
    if (requirement.operator === 'In' && value === 0) {
      errors.invalid(valuesPath.index(index), value, 'must not be 0 for the In operator');
    }
    if (seen.has(value)) errors.duplicate(valuesPath.index(index), value);
    seen.add(value);
    const previous = values[index - 1];
    if (previous !== undefined && previous > value) isOrdered = false;
  }
  if (!isOrdered) errors.invalid(valuesPath, internalValue('[]int32', values, errors.minor), 'must be ordered');
}
