/**
 * Finalizers. Source: k8s.io/apimachinery/pkg/api/validation/objectmeta.go ValidateFinalizers,
 * pkg/apis/core/validation/validation.go validateKubeFinalizerName.
 */
import { qualifiedNameProblems } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { texts } from '../zero-value.js';

/** The finalizers that need no domain. */
const STANDARD_FINALIZERS: ReadonlySet<string> = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

export function validateFinalizers(
  finalizers: readonly string[] | undefined,
  metadataPath: Path,
  errors: ErrorList,
): void {
  const names = texts(finalizers);
  if (names.length === 0) return;
  const path = metadataPath.child('finalizers');
  for (const name of names) validateFinalizerName(name, path, errors);
  if (names.includes('orphan') && names.includes('foregroundDeletion')) {
    const detail = 'finalizer orphan and foregroundDeletion cannot be both set';
    errors.invalid(path, names, detail);
  }
}

export function validateFinalizerName(name: string, path: Path, errors: ErrorList): void {
  const problems = qualifiedNameProblems(name, errors.minor);
  if (problems.length > 0) errors.invalidEach(path, name, problems);
}

/** Kinds of the core groups demand a domain in front of names that Kubernetes does not know. */
export function validateKubeFinalizers(
  finalizers: readonly string[] | undefined,
  metadataPath: Path,
  errors: ErrorList,
): void {
  const names = texts(finalizers);
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] ?? '';
    if (!isKubeFinalizerName(name)) reportKubeFinalizer(name, metadataPath.child('finalizers').index(index), errors);
  }
}

export function validateKubeFinalizerName(name: string, path: Path, errors: ErrorList): void {
  if (!isKubeFinalizerName(name)) reportKubeFinalizer(name, path, errors);
}

const isKubeFinalizerName = (name: string): boolean => name.includes('/') || STANDARD_FINALIZERS.has(name);

function reportKubeFinalizer(name: string, path: Path, errors: ErrorList): void {
  errors.invalid(path, name, 'name is neither a standard finalizer name nor is it fully qualified');
}
