/**
 * Jobs and the jobs of CronJobs. Source: pkg/apis/batch/validation/validation.go ValidateJob, ValidateJobSpec.
 */
import type { Job, JobSpec } from '../../generated/types/batch-v1.js';
import type { ObjectMeta } from '../../generated/types/meta-v1.js';
import { byteLength, dns1123LabelProblems, domainPrefixedPathProblems, nameIsDnsSubdomain } from '../../names/index.js';
import { compileLabelSelector, matchesSelector } from '../../selectors/index.js';
import { internalValue, labelSelectorValue, textMapValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateLabelSelector } from '../metadata/label-selector.js';
import { METADATA_PATH, validateObjectMeta } from '../metadata/object-meta.js';
import { reportDomainProblems } from '../name.js';
import { validateNonnegativeField } from '../number.js';
import { validatePodTemplateSpec } from '../pod/pod-template.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, map, struct, type TextMap, text, textEntry } from '../zero-value.js';
import { validateCompletions } from './job-completions.js';
import { validatePodFailurePolicy } from './pod-failure-policy.js';
import { validateSuccessPolicy } from './success-policy.js';
import { validateSelectorMatchesTemplate } from './template-labels.js';

const SPEC_PATH = new Path('spec');
const MAX_MANAGED_BY_BYTES = 63;

export function validateJob(object: Job, options: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: true, nameRule: nameIsDnsSubdomain }, errors);
  const metadata: ObjectMeta = struct(object.metadata);
  const spec: JobSpec = struct(object.spec);
  validateGeneratedSelector(metadata, spec, errors);
  validateJobSpec(spec, SPEC_PATH, options, errors);
  const selectorPath = SPEC_PATH.child('selector');
  if (!isSet(spec.selector)) errors.required(selectorPath);
  else validateLabelSelector(spec.selector, () => selectorPath, errors);
  const selector = compileLabelSelector(spec.selector, errors.minor);
  if (selector !== undefined) {
    validateSelectorMatchesTemplate(selector, struct(spec.template), SPEC_PATH.child('template'), errors);
  }
  validateLongestHostname(text(metadata.name), spec, errors);
}

/** Pods of an indexed job are named after the job and their index. */
function validateLongestHostname(name: string, spec: JobSpec, errors: ErrorList): void {
  if (spec.completionMode !== 'Indexed' || !isSet(spec.completions) || spec.completions <= 0) return;
  const hostname = `${name}-${spec.completions - 1}`;
  if (dns1123LabelProblems(hostname).length === 0) return;
  const detail = `will not able to create pod with invalid DNS label: ${hostname}`;
  errors.invalid(METADATA_PATH.child('name'), name, detail);
}

/** A job whose selector the API server makes up must carry the labels that it selects by. */
function validateGeneratedSelector(metadata: ObjectMeta, spec: JobSpec, errors: ErrorList): void {
  if (spec.manualSelector === true || !isSet(spec.selector)) return;
  const uid = text(metadata.uid);
  const name = text(metadata.name);
  if (uid === '') errors.required(METADATA_PATH.child('uid'));
  const labels = spec.template?.metadata?.labels;
  const expected: readonly (readonly [string, string])[] = [
    ['controller-uid', uid],
    ['job-name', name],
    ['batch.kubernetes.io/controller-uid', uid],
    ['batch.kubernetes.io/job-name', name],
  ];
  for (const [key, value] of expected) validateHasLabel(labels, key, value, errors);
  const selector = compileLabelSelector(spec.selector, errors.minor);
  if (selector === undefined || matchesSelector(selector, Object.fromEntries(expected))) return;
  const badValue = labelSelectorValue(spec.selector, errors.minor);
  errors.invalid(SPEC_PATH.child('selector'), badValue, '`selector` not auto-generated');
}

const LABELS_PATH = SPEC_PATH.child('template').child('metadata').child('labels');

function validateHasLabel(labels: TextMap | undefined, key: string, expected: string, errors: ErrorList): void {
  const actual = textEntry(labels, key);
  if (actual === expected) return;
  if (actual === undefined) return errors.required(LABELS_PATH.key(key), `must be '${expected}'`);
  const badValue = textMapValue(map(labels), errors.minor);
  errors.invalid(LABELS_PATH.key(key), badValue, `must be '${expected}'`);
}

