/**
 * DaemonSets. Source: pkg/apis/apps/validation/validation.go ValidateDaemonSet.
 */
import type { DaemonSet, DaemonSetUpdateStrategy, RollingUpdateDaemonSet } from '../../generated/types/apps-v1.js';
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
import { isSet, struct, text } from '../zero-value.js';
import {
  intOrPercentValue,
  intOrStringOf,
  printed,
  validateNotMoreThan100Percent,
  validatePositiveIntOrPercent,
} from './int-or-percent.js';
import { validateRunsForever, validateSelectorMatchesTemplate } from './template-labels.js';

const SPEC_PATH = new Path('spec');

export function validateDaemonSet(object: DaemonSet, options: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: true, nameRule: nameIsDnsSubdomain }, errors);
  const spec = struct(object.spec);
  const template = struct(spec.template);
  const path = SPEC_PATH.child('template');
  validateLabelSelector(spec.selector, () => SPEC_PATH.child('selector'), errors);
  const selector = compileLabelSelector(spec.selector, errors.minor);
  if (selector !== undefined) validateSelectorMatchesTemplate(selector, template, path, errors);
  if (isSet(spec.selector) && isEmptySelector(spec.selector)) {
    const badValue = labelSelectorValue(spec.selector, errors.minor);
    errors.invalid(SPEC_PATH.child('selector'), badValue, 'empty selector is invalid for daemonset');
  }
  validatePodTemplateSpec(template, path, options, errors);
  validateRunsForever(template, 'DaemonSet', path, errors);
  validateNonnegativeField(spec.minReadySeconds, SPEC_PATH, 'minReadySeconds', errors);
  validateUpdateStrategy(struct(spec.updateStrategy), SPEC_PATH.child('updateStrategy'), errors);
  validateNonnegativeField(spec.revisionHistoryLimit, SPEC_PATH, 'revisionHistoryLimit', errors);
}

function validateUpdateStrategy(strategy: DaemonSetUpdateStrategy, path: Path, errors: ErrorList): void {
  switch (text(strategy.type)) {
    case 'OnDelete':
      return;
    case 'RollingUpdate':
      if (!isSet(strategy.rollingUpdate)) errors.required(path.child('rollingUpdate'));
      else validateRollingUpdate(strategy.rollingUpdate, path.child('rollingUpdate'), errors);
      return;
    default:
      errors.notSupported(path, internalValue('apps.DaemonSetUpdateStrategy', strategy, errors.minor), [
        'RollingUpdate',
        'OnDelete',
      ]);
  }
}

/** Exactly one of the two may be more than zero. */
function validateRollingUpdate(update: RollingUpdateDaemonSet, path: Path, errors: ErrorList): void {
  const maxUnavailable = intOrStringOf(update.maxUnavailable);
  const maxSurge = intOrStringOf(update.maxSurge);
  validatePositiveIntOrPercent(maxUnavailable, () => path.child('maxUnavailable'), errors);
  validatePositiveIntOrPercent(maxSurge, () => path.child('maxSurge'), errors);
  validateNotMoreThan100Percent(maxUnavailable, () => path.child('maxUnavailable'), errors);
  validateNotMoreThan100Percent(maxSurge, () => path.child('maxSurge'), errors);
  const hasUnavailable = intOrPercentValue(maxUnavailable) !== 0;
  const hasSurge = intOrPercentValue(maxSurge) !== 0;
  if (hasUnavailable && hasSurge) {
    errors.invalid(path.child('maxSurge'), printed(maxSurge, errors), 'may not be set when maxUnavailable is non-zero');
  } else if (!hasUnavailable && !hasSurge) {
    errors.required(path.child('maxUnavailable'), 'cannot be 0 when maxSurge is 0');
  }
}
