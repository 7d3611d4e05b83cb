/**
 * Conditions under which a webhook or a policy is asked; expressions are not compiled here.
 * Source: pkg/apis/admissionregistration/validation/validation.go validateMatchConditions.
 */
import type { MatchCondition } from '../../generated/types/admissionregistration-v1.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateQualifiedName } from '../name.js';
import { list, text } from '../zero-value.js';

const MAX_CONDITIONS = 64;

export function validateMatchConditions(
  conditions: readonly MatchCondition[] | undefined,
  path: Path,
  errors: ErrorList,
): void {
  const entries = list(conditions);
  if (entries.length > MAX_CONDITIONS) errors.tooMany(path, entries.length, MAX_CONDITIONS);
  const names = new Set<string>();
  for (const [index, condition] of entries.entries()) {
    const conditionPath = path.index(index);
    const name = text(condition.name);
    if (text(condition.expression).trim() === '') errors.required(conditionPath.child('expression'));
    if (name === '') errors.required(conditionPath.child('name'));
    else {
      validateQualifiedName(name, conditionPath, 'name', errors);
      if (names.has(name)) errors.duplicate(conditionPath.child('name'), name);
      names.add(name);
    }
  }
}
