/**
 * Fields that hold names.
 * Source: pkg/apis/core/validation/validation.go ValidateDNS1123Label and its neighbours.
 */
import {
  type DomainProblem,
  dns1123LabelProblems,
  dns1123SubdomainProblems,
  pathSegmentNameProblems,
  portNameProblems,
  portNumberProblems,
  qualifiedNameProblems,
} from '../names/index.js';
import type { ErrorList } from './error-list.js';
import type { Path } from './field-path.js';
import { number } from './zero-value.js';

export function validateDns1123Label(value: string, parent: Path, name: string, errors: ErrorList): void {
  report(value, dns1123LabelProblems(value), parent, name, errors);
}

export function validateDns1123Subdomain(value: string, parent: Path, name: string, errors: ErrorList): void {
  report(value, dns1123SubdomainProblems(value), parent, name, errors);
}

export function validateQualifiedName(value: string, parent: Path, name: string, errors: ErrorList): void {
  report(value, qualifiedNameProblems(value, errors.minor), parent, name, errors);
}

export function validatePathSegment(value: string, parent: Path, name: string, errors: ErrorList): void {
  report(value, pathSegmentNameProblems(value), parent, name, errors);
}

/** Reports the problems of the field `name` of `parent`; builds the path only when there are some. */
export function report(
  value: unknown,
  problems: readonly string[],
  parent: Path,
  name: string,
  errors: ErrorList,
): void {
  if (problems.length > 0) errors.invalidEach(parent.child(name), value, problems);
}

/** A port by number or by name. An absent one is the number zero. */
export function validatePortNumberOrName(
  port: number | string | undefined,
  parent: Path,
  name: string,
  errors: ErrorList,
): void {
  if (typeof port === 'string') report(port, portNameProblems(port), parent, name, errors);
  else report(number(port), portNumberProblems(number(port)), parent, name, errors);
}

/** Problems that name the part of the value at fault. */
export function reportDomainProblems(problems: readonly DomainProblem[], path: Path, errors: ErrorList): void {
  for (const { badValue, detail } of problems) {
    if (badValue === undefined) errors.required(path, detail);
    else errors.invalid(path, badValue, detail);
  }
}
