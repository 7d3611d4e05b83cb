/**
 * matchLabelKeys and mismatchLabelKeys, which the API server turns into conditions of the label selector before it
 * validates. Source: pkg/apis/core/validation/validation.go ValidateMatchLabelKeysAndMismatchLabelKeys,
 * ValidateMatchLabelKeysInTopologySpread; pkg/registry/core/pod/strategy.go applyLabelKeysToLabelSelector.
 */
import type { LabelSelector, LabelSelectorRequirement } from '../../generated/types/meta-v1.js';
import { qualifiedNameProblems } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { isSet, list, map, type TextMap, text, textEntry } from '../zero-value.js';

const NEEDS_SELECTOR = 'must not be specified when labelSelector is not set';
const IN_SELECTOR = 'exists in both matchLabelKeys and labelSelector';

/** Keys that were merged into the selector: a key met twice was in it before. */
export function validateMatchLabelKeys(
  matchKeys: readonly string[],
  mismatchKeys: readonly string[],
  selector: LabelSelector | undefined,
  path: Path,
  errors: ErrorList,
): void {
  if (matchKeys.length === 0 && mismatchKeys.length === 0) return;
  validateKeys(matchKeys, selector, path.child('matchLabelKeys'), errors);
  validateKeys(mismatchKeys, selector, path.child('mismatchLabelKeys'), errors);
  if (isSet(selector)) reportKeysMetTwice(matchKeys, selector, path, errors);
  for (let index = 0; index < matchKeys.length; index += 1) {
    const key = matchKeys[index] ?? '';
    if (!mismatchKeys.includes(key)) continue;
    const keyPath = path.child('matchLabelKeys').index(index);
    errors.invalid(keyPath, key, 'exists in both matchLabelKeys and mismatchLabelKeys');
  }
}

function validateKeys(
  keys: readonly string[],
  selector: LabelSelector | undefined,
  path: Path,
  errors: ErrorList,
): void {
  if (keys.length === 0) return;
  if (!isSet(selector)) return errors.forbidden(path, NEEDS_SELECTOR);
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] ?? '';
    const problems = qualifiedNameProblems(key, errors.minor);
    if (problems.length > 0) errors.invalidEach(path.index(index), key, problems);
  }
}

/** The index stands directly behind the term's path, as upstream has it. */
function reportKeysMetTwice(
  matchKeys: readonly string[],
  selector: LabelSelector,
  path: Path,
  errors: ErrorList,
): void {
  const selected = new Set(Object.keys(map(selector.matchLabels)));
  for (const expression of list(selector.matchExpressions)) {
    const key = text(expression.key);
    const index = matchKeys.lastIndexOf(key);
    if (index >= 0 && selected.has(key)) errors.invalid(path.index(index), key, IN_SELECTOR);
    selected.add(key);
  }
}

/** Keys beside a selector that stays as written. */
export function validateUnmergedMatchLabelKeys(
  keys: readonly string[],
  selector: LabelSelector | undefined,
  path: Path,
  errors: ErrorList,
): void {
  if (keys.length === 0) return;
  if (!isSet(selector)) errors.forbidden(path, NEEDS_SELECTOR);
  const selected = new Set(Object.keys(map(selector?.matchLabels)));
  for (const expression of list(selector?.matchExpressions)) selected.add(text(expression.key));
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] ?? '';
    const problems = qualifiedNameProblems(key, errors.minor);
    if (problems.length > 0) errors.invalidEach(path.index(index), key, problems);
    if (selected.has(key)) errors.invalid(path.index(index), key, IN_SELECTOR);
  }
}

/** The selector with one condition for each key whose label the pod has. */
export function mergeLabelKeys(
  selector: LabelSelector,
  keys: readonly string[],
  operator: 'In' | 'NotIn',
  labels: TextMap | undefined,
): LabelSelector {
  const added: LabelSelectorRequirement[] = [];
  for (const key of keys) {
    const value = textEntry(labels, key);
    if (value !== undefined) added.push({ key, operator, values: [value] });
  }
  if (added.length === 0) return selector;
  return { ...selector, matchExpressions: [...list(selector.matchExpressions), ...added] };
}
