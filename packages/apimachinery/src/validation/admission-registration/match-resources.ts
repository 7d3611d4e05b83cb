/**
 * The objects that a policy or its binding is about.
 * Source: pkg/apis/admissionregistration/validation/validation.go validateMatchResources.
 */
import type { MatchResources, NamedRuleWithOperations } from '../../generated/types/admissionregistration-v1.js';
import { pathSegmentNameProblems } from '../../names/index.js';
import type { Minor } from '../../version.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateLabelSelector } from '../metadata/label-selector.js';
import { isSet, list, text, texts } from '../zero-value.js';
import { validateRuleWithOperations } from './rule.js';

export const FAILURE_POLICIES: readonly string[] = ['Fail', 'Ignore'];
/** Before, errors spoke of a `labelSelector`. */
const OBJECT_SELECTOR_NAMED_SINCE: Minor = 29;
export const MATCH_POLICIES: readonly string[] = ['Equivalent', 'Exact'];

export function validateMatchResources(resources: MatchResources, path: Path, errors: ErrorList): void {
  const { matchPolicy } = resources;
  if (!isSet(matchPolicy)) errors.required(path.child('matchPolicy'));
  else if (!MATCH_POLICIES.includes(matchPolicy)) {
    errors.notSupported(path.child('matchPolicy'), text(matchPolicy), MATCH_POLICIES);
  }
  for (const field of ['namespaceSelector', 'objectSelector'] as const) {
    const selector = resources[field];
    const isMisnamed = field === 'objectSelector' && errors.minor < OBJECT_SELECTOR_NAMED_SINCE;
    const selectorPath = path.child(isMisnamed ? 'labelSelector' : field);
    if (!isSet(selector)) errors.required(selectorPath);
    else validateLabelSelector(selector, () => selectorPath, errors);
  }
  for (const field of ['resourceRules', 'excludeResourceRules'] as const) {
    for (const [index, rule] of list(resources[field]).entries()) {
      validateNamedRule(rule, path.child(field).index(index), errors);
    }
  }
}

function validateNamedRule(rule: NamedRuleWithOperations, path: Path, errors: ErrorList): void {
  const names = new Set<string>();
  for (const [index, name] of texts(rule.resourceNames).entries()) {
    const namePath = path.child('resourceNames').index(index);
    errors.invalidEach(namePath, name, pathSegmentNameProblems(name));
    if (names.has(name)) errors.duplicate(namePath, name);
    names.add(name);
  }
  validateRuleWithOperations(rule, path, errors);
}
