/**
 * Paths of ingress rules. Source: pkg/apis/networking/validation/validation.go validateHTTPIngressPath.
 */
import type { HTTPIngressPath } from '../../generated/types/networking-v1.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, struct, text } from '../zero-value.js';
import { validateIngressBackend } from './ingress-backend.js';

const PATH_TYPES: readonly string[] = ['Exact', 'ImplementationSpecific', 'Prefix'];
const FORBIDDEN_SEQUENCES: readonly string[] = ['//', '/./', '/../', '%2f', '%2F'];
const FORBIDDEN_ENDINGS: readonly string[] = ['/..', '/.'];

export function validateIngressPath(
  entry: HTTPIngressPath,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  if (!isSet(entry.pathType)) return errors.required(path.child('pathType'), 'pathType must be specified');
  const written = text(entry.path);
  switch (entry.pathType) {
    case 'Exact':
    case 'Prefix':
      validateCleanPath(written, path.child('path'), errors);
      break;
    case 'ImplementationSpecific':
      if (written !== '' && !written.startsWith('/')) {
        errors.invalid(path.child('path'), written, 'must be an absolute path');
      }
      break;
    default:
      errors.notSupported(path.child('pathType'), text(entry.pathType), PATH_TYPES);
  }
  validateIngressBackend(struct(entry.backend), path.child('backend'), options, errors);
}

function validateCleanPath(written: string, path: Path, errors: ErrorList): void {
  if (!written.startsWith('/')) errors.invalid(path, written, 'must be an absolute path');
  for (const sequence of FORBIDDEN_SEQUENCES) {
    if (written.includes(sequence)) errors.invalid(path, written, `must not contain '${sequence}'`);
  }
  for (const ending of FORBIDDEN_ENDINGS) {
    if (written.endsWith(ending)) errors.invalid(path, written, `cannot end with '${ending}'`);
  }
}
