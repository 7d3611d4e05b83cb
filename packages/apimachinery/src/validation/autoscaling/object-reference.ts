/**
 * What an autoscaler scales or measures.
 * Source: pkg/apis/autoscaling/validation/validation.go ValidateCrossVersionObjectReference.
 */
import type { CrossVersionObjectReference } from '../../generated/types/autoscaling-v2.js';
import type { Minor } from '../../version.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validatePathSegment } from '../name.js';
import { text } from '../zero-value.js';

/** Before, the API version was not looked at. */
const API_VERSION_SINCE: Minor = 34;

export function validateObjectReference(
  reference: Partial<CrossVersionObjectReference>,
  path: Path,
  allowsCoreGroup: boolean,
  errors: ErrorList,
): void {
  for (const field of ['kind', 'name'] as const) {
    const value = text(reference[field]);
    if (value === '') errors.required(path.child(field));
    else validatePathSegment(value, path, field, errors);
  }
  if (errors.minor < API_VERSION_SINCE) return;
  const apiVersion = text(reference.apiVersion);
  const parts = apiVersion.split('/');
  const versionPath = path.child('apiVersion');
  if (parts.length > 2) errors.invalid(versionPath, apiVersion, `unexpected GroupVersion string: ${apiVersion}`);
  else if (!allowsCoreGroup && (parts.length < 2 || parts[0] === '')) {
    errors.invalid(versionPath, apiVersion, 'apiVersion must specify API group');
  }
}
