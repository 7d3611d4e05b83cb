/** `--format json`: the pinned `AuditReport`, one finding a line. */
import type { Finding, InputError } from '../finding.js';
import type { Reporter } from './reporter.js';

export const json: Reporter = function* json(report) {
  const { kubernetesVersion, summary, findings, errors, profile } = report;
  yield `{"apiVersion":"bulkhead.dev/v1","kind":"AuditReport","kubernetesVersion":${JSON.stringify(kubernetesVersion)},\n`;
  yield ` "summary":${JSON.stringify(summary)},\n "findings":[`;
  yield* list(findings);
  yield '],\n "errors":[';
  yield* list(errors);
  yield profile === undefined ? ']}\n' : `],\n "profile":${JSON.stringify(profile)}}\n`;
};

function* list(items: readonly (Finding | InputError)[]): Iterable<string> {
  let separator = '\n  ';
  for (const item of items) {
    yield separator + JSON.stringify(item, hasPatch(item) ? bigintAsNumber : undefined);
    separator = ',\n  ';
  }
}

/** A replacer makes writing several times slower, and only a patch can hold what needs one. */
const hasPatch = (item: Finding | InputError): boolean =>
  'fix' in item && item.fix !== null && item.fix.patch.length > 0;

/** Integers beyond 2^53 only occur in patches; the nearest number is what JSON readers would make of them anyway. */
const bigintAsNumber = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);