/** What jobs and the jobs of CronJobs have in common. */
export function validateJobSpec(spec: JobSpec, path: Path, options: ValidationOptions, errors: ErrorList): void {
  validateNumbers(spec, path, errors);
  if (isSet(spec.managedBy)) {
    const managedBy = text(spec.managedBy);
    reportDomainProblems(domainPrefixedPathProblems(managedBy), path.child('managedBy'), errors);
    if (byteLength(managedBy) > MAX_MANAGED_BY_BYTES)
      errors.tooLongMaxLength(path.child('managedBy'), MAX_MANAGED_BY_BYTES);
  }
  validateCompletions(spec, path, errors);
  if (isSet(spec.podFailurePolicy)) validatePodFailurePolicy(spec, path.child('podFailurePolicy'), errors);
  if (isSet(spec.successPolicy)) {
    const policyPath = path.child('successPolicy');
    if (spec.completionMode === 'Indexed') validateSuccessPolicy(spec, policyPath, errors);
    else {
      const badValue = internalValue('batch.SuccessPolicy', spec.successPolicy, errors.minor);
      errors.invalid(policyPath, badValue, 'requires indexed completion mode');
    }
  }
  validatePodReplacementPolicy(spec, path.child('podReplacementPolicy'), errors);
  validatePodTemplateSpec(struct(spec.template), path.child('template'), options, errors);
  validateRestartPolicy(spec, path.child('template').child('spec').child('restartPolicy'), errors);
}

function validateNumbers(spec: JobSpec, path: Path, errors: ErrorList): void {
  validateNonnegativeField(spec.parallelism, path, 'parallelism', errors);
  validateNonnegativeField(spec.completions, path, 'completions', errors);
  validateNonnegativeField(spec.activeDeadlineSeconds, path, 'activeDeadlineSeconds', errors);
  validateNonnegativeField(spec.backoffLimit, path, 'backoffLimit', errors);
  validateNonnegativeField(spec.ttlSecondsAfterFinished, path, 'ttlSecondsAfterFinished', errors);
  validateNonnegativeField(spec.backoffLimitPerIndex, path, 'backoffLimitPerIndex', errors);
  if (!isSet(spec.maxFailedIndexes)) return;
  validateNonnegativeField(spec.maxFailedIndexes, path, 'maxFailedIndexes', errors);
  if (!isSet(spec.backoffLimitPerIndex)) {
    errors.required(path.child('backoffLimitPerIndex'), 'when maxFailedIndexes is specified');
  }
}

const REPLACEMENT_POLICIES: readonly string[] = ['Failed', 'TerminatingOrFailed'];

function validatePodReplacementPolicy(spec: JobSpec, path: Path, errors: ErrorList): void {
  if (!isSet(spec.podReplacementPolicy)) return;
  const policy = text(spec.podReplacementPolicy);
  const supported = isSet(spec.podFailurePolicy) ? ['Failed'] : REPLACEMENT_POLICIES;
  if (!supported.includes(policy)) errors.notSupported(path, policy, supported);
}

function validateRestartPolicy(spec: JobSpec, path: Path, errors: ErrorList): void {
  const policy = text(spec.template?.spec?.restartPolicy);
  if (policy === 'Always' || policy === '') errors.required(path, 'valid values: "OnFailure", "Never"');
  else if (policy !== 'OnFailure' && policy !== 'Never') errors.notSupported(path, policy, ['OnFailure', 'Never']);
  else if (isSet(spec.podFailurePolicy) && policy !== 'Never') {
    errors.invalid(path, policy, 'only "Never" is supported when podFailurePolicy is specified');
  }
}

/** The jobs of a CronJob get their selectors later. */
export function validateJobTemplate(spec: JobSpec, path: Path, options: ValidationOptions, errors: ErrorList): void {
  validateJobSpec(spec, path, options, errors);
  if (isSet(spec.selector)) {
    const badValue = labelSelectorValue(spec.selector, errors.minor);
    errors.invalid(path.child('selector'), badValue, '`selector` will be auto-generated');
  }
  if (spec.manualSelector === true) errors.notSupported(path.child('manualSelector'), true, ['nil', 'false']);
}
