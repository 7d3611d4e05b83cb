/**
 * Webhook configurations.
 * Source: pkg/apis/admissionregistration/validation/validation.go ValidateValidatingWebhookConfiguration,
 * ValidateMutatingWebhookConfiguration.
 */
import type {
  MutatingWebhook,
  MutatingWebhookConfiguration,
  ValidatingWebhook,
  ValidatingWebhookConfiguration,
} from '../../generated/types/admissionregistration-v1.js';
import { dns1035LabelProblems, fullyQualifiedNameProblem, nameIsDnsSubdomain } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateLabelSelector } from '../metadata/label-selector.js';
import { validatePlainObjectMeta } from '../metadata/object-meta.js';
import { reportDomainProblems } from '../name.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, struct, text, texts } from '../zero-value.js';
import { validateClientConfig } from './client-config.js';
import { validateMatchConditions } from './match-conditions.js';
import { FAILURE_POLICIES, MATCH_POLICIES } from './match-resources.js';
import { validateRuleWithOperations } from './rule.js';

const WEBHOOKS_PATH = new Path('webhooks');
const REINVOCATION_POLICIES: readonly string[] = ['IfNeeded', 'Never'];
const SIDE_EFFECTS: readonly string[] = ['None', 'NoneOnDryRun'];
const REVIEW_VERSIONS: readonly string[] = ['v1', 'v1beta1'];

type Webhook = ValidatingWebhook & Pick<MutatingWebhook, 'reinvocationPolicy'>;

export function validateWebhookConfiguration(
  object: ValidatingWebhookConfiguration | MutatingWebhookConfiguration,
  _: ValidationOptions,
  errors: ErrorList,
): void {
  validatePlainObjectMeta(object.metadata, { isNamespaced: false, nameRule: nameIsDnsSubdomain }, errors);
  const names = new Set<string>();
  const webhooks: readonly Webhook[] = list<Webhook>(object.webhooks);
  for (const [index, webhook] of webhooks.entries()) {
    const path = WEBHOOKS_PATH.index(index);
    validateWebhook(webhook, path, errors);
    validateReviewVersions(texts(webhook.admissionReviewVersions), path.child('admissionReviewVersions'), errors);
    const name = text(webhook.name);
    if (name === '') continue;
    if (names.has(name)) errors.duplicate(path.child('name'), name);
    names.add(name);
  }
}

function validateWebhook(webhook: Webhook, path: Path, errors: ErrorList): void {
  const problem = fullyQualifiedNameProblem(text(webhook.name));
  if (problem !== undefined) reportDomainProblems([problem], path.child('name'), errors);
  for (const [index, rule] of list(webhook.rules).entries()) {
    validateRuleWithOperations(rule, path.child('rules').index(index), errors);
  }
  validateChoice(webhook.failurePolicy, path.child('failurePolicy'), FAILURE_POLICIES, errors);
  validateChoice(webhook.matchPolicy, path.child('matchPolicy'), MATCH_POLICIES, errors);
  const sideEffectsPath = path.child('sideEffects');
  if (!isSet(webhook.sideEffects)) errors.required(sideEffectsPath, `must specify one of ${SIDE_EFFECTS.join(', ')}`);
  validateChoice(webhook.sideEffects, sideEffectsPath, SIDE_EFFECTS, errors);
  const seconds = webhook.timeoutSeconds;
  if (isSet(seconds) && (seconds > 30 || seconds < 1)) {
    errors.invalid(path.child('timeoutSeconds'), seconds, 'the timeout value must be between 1 and 30 seconds');
  }
  validateLabelSelector(webhook.namespaceSelector, () => path.child('namespaceSelector'), errors);
  validateLabelSelector(webhook.objectSelector, () => path.child('objectSelector'), errors);
  validateChoice(webhook.reinvocationPolicy, path.child('reinvocationPolicy'), REINVOCATION_POLICIES, errors);
  validateClientConfig(struct(webhook.clientConfig), path.child('clientConfig'), errors);
  validateMatchConditions(webhook.matchConditions, path.child('matchConditions'), errors);
}

function validateChoice(value: string | undefined, path: Path, supported: readonly string[], errors: ErrorList): void {
  if (isSet(value) && !supported.includes(value)) errors.notSupported(path, text(value), supported);
}

function validateReviewVersions(versions: readonly string[], path: Path, errors: ErrorList): void {
  const known = REVIEW_VERSIONS.join(', ');
  if (versions.length === 0) return errors.required(path, `must specify one of ${known}`);
  const seen = new Set<string>();
  for (const [index, version] of versions.entries()) {
    if (seen.has(version)) errors.invalid(path.index(index), version, 'duplicate version');
    else errors.invalidEach(path.index(index), version, dns1035LabelProblems(version));
    seen.add(version);
  }
  if (!versions.some((version) => REVIEW_VERSIONS.includes(version))) {
    errors.invalid(path, versions, `must include at least one of ${known}`);
  }
}
