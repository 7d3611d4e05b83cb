/**
 * ValidatingAdmissionPolicyBindings.
 * Source: pkg/apis/admissionregistration/validation/validation.go ValidateValidatingAdmissionPolicyBinding.
 */
import type { ParamRef, ValidatingAdmissionPolicyBinding } from '../../generated/types/admissionregistration-v1.js';
import { nameIsDnsSubdomain } from '../../names/index.js';
import type { Minor } from '../../version.js';
import { internalValue, pointedText } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateLabelSelector } from '../metadata/label-selector.js';
import { validatePlainObjectMeta } from '../metadata/object-meta.js';
import { report, validatePathSegment } from '../name.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, struct, text, texts } from '../zero-value.js';
import { validateMatchResources } from './match-resources.js';

const SPEC_PATH = new Path('spec');
/** Before, the path had a slip. */
const PATH_MENDED_SINCE: Minor = 32;
const ACTIONS: readonly string[] = ['Audit', 'Deny', 'Warn'];
const NOT_FOUND_ACTIONS: readonly string[] = ['Deny', 'Allow'];
const BOTH_DENY_AND_WARN =
  'must not contain both Deny and Warn (repeating the same validation failure information in the API response and ' +
  'headers serves no purpose)';

export function validatePolicyBinding(
  object: ValidatingAdmissionPolicyBinding,
  _: ValidationOptions,
  errors: ErrorList,
): void {
  validatePlainObjectMeta(object.metadata, { isNamespaced: false, nameRule: nameIsDnsSubdomain }, errors);
  const spec = struct(object.spec);
  const policyName = text(spec.policyName);
  if (policyName === '') errors.required(SPEC_PATH.child('policyName'));
  else report(policyName, nameIsDnsSubdomain(policyName, false), SPEC_PATH, 'policyName', errors);
  if (isSet(spec.paramRef)) validateParamRef(spec.paramRef, SPEC_PATH.child('paramRef'), errors);
  if (isSet(spec.matchResources)) {
    const field = errors.minor >= PATH_MENDED_SINCE ? 'matchResources' : 'matchResouces';
    validateMatchResources(spec.matchResources, SPEC_PATH.child(field), errors);
  }
  validateActions(texts(spec.validationActions), SPEC_PATH.child('validationActions'), errors);
}

function validateActions(actions: readonly string[], path: Path, errors: ErrorList): void {
  const seen = new Set<string>();
  for (const [index, action] of actions.entries()) {
    if (!ACTIONS.includes(action)) errors.notSupported(path.index(index), action, ACTIONS);
    if (seen.has(action)) errors.duplicate(path.index(index), action);
    seen.add(action);
  }
  if (seen.has('Deny') && seen.has('Warn')) {
    const shown = internalValue('[]admissionregistration.ValidationAction', actions, errors.minor);
    errors.invalid(path, shown, BOTH_DENY_AND_WARN);
  }
  if (seen.size === 0) errors.required(path, 'at least one validation action is required');
}

function validateParamRef(reference: ParamRef, path: Path, errors: ErrorList): void {
  const name = text(reference.name);
  const { selector, parameterNotFoundAction: action } = reference;
  const exclusive = 'name and selector are mutually exclusive';
  if (name !== '') {
    validatePathSegment(name, path, 'name', errors);
    if (isSet(selector)) errors.forbidden(path.child('name'), exclusive);
  }
  if (isSet(selector)) {
    validateLabelSelector(selector, () => path.child('selector'), errors);
    if (name !== '') errors.forbidden(path.child('selector'), exclusive);
  }
  if (name === '' && !isSet(selector)) errors.required(path, 'one of name or selector must be specified');
  const actionPath = path.child('parameterNotFoundAction');
  if (text(action) === '') errors.required(actionPath);
  else if (!NOT_FOUND_ACTIONS.includes(text(action))) {
    errors.notSupported(actionPath, pointedText(text(action), errors.minor), NOT_FOUND_ACTIONS);
  }
}
