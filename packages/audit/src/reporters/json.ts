/** `--format json`: the pinned `AuditReport`, one finding a line. */
import type { Reporter } from './reporter.js';

export const json: Reporter = function* json(report) {
  const { kubernetesVersion, summary, findings, errors } = report;
  yield `{"apiVersion":"bulkhead.dev/v1","kind":"AuditReport","kubernetesVersion":${JSON.stringify(kubernetesVersion)},\n`;
  yield ` "summary":${JSON.stringify(summary)},\n "findings":[`;
  yield* list(findings);
  yield '],\n "errors":[';
  yield* list(errors);
  yield ']}\n';
};

function* list(items: readonly unknown[]): Iterable<string> {
  let separator = '\n  ';
  for (const item of items) {
    yield separator + JSON.stringify(item, bigintAsNumber);
    separator = ',\n  ';
  }
}

/** Integers beyond 2^53 only occur in patches; the nearest number is what JSON readers would make of them anyway. */
const bigintAsNumber = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);
