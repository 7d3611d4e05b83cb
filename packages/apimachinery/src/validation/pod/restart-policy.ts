/**
 * Restart policies of pods and containers, restart rules, resize policies.
 * Source: pkg/apis/core/validation/validation.go validateRestartPolicy, validateContainerRestartPolicy,
 * validateInitContainerRestartPolicy, validateResizePolicy.
 */
import type { Container, ContainerResizePolicy, ContainerRestartRule } from '../../generated/types/core-v1.js';
import type { Minor } from '../../version.js';
import { resourceNameValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, numbers, text } from '../zero-value.js';

const POD_POLICIES: readonly string[] = ['Always', 'OnFailure', 'Never'];
const CONTAINER_POLICIES: readonly string[] = ['Always', 'Never', 'OnFailure'];
const RULE_ACTIONS: readonly string[] = ['Restart'];
const RULE_ACTIONS_WITH_ALL: readonly string[] = ['Restart', 'RestartAllContainers'];
const RULE_OPERATORS: readonly string[] = ['In', 'NotIn'];
/** Before, the short list of actions was shown whatever was allowed, and long lists counted as long texts. */
const RULE_TEXTS_MENDED_SINCE: Minor = 36;
const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;
const RESIZE_RESOURCES: readonly string[] = ['cpu', 'memory'];
const RESIZE_POLICIES: readonly string[] = ['NotRequired', 'RestartContainer'];

const NEVER_RESTARTED: readonly { readonly minimumMinor: Minor; readonly text: string }[] = [
  { minimumMinor: 0, text: "must be 'NotRequired' when `restartPolicy` is 'Never'" },
  { minimumMinor: 36, text: "must be 'NotRequired' when pod `restartPolicy` is 'Never'" },
];

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
  if (rules.length > MAX_RULES) reportSurplus(path.child('restartPolicyRules'), rules.length, MAX_RULES, errors);
  for (let index = 0; index < rules.length; index += 1) {
    const rule = rules[index];
    if (rule !== undefined) validateRule(rule, path.child('restartPolicyRules').index(index), options, errors);
  }
}

function validateRule(rule: ContainerRestartRule, path: Path, options: ValidationOptions, errors: ErrorList): void {
  const action = text(rule.action);
  const actions = options.restartAllContainers ? RULE_ACTIONS_WITH_ALL : RULE_ACTIONS;
  const listed = errors.minor >= RULE_TEXTS_MENDED_SINCE ? actions : RULE_ACTIONS;
  if (!actions.includes(action)) errors.notSupported(path.child('action'), action, listed);
  if (!isSet(rule.exitCodes)) return errors.required(path.child('exitCodes'), 'must be specified');
  const operator = text(rule.exitCodes.operator);
  const codesPath = path.child('exitCodes');
  if (!RULE_OPERATORS.includes(operator)) errors.notSupported(codesPath.child('operator'), operator, RULE_OPERATORS);
  const count = numbers(rule.exitCodes.values).length;
  if (count > MAX_EXIT_CODES) reportSurplus(codesPath.child('values'), count, MAX_EXIT_CODES, errors);
}

function reportSurplus(path: Path, count: number, limit: number, errors: ErrorList): void {
  if (errors.minor >= RULE_TEXTS_MENDED_SINCE) errors.tooMany(path, count, limit);
  else errors.tooLong(path, limit);
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
    const shown = resourceNameValue(resource, errors.minor);
    if (resources.has(resource)) errors.duplicate(path.index(index), shown);
    resources.add(resource);
    if (resource === '') errors.required(path);
    else if (!RESIZE_RESOURCES.includes(resource)) errors.notSupported(path, shown, RESIZE_RESOURCES);
    if (policy === '') errors.required(path);
    else if (!RESIZE_POLICIES.includes(policy)) errors.notSupported(path, policy, RESIZE_POLICIES);
    if (podRestartPolicy === 'Never' && policy !== 'NotRequired') {
      const wording = NEVER_RESTARTED.findLast(({ minimumMinor }) => errors.minor >= minimumMinor);
      errors.invalid(path, policy, wording?.text ?? '');
    }
  }
}

/** A container that has ended cannot be restarted for new resources; not looked at before 1.36. */
export function refuseRestartOfInitContainer(container: Container, path: Path, errors: ErrorList): void {
  if (errors.minor < RESTART_OF_INIT_CONTAINERS_REFUSED_SINCE || container.restartPolicy === 'Always') return;
  const policies = list(container.resizePolicy);
  for (let index = 0; index < policies.length; index += 1) {
    const policy = text(policies[index]?.restartPolicy);
    if (policy !== 'RestartContainer') continue;
    const detail = "must not be set to 'RestartContainer' for non-sidecar initContainers";
    errors.invalid(path.child('resizePolicy').index(index).child('restartPolicy'), policy, detail);
  }
}

const RESTART_OF_INIT_CONTAINERS_REFUSED_SINCE: Minor = 36;
