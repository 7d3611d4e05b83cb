/**
 * Roles and ClusterRoles. Source: pkg/apis/rbac/validation/validation.go ValidateRole, ValidateClusterRole.
 */
import type { ClusterRole, PolicyRule, Role } from '../../generated/types/rbac-v1.js';
import { pathSegmentNameProblems } from '../../names/index.js';
import { compileLabelSelector } from '../../selectors/index.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateLabelSelector } from '../metadata/label-selector.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, texts } from '../zero-value.js';

const RULES_PATH = new Path('rules');
const SELECTORS_PATH = new Path('aggregationRule').child('clusterRoleSelectors');

export function validateRole(object: Role, _: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: true, nameRule: pathSegmentNameProblems }, errors);
  validateRules(object.rules, true, errors);
}

export function validateClusterRole(object: ClusterRole, _: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: false, nameRule: pathSegmentNameProblems }, errors);
  validateRules(object.rules, false, errors);
  if (!isSet(object.aggregationRule)) return;
  const selectors = list(object.aggregationRule.clusterRoleSelectors);
  if (selectors.length === 0) {
    errors.required(SELECTORS_PATH, 'at least one clusterRoleSelector required if aggregationRule is non-nil');
  }
  for (const [index, selector] of selectors.entries()) {
    const path = SELECTORS_PATH.index(index);
    validateLabelSelector(selector, () => path, errors);
    // The selector that is printed is the one that could not be made.
    if (compileLabelSelector(selector, errors.minor) === undefined) {
      errors.invalid(path, undefined, 'invalid label selector.');
    }
  }
}

function validateRules(rules: readonly PolicyRule[] | undefined, isNamespaced: boolean, errors: ErrorList): void {
  const entries = list(rules);
  for (let index = 0; index < entries.length; index += 1) {
    const rule = entries[index];
    if (rule !== undefined) validateRule(rule, isNamespaced, index, errors);
  }
}

function validateRule(rule: PolicyRule, isNamespaced: boolean, index: number, errors: ErrorList): void {
  const path = (): Path => RULES_PATH.index(index);
  if (texts(rule.verbs).length === 0) {
    errors.required(path().child('verbs'), 'verbs must contain at least one value');
  }
  const urls = texts(rule.nonResourceURLs);
  const apiGroups = texts(rule.apiGroups);
  const resources = texts(rule.resources);
  if (urls.length > 0) {
    if (isNamespaced) {
      errors.invalid(path().child('nonResourceURLs'), urls, 'namespaced rules cannot apply to non-resource URLs');
    }
    if (apiGroups.length > 0 || resources.length > 0 || texts(rule.resourceNames).length > 0) {
      const detail = 'rules cannot apply to both regular resources and non-resource URLs';
      errors.invalid(path().child('nonResourceURLs'), urls, detail);
    }
    return;
  }
  if (apiGroups.length === 0) {
    errors.required(path().child('apiGroups'), 'resource rules must supply at least one api group');
  }
  if (resources.length === 0) {
    errors.required(path().child('resources'), 'resource rules must supply at least one resource');
  }
}
