/**
 * Restart policies of pods and containers, restart rules, resize policies.
 * Source: pkg/apis/core/validation/validation.go validateRestartPolicy, validateContainerRestartPolicy,
 * validateInitContainerRestartPolicy, validateResizePolicy.
 */
import type { Container, ContainerResizePolicy, ContainerRestartRule } from '../../generated/types/core-v1.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, numbers, text } from '../zero-value.js';

const POD_POLICIES: readonly string[] = ['Always', 'OnFailure', 'Never'];
const CONTAINER_POLICIES: readonly string[] = ['Always', 'Never', 'OnFailure'];
const RULE_ACTIONS: readonly string[] = ['Restart'];
const RULE_ACTIONS_WITH_ALL: readonly string[] = ['Restart', 'RestartAllContainers'];
const RULE_OPERATORS: readonly string[] = ['In', 'NotIn'];
const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;
const RESIZE_RESOURCES: readonly string[] = ['cpu', 'memory'];
const RESIZE_POLICIES: readonly string[] = ['NotRequired', 'RestartContainer'];

export function validateRestartPolicy(policy: string | undefined, specPath: Path, errors: ErrorList): void {
  const value = text(policy);
  if (value === '') errors.required(specPath.child('restartPolicy'));
  else if (!POD_POLICIES.includes(value)) errors.notSupported(specPath.child('restartPolicy'), value, POD_POLICIES);
}

export function validateContainerRestartPolicy(
  container: Container,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const rules = list(container.restartPolicyRules);
  const policy = container.restartPolicy;
  if (!isSet(policy)) {
    if (rules.length === 0) return;
    errors.required(path.child('restartPolicy'), 'must specify restartPolicy when restart rules are used');
  } else if (!CONTAINER_POLICIES.includes(policy)) {
    errors.notSupported(path.child('restartPolicy'), policy, CONTAINER_POLICIES);
  }
  if (rules.length > MAX_RULES) errors.tooLong(path.child('restartPolicyRules'), MAX_RULES);
  for (let index = 0; index < rules.length; index += 1) {
    const rule = rules[index];
    if (rule !== undefined) validateRule(rule, path.child('restartPolicyRules').index(index), options, errors);
  }
}

function validateRule(rule: ContainerRestartRule, path: Path, options: ValidationOptions, errors: ErrorList): void {
  const action = text(rule.action);
  const actions = options.restartAllContainers ? RULE_ACTIONS_WITH_ALL : RULE_ACTIONS;
  // Upstream lists the short set in the text whatever is allowed.
  if (!actions.includes(action)) errors.notSupported(path.child('action'), action, RULE_ACTIONS);
  if (!isSet(rule.exitCodes)) return errors.required(path.child('exitCodes'), 'must be specified');
  const operator = text(rule.exitCodes.operator);
  const codesPath = path.child('exitCodes');
  if (!RULE_OPERATORS.includes(operator)) errors.notSupported(codesPath.child('operator'), operator, RULE_OPERATORS);
  if (numbers(rule.exitCodes.values).length > MAX_EXIT_CODES) {
    errors.tooLong(codesPath.child('values'), MAX_EXIT_CODES);
  }
}

export function validateInitContainerRestartPolicy(
  container: Container,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const policy = container.restartPolicy;
  const rules = list(container.restartPolicyRules);
  if (!isSet(policy)) {
    if (rules.length > 0) {
      errors.required(path.child('restartPolicy'), 'must specify restartPolicy when restart rules are used');
    }
  } else if (!options.containerRestartRules) {
    if (policy !== 'Always') errors.notSupported(path.child('restartPolicy'), policy, ['Always']);
  } else if (policy !== 'Always' || options.restartAllContainers) {
    validateContainerRestartPolicy(container, path, options, errors);
  } else if (rules.length > 0) {
    const detail = 'restartPolicyRules are not allowed for init containers with restart policy Always';
    errors.forbidden(path.child('restartPolicyRules'), detail);
  }
}

export function validateResizePolicies(
  policies: readonly ContainerResizePolicy[] | undefined,
  podRestartPolicy: string | undefined,
  containerPath: Path,
  errors: ErrorList,
): void {
  const entries = list(policies);
  if (entries.length === 0) return;
  const path = containerPath.child('resizePolicy');
  const resources = new Set<string>();
  for (let index = 0; index < entries.length; index += 1) {
    const resource = text(entries[index]?.resourceName);
    const policy = text(entries[index]?.restartPolicy);
    if (resources.has(resource)) errors.duplicate(path.index(index), resource);
    resources.add(resource);
    if (resource === '') errors.required(path);
    else if (!RESIZE_RESOURCES.includes(resource)) errors.notSupported(path, resource, RESIZE_RESOURCES);
    if (policy === '') errors.required(path);
    else if (!RESIZE_POLICIES.includes(policy)) errors.notSupported(path, policy, RESIZE_POLICIES);
    if (podRestartPolicy === 'Never' && policy !== 'NotRequired') {
      errors.invalid(path, policy, "must be 'NotRequired' when `restartPolicy` is 'Never'");
    }
  }
}
