/**
 * Names that only have to fit into one segment of a URL path: RBAC objects, reference targets.
 * Source: k8s.io/apimachinery/pkg/api/validation/path/name.go.
 */
import { NO_PROBLEMS } from './message.js';

export function pathSegmentNameProblems(name: string): readonly string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return pathSegmentPrefixProblems(name);
}

/** A prefix to which a suffix will be added, so `.` and `..` are fine. */
export function pathSegmentPrefixProblems(name: string): readonly string[] {
  const hasSlash = name.includes('/');
  const hasPercent = name.includes('%');
  if (!hasSlash && !hasPercent) return NO_PROBLEMS;
  const problems: string[] = [];
  if (hasSlash) problems.push("may not contain '/'");
  if (hasPercent) problems.push("may not contain '%'");
  return problems;
}
