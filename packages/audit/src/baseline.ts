/**
 * A baseline: the findings that were there when a team began, so that only new ones fail the build. Keyed by
 * fingerprints, so it survives moved lines. A report of `--format json` is a baseline too.
 */
import { read } from './audit-object.js';
import type { Finding, ObjectIdentity } from './finding.js';

export interface BaselineFinding {
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly object: ObjectIdentity;
}

export interface Baseline {
  readonly apiVersion: 'bulkhead.dev/v1';
  readonly kind: 'AuditBaseline';
  readonly findings: readonly BaselineFinding[];
}

/** The baseline of a report: every finding that counts now. */
export function toBaseline(findings: readonly Finding[]): Baseline {
  return {
    apiVersion: 'bulkhead.dev/v1',
    kind: 'AuditBaseline',
    findings: findings
      .filter((finding) => finding.ignored === null || finding.ignored.by === 'baseline')
      .map(({ fingerprint, ruleId, object }) => ({ fingerprint, ruleId, object })),
  };
}

/** The fingerprints of a baseline or a report, or what is wrong with the document. */
export function parseBaseline(document: unknown): ReadonlySet<string> | { readonly problem: string } {
  const kind = read(document, 'kind');
  if (kind !== 'AuditBaseline' && kind !== 'AuditReport') {
    return { problem: `expected kind AuditBaseline or AuditReport, got ${JSON.stringify(kind ?? null)}` };
  }
  const findings = read(document, 'findings');
  if (!Array.isArray(findings)) return { problem: '"findings" must be a list' };
  const fingerprints = new Set<string>();
  for (const [index, finding] of findings.entries()) {
    const print = read(finding, 'fingerprint');
    if (typeof print !== 'string' || print === '') return { problem: `findings[${index}].fingerprint must be a text` };
    // What an annotation excused in the old report is still the annotation's business.
    if (kind === 'AuditReport' && read(finding, 'ignored') !== null && read(finding, 'ignored') !== undefined) continue;
    fingerprints.add(print);
  }
  return fingerprints;
}
