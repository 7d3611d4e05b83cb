/**
 * Label selectors. Source: k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go ValidateLabelSelector.
 */
import type { LabelSelector, LabelSelectorRequirement } from '../../generated/types/meta-v1.js';
import { labelValueProblems } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateQualifiedName } from '../name.js';
import { isSet, list, map, text, texts } from '../zero-value.js';
import { validateLabels } from './labels.js';

export function validateLabelSelector(selector: LabelSelector | undefined, path: () => Path, errors: ErrorList): void {
  if (!isSet(selector)) return;
  const selectorPath = path();
  validateLabels(selector.matchLabels, selectorPath, 'matchLabels', errors);
  const expressions = list(selector.matchExpressions);
  for (let index = 0; index < expressions.length; index += 1) {
    const expression = expressions[index];
    if (expression === undefined) continue;
    validateLabelSelectorRequirement(expression, selectorPath.child('matchExpressions').index(index), errors);
  }
}

export function validateLabelSelectorRequirement(
  requirement: LabelSelectorRequirement,
  path: Path,
  errors: ErrorList,
): void {
  const values = texts(requirement.values);
  const operator = text(requirement.operator);
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) {
        errors.required(path.child('values'), "must be specified when `operator` is 'In' or 'NotIn'");
      }
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) {
        errors.forbidden(path.child('values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
      }
      break;
    default:
      errors.invalid(path.child('operator'), operator, 'not a valid selector operator');
  }
  validateQualifiedName(text(requirement.key), path, 'key', errors);
  for (let index = 0; index < values.length; index += 1) {
    const value = text(values[index]);
    const problems = labelValueProblems(value, errors.minor);
    if (problems.length > 0) errors.invalidEach(path.child('values').index(index), value, problems);
  }
}

/** Whether a selector has no condition at all. */
export function isEmptySelector(selector: LabelSelector): boolean {
  return Object.keys(map(selector.matchLabels)).length === 0 && list(selector.matchExpressions).length === 0;
}
