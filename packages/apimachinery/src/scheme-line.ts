import type { Minor } from './version.js';

const LINES: readonly { readonly since: Minor; readonly line: number }[] = [
  { since: 0, line: 100 },
  { since: 33, line: 110 },
  { since: 35, line: 111 },
];

/** Where upstream registers its types; the place is part of its messages about unknown kinds. */
export function schemeLine(minor: Minor): string {
  return `pkg/runtime/scheme.go:${LINES.findLast(({ since }) => since <= minor)?.line ?? 0}`;
}
