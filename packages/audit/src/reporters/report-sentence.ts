/** The whole report in one sentence, in plain text. */
import { type AuditReport, isAtLeast, SEVERITIES, type Severity } from '../finding.js';

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** `4 objects in 2 files, Kubernetes 1.35, 1 ignored` */
export function scopeText({ summary, kubernetesVersion }: AuditReport): string {
  const { objects, files, ignored } = summary;
  const excepted = ignored > 0 ? `, ${ignored} ignored` : '';
  return `${count(objects, 'object')} in ${count(files, 'file')}, Kubernetes ${kubernetesVersion}${excepted}`;
}

/** How many findings that count decide the exit code. */
export const failingFindings = ({ summary }: AuditReport, failOn: Severity | 'none'): number =>
  failOn === 'none'
    ? 0
    : SEVERITIES.filter((severity) => isAtLeast(severity, failOn)).reduce((sum, name) => sum + summary[name], 0);

export function reportSentence(
  report: AuditReport,
  failOn: Severity | 'none',
  paint: (severity: Severity, text: string) => string = (_, text) => text,
): string {
  const { summary } = report;
  const scope = scopeText(report);
  const partly = summary.incomplete ? '; the input was not read completely' : '';
  const total = SEVERITIES.reduce((sum, severity) => sum + summary[severity], 0);
  if (total === 0) {
    return `${summary.incomplete ? 'nothing found in what could be read' : 'no findings'} (${scope})${partly}`;
  }
  const counts = SEVERITIES.filter((severity) => summary[severity] > 0)
    .map((severity) => paint(severity, `${summary[severity]} ${severity}`))
    .join(', ');
  const failing = failingFindings(report, failOn);
  const verdict = failing > 0 ? `; ${failing} at or above --fail-on ${failOn}` : '';
  return `${count(total, 'finding')}: ${counts} (${scope})${verdict}${partly}`;
}
