/**
 * Labels and annotations.
 * Source: k8s.io/apimachinery/pkg/apis/meta/v1/validation, pkg/api/validation/objectmeta.go.
 */
import { byteLength } from '../../names/byte-length.js';
import { domainPrefixedKeyProblems, labelValueProblems, qualifiedNameProblems } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { reportDomainProblems } from '../name.js';
import { map, type TextMap, text } from '../zero-value.js';

/** All keys and values of an object's annotations together. */
export const ANNOTATIONS_MAX_BYTES = 256 * 1024;

export function validateLabels(labels: TextMap | undefined, parent: Path, name: string, errors: ErrorList): void {
  if (labels === undefined) return;
  const { minor } = errors;
  const entries = map(labels);
  for (const key of Object.keys(entries)) {
    const keyProblems = qualifiedNameProblems(key, minor);
    if (keyProblems.length > 0) errors.invalidEach(parent.child(name), key, keyProblems);
    const value = text(entries[key]);
    const valueProblems = labelValueProblems(value, minor);
    if (valueProblems.length > 0) errors.invalidEach(parent.child(name), value, valueProblems);
  }
}

/** Keys may have upper case in the prefix. */
export function validateAnnotations(
  annotations: TextMap | undefined,
  parent: Path,
  name: string,
  errors: ErrorList,
): void {
  if (annotations === undefined) return;
  const entries = map(annotations);
  for (const key of Object.keys(entries)) {
    const problems = qualifiedNameProblems(key.toLowerCase(), errors.minor);
    if (problems.length > 0) errors.invalidEach(parent.child(name), key, problems);
  }
  if (annotationsAreTooLong(entries)) errors.tooLong(parent.child(name), ANNOTATIONS_MAX_BYTES);
}

/** Annotations that a pod asks to have put into its certificates. */
export function validateUserAnnotations(annotations: TextMap, path: Path, errors: ErrorList): void {
  const entries = map(annotations);
  for (const key of Object.keys(entries)) {
    reportDomainProblems(domainPrefixedKeyProblems(key.toLowerCase(), errors.minor), path, errors);
  }
  if (annotationsAreTooLong(entries)) errors.tooLong(path, ANNOTATIONS_MAX_BYTES);
}

function annotationsAreTooLong(entries: TextMap): boolean {
  let units = 0;
  for (const key of Object.keys(entries)) units += key.length + text(entries[key]).length;
  if (units > ANNOTATIONS_MAX_BYTES) return true;
  if (units * 3 <= ANNOTATIONS_MAX_BYTES) return false;
  let bytes = 0;
  for (const key of Object.keys(entries)) bytes += byteLength(key) + byteLength(text(entries[key]));
  return bytes > ANNOTATIONS_MAX_BYTES;
}
