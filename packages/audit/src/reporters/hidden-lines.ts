/**
 * Lines of the input that no report may show, whichever finding points at them: in YAML of one line a password stands
 * beside everything else.
 */
import type { AuditReport } from '../finding.js';
import type { ReporterOptions } from './reporter.js';
import { holdsSecret } from './shown-line.js';

type LineText = NonNullable<ReporterOptions['lineText']>;

/** The reader of lines without those in which secrets were found. */
export function withoutHiddenLines(report: AuditReport, lineText: LineText): LineText {
  const hidden = new Map<string, Set<number>>();
  for (const finding of report.findings) {
    if (!holdsSecret(finding)) continue;
    for (const { file, line } of finding.locations) {
      const lines = hidden.get(file);
      if (lines === undefined) hidden.set(file, new Set([line]));
      else lines.add(line);
    }
  }
  return (file, line) => (hidden.get(file)?.has(line) === true ? undefined : lineText(file, line));
}
