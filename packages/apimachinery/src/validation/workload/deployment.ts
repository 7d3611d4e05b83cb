/**
 * Deployments and ReplicaSets. Source: pkg/apis/apps/validation/validation.go ValidateDeployment, ValidateReplicaSet.
 */
import type {
  Deployment,
  DeploymentSpec,
  DeploymentStrategy,
  ReplicaSet,
  RollingUpdateDeployment,
} from '../../generated/types/apps-v1.js';
import type { PodTemplateSpec } from '../../generated/types/core-v1.js';
import type { LabelSelector } from '../../generated/types/meta-v1.js';
import { nameIsDnsSubdomain } from '../../names/index.js';
import { compileLabelSelector } from '../../selectors/label-selector.js';
import { internalValue, labelSelectorValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { isEmptySelector, validateLabelSelector } from '../metadata/label-selector.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import { validateNonnegativeField } from '../number.js';
import { validatePodTemplateSpec } from '../pod/pod-template.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, number, struct, text } from '../zero-value.js';
import {
  intOrPercentValue,
  intOrStringOf,
  printed,
  validateNotMoreThan100Percent,
  validatePositiveIntOrPercent,
} from './int-or-percent.js';
import { validateRunsForever, validateSelectorMatchesTemplate } from './template-labels.js';

const SPEC_PATH = new Path('spec');
const NAME = { isNamespaced: true, nameRule: nameIsDnsSubdomain };

export function validateDeployment(object: Deployment, options: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, NAME, errors);
  const spec: DeploymentSpec = struct(object.spec);
  validateNonnegativeField(spec.replicas, SPEC_PATH, 'replicas', errors);
  validateSelectorAndTemplate(spec.selector, struct(spec.template), options, errors);
  validateDeploymentStrategy(struct(spec.strategy), SPEC_PATH.child('strategy'), errors);
  validateNonnegativeField(spec.minReadySeconds, SPEC_PATH, 'minReadySeconds', errors);
  validateNonnegativeField(spec.revisionHistoryLimit, SPEC_PATH, 'revisionHistoryLimit', errors);
  const deadline = spec.progressDeadlineSeconds;
  if (!isSet(deadline)) return;
  validateNonnegativeField(deadline, SPEC_PATH, 'progressDeadlineSeconds', errors);
  if (deadline <= number(spec.minReadySeconds)) {
    errors.invalid(SPEC_PATH.child('progressDeadlineSeconds'), deadline, 'must be greater than minReadySeconds');
  }
}

export function validateReplicaSet(object: ReplicaSet, options: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, NAME, errors);
  const spec = struct(object.spec);
  validateNonnegativeField(spec.replicas, SPEC_PATH, 'replicas', errors);
  validateNonnegativeField(spec.minReadySeconds, SPEC_PATH, 'minReadySeconds', errors);
  validateSelectorAndTemplate(spec.selector, struct(spec.template), options, errors);
}

/** ReplicaSets say "deployment" too: upstream's text. */
function validateSelectorAndTemplate(
  selector: LabelSelector | undefined,
  template: PodTemplateSpec,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const selectorPath = SPEC_PATH.child('selector');
  const path = SPEC_PATH.child('template');
  if (!isSet(selector)) errors.required(selectorPath);
  else {
    validateLabelSelector(selector, () => selectorPath, errors);
    if (isEmptySelector(selector)) {
      const badValue = labelSelectorValue(selector, errors.minor);
      errors.invalid(selectorPath, badValue, 'empty selector is invalid for deployment');
    }
  }
  const compiled = compileLabelSelector(selector, errors.minor);
  if (compiled === undefined) {
    const badValue = labelSelectorValue(selector ?? {}, errors.minor);
    return errors.invalid(selectorPath, badValue, 'invalid label selector');
  }
  validateSelectorMatchesTemplate(compiled, template, path, errors);
  validatePodTemplateSpec(template, path, options, errors);
  validateRunsForever(template, 'ReplicaSet', path, errors);
}

const STRATEGIES: readonly string[] = ['Recreate', 'RollingUpdate'];

function validateDeploymentStrategy(strategy: DeploymentStrategy, path: Path, errors: ErrorList): void {
  const { rollingUpdate } = strategy;
  switch (text(strategy.type)) {
    case 'Recreate':
      if (isSet(rollingUpdate)) {
        const detail = "may not be specified when strategy `type` is 'Recreate'";
        errors.forbidden(path.child('rollingUpdate'), detail);
      }
      return;
    case 'RollingUpdate':
      if (!isSet(rollingUpdate)) {
        errors.required(path.child('rollingUpdate'), 'this should be defaulted and never be nil');
      } else validateRollingUpdate(rollingUpdate, path.child('rollingUpdate'), errors);
      return;
    default:
      errors.notSupported(path, internalValue('apps.DeploymentStrategy', strategy, errors.minor), STRATEGIES);
  }
}

function validateRollingUpdate(update: RollingUpdateDeployment, path: Path, errors: ErrorList): void {
  const maxUnavailable = intOrStringOf(update.maxUnavailable);
  const maxSurge = intOrStringOf(update.maxSurge);
  validatePositiveIntOrPercent(maxUnavailable, () => path.child('maxUnavailable'), errors);
  validatePositiveIntOrPercent(maxSurge, () => path.child('maxSurge'), errors);
  if (intOrPercentValue(maxUnavailable) === 0 && intOrPercentValue(maxSurge) === 0) {
    const badValue = printed(maxUnavailable, errors);
    errors.invalid(path.child('maxUnavailable'), badValue, 'may not be 0 when `maxSurge` is 0');
  }
  validateNotMoreThan100Percent(maxUnavailable, () => path.child('maxUnavailable'), errors);
}
