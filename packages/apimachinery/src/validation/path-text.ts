/**
 * Paths inside volumes and containers.
 * Source: pkg/apis/core/validation/validation.go validateLocalDescendingPath and its neighbours.
 */
import type { ErrorList } from './error-list.js';
import type { Path } from './field-path.js';

/** Whether a segment of the path is `..`. */
export function hasBackstep(path: string): boolean {
  return path.includes('..') && path.split('/').includes('..');
}

export function validateNoBacksteps(value: string, path: Path, errors: ErrorList): void {
  if (hasBackstep(value)) errors.invalid(path, value, "must not contain '..'");
}

/** Relative, and never upwards. */
export function validateLocalDescendingPath(value: string, path: Path, errors: ErrorList): void {
  if (value.startsWith('/')) errors.invalid(path, value, 'must be a relative path');
  validateNoBacksteps(value, path, errors);
}

/** As a local descending path, and not in the `..data` names that volumes use themselves. */
export function validateLocalNonReservedPath(value: string, path: Path, errors: ErrorList): void {
  validateLocalDescendingPath(value, path, errors);
  if (value.startsWith('..') && !value.startsWith('../')) errors.invalid(path, value, "must not start with '..'");
}
