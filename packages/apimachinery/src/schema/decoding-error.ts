/**
 * The texts that the server makes of findings: the error of an object that cannot be decoded, and those of strict
 * validation. Source: sigs.k8s.io/json and k8s.io/apimachinery/pkg/runtime/error.go.
 */
import type { SchemaFinding } from './finding.js';

/** Strict errors beyond this number are not kept. */
const MAX_STRICT_ERRORS = 100;

/**
 * Why the object cannot be decoded: what follows `Pod in version "v1" cannot be handled as a Pod: ` in a 400 answer.
 * Undefined when it can. Go goes on after most wrong values and reports the first, but some decoders end it at once.
 */
export function decodingError(findings: readonly SchemaFinding[]): string | undefined {
  const fatal = findings.find(isFatal);
  return (fatal ?? findings.find(({ kind }) => kind === 'wrong-type'))?.message;
}

/** Fields that strict validation refuses and the usual one warns of, each text once, in the order of the object. */
export function strictErrors(findings: readonly SchemaFinding[]): readonly string[] {
  const texts = new Set<string>();
  for (const finding of findings) {
    if (finding.kind !== 'unknown-field' && finding.kind !== 'field-not-in-version') continue;
    if (!finding.silent && texts.size < MAX_STRICT_ERRORS) texts.add(finding.message);
  }
  return [...texts];
}

/** `strict decoding error: unknown field "a", unknown field "b"` */
export const strictDecodingError = (errors: readonly string[]): string => `strict decoding error: ${errors.join(', ')}`;

const isFatal = (finding: SchemaFinding): boolean =>
  finding.kind === 'missing-type-meta' ||
  finding.kind === 'limit-exceeded' ||
  (finding.kind === 'wrong-type' && finding.fatal);
