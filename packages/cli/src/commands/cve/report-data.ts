/** The JSON of the verdicts (`CveReport`), one result a line. */
import type { InputError, ObjectIdentity, Severity } from '@bulkhead/audit';
import { type AssumedVersion, type CveResult, type Evidence, severityOf } from '@bulkhead/audit/cve';

export interface CveReport {
  readonly assumed: AssumedVersion;
  readonly feed: {
    readonly source: string;
    /** When the feed was made; empty where it does not say. */
    readonly updated: string;
    readonly items: number;
    readonly problems: readonly string[];
  };
  readonly results: readonly CveResult[];
  readonly errors: readonly InputError[];
}

/** A place is enough to begin with; a thousand nodes of one version are one story. */
const MAX_EVIDENCE = 50;

interface EvidenceData {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly fieldPath: string;
  readonly object: ObjectIdentity;
  readonly text: string;
}

export const evidenceData = (evidence: readonly Evidence[]): readonly EvidenceData[] =>
  evidence
    .slice(0, MAX_EVIDENCE)
    .map(({ object, fieldPath, text }) => ({ ...object.locate(fieldPath), object: object.identity, text }));

export function summaryOf({
  results,
}: CveReport): Readonly<Record<Severity | 'affected' | 'unknown' | 'notAffected', number>> {
  const affected = results.filter(({ verdict }) => verdict === 'affected');
  const of = (severity: Severity): number => affected.filter(({ cve }) => severityOf(cve) === severity).length;
  return {
    affected: affected.length,
    unknown: results.filter(({ verdict }) => verdict === 'unknown').length,
    notAffected: results.filter(({ verdict }) => verdict === 'not-affected').length,
    critical: of('critical'),
    high: of('high'),
    medium: of('medium'),
    low: of('low'),
    info: of('info'),
  };
}

export function* jsonReport(report: CveReport): Iterable<string> {
  const { assumed, feed, results, errors } = report;
  yield `{"apiVersion":"bulkhead.dev/v1","kind":"CveReport","kubernetesVersion":${JSON.stringify(assumed.version.text)},\n`;
  yield ` "assumed":${JSON.stringify({ version: assumed.version.text, source: assumed.source, isGuess: assumed.isGuess })},\n`;
  yield ` "feed":${JSON.stringify(feed)},\n "summary":${JSON.stringify(summaryOf(report))},\n "results":[`;
  let separator = '\n  ';
  for (const result of results) {
    yield separator + JSON.stringify(resultData(result));
    separator = ',\n  ';
  }
  yield `],\n "errors":${JSON.stringify(errors)}}\n`;
}

function resultData({ cve, verdict, reason, components }: CveResult): object {
  return {
    id: cve.id,
    verdict,
    severity: severityOf(cve),
    score: cve.score,
    vector: cve.vector,
    summary: cve.summary,
    reason,
    published: cve.published,
    status: cve.status,
    url: cve.url,
    unconfirmed: cve.confidence,
    components: components.map(({ evidence, conditions, ...component }) => ({
      ...component,
      evidence: evidenceData(evidence),
      conditions: conditions.map(({ evidence: shown, ...condition }) => ({
        ...condition,
        evidence: evidenceData(shown),
      })),
    })),
  };
}
