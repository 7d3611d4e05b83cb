/** Source: k8s.io/apimachinery/pkg/api/validation/objectmeta.go ValidateImmutableField. */
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { semanticallyEqual } from './semantic-equal.js';

export const IMMUTABLE = 'field is immutable';

/** `printed` stands for the value in the error, where upstream prints another form of it. */
export function validateImmutableField(
  value: unknown,
  old: unknown,
  path: Path,
  errors: ErrorList,
  printed: unknown = value,
): void {
  if (!semanticallyEqual(value, old)) errors.invalid(path, printed, IMMUTABLE);
}
