/**
 * Pull policies of images. Source: pkg/apis/core/validation/validation.go validatePullPolicy.
 */
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';

const PULL_POLICIES: readonly string[] = ['Always', 'IfNotPresent', 'Never'];

export function validatePullPolicy(policy: string, parent: Path, name: string, errors: ErrorList): void {
  if (policy === '') errors.required(parent.child(name));
  else if (!PULL_POLICIES.includes(policy)) errors.notSupported(parent.child(name), policy, PULL_POLICIES);
}
