/**
 * `--format table`: the report for people. Grouped by object, the worst first, with the line of YAML and the fix;
 * nothing but one sentence when all is well.
 */
import type { AuditReport, Finding, ObjectIdentity, Severity } from '../finding.js';
import { compareSeverity, isAtLeast, SEVERITIES } from '../finding.js';
import type { Reporter, ReporterOptions } from './reporter.js';
import { type Painter, painter, printable } from './terminal-text.js';

const INDENT = '  ';
/** A line of YAML longer than this tells no more; a minified file would fill the screen. */
const MAX_LINE_LENGTH = 100;
/** More places than this are counted, not listed. */
const MAX_PLACES = 4;

const PAINT: Readonly<Record<Severity, keyof Painter>> = {
  critical: 'alarm',
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  info: 'dim',
};

export const table: Reporter = function* table(report, options) {
  const paint = painter(options.colour);
  const active = report.findings.filter((finding) => finding.ignored === null);
  for (const group of groups(active)) yield* printGroup(group, paint, options);
  for (const error of report.errors) {
    const place = error.line > 0 ? `${error.file}:${error.line}:${error.column}` : error.file;
    yield `${paint.red('unread')} ${printable(place)}: ${printable(error.message)}\n`;
  }
  if (report.errors.length > 0) yield '\n';
  yield summaryLine(report, active, paint, options);
};

/** Findings by object (the findings of one object share its identity), in the order of each object's worst finding. */
function groups(findings: readonly Finding[]): Finding[][] {
  const byObject = new Map<ObjectIdentity, Finding[]>();
  for (const finding of findings) {
    const group = byObject.get(finding.object);
    if (group === undefined) byObject.set(finding.object, [finding]);
    else group.push(finding);
  }
  const worst = (group: readonly Finding[]): Severity => group[0]?.severity ?? 'info';
  return [...byObject.values()].sort((a, b) => compareSeverity(worst(a), worst(b)));
}

function* printGroup(group: readonly Finding[], paint: Painter, options: ReporterOptions): Iterable<string> {
  const first = group[0];
  if (first === undefined) return;
  const { kind, namespace, name } = first.object;
  const title = `${kind} ${namespace === '' ? '' : `${namespace}/`}${name === '' ? '(no name)' : name}`;
  yield `${paint.bold(printable(title))}  ${paint.dim(printable(first.locations[0]?.file ?? ''))}\n`;
  for (const finding of group) yield* printFinding(finding, paint, options);
  yield '\n';
}

function* printFinding(finding: Finding, paint: Painter, options: ReporterOptions): Iterable<string> {
  const label = paint[PAINT[finding.severity]](finding.severity.padEnd(8));
  yield `${INDENT}${label} ${printable(finding.message)} ${paint.dim(`[${finding.ruleId}]`)}\n`;
  const pad = `${INDENT}${' '.repeat(9)}`;
  for (const location of finding.locations.slice(0, MAX_PLACES)) {
    const line = options.lineText?.(location.file, location.line) ?? '';
    const shown = excerpt(line, location.column) || location.fieldPath;
    yield `${pad}${paint.dim(`${String(location.line).padStart(5)} |`)} ${printable(shown)}\n`;
  }
  const more = finding.locations.length - MAX_PLACES;
  if (more > 0) yield `${pad}${paint.dim(`      and ${more} more ${more === 1 ? 'place' : 'places'}`)}\n`;
  if (finding.fix !== null) yield `${pad}${paint.dim('  fix')} ${printable(finding.fix.description)}\n`;
}

function summaryLine(
  report: AuditReport,
  active: readonly Finding[],
  paint: Painter,
  options: ReporterOptions,
): string {
  const { objects, files, ignored, incomplete } = report.summary;
  const scope = `${count(objects, 'object')} in ${count(files, 'file')}, Kubernetes ${report.kubernetesVersion}`;
  const excepted = ignored > 0 ? `, ${ignored} ignored` : '';
  const partly = incomplete ? paint.red('; the input was not read completely') : '';
  if (active.length === 0 && incomplete) return `nothing found in what could be read (${scope}${excepted})${partly}\n`;
  if (active.length === 0) return `${paint.green('no findings')} (${scope}${excepted})${partly}\n`;
  const counts = SEVERITIES.map((severity): [Severity, number] => [
    severity,
    active.filter((finding) => finding.severity === severity).length,
  ])
    .filter(([, number]) => number > 0)
    .map(([severity, number]) => paint[PAINT[severity]](`${number} ${severity}`))
    .join(', ');
  const failing =
    options.failOn === 'none'
      ? 0
      : active.filter(({ severity }) => isAtLeast(severity, options.failOn as Severity)).length;
  const verdict = failing > 0 ? `; ${failing} at or above --fail-on ${options.failOn}` : '';
  return `${count(active.length, 'finding')}: ${counts} (${scope}${excepted})${verdict}${partly}\n`;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** What is shown of a long line before the place itself. */
const LEAD_LENGTH = 30;

/** The line without its indentation; of a long one the part around the 1-based column. */
function excerpt(line: string, column: number): string {
  const trimmed = line.trim();
  if (trimmed.length <= MAX_LINE_LENGTH) return trimmed;
  const place = column - 1 - (line.length - line.trimStart().length);
  const start = place < MAX_LINE_LENGTH - LEAD_LENGTH ? 0 : place - LEAD_LENGTH;
  const end = start + MAX_LINE_LENGTH - 1;
  const shown = trimmed.slice(start, end);
  return `${start > 0 ? '…' : ''}${shown}${end < trimmed.length ? '…' : ''}`;
}
