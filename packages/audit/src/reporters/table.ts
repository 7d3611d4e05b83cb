/**
 * `--format table`: the report for people. Grouped by object, the worst first, with the line of YAML and the fix;
 * nothing but one sentence when all is well.
 */
import type { AuditReport, Finding, Severity } from '../finding.js';
import { compareSeverity, isAtLeast, SEVERITIES } from '../finding.js';
import type { Reporter, ReporterOptions } from './reporter.js';

const INDENT = '  ';
/** A line of YAML longer than this tells no more; a minified file would fill the screen. */
const MAX_LINE_LENGTH = 100;
/** More places than this are counted, not listed. */
const MAX_PLACES = 4;

type Paint = (text: string) => string;

interface Palette {
  readonly severity: Readonly<Record<Severity, Paint>>;
  readonly bold: Paint;
  readonly dim: Paint;
  readonly good: Paint;
}

export const table: Reporter = function* table(report, options) {
  const palette = paletteFor(options.colour);
  const active = report.findings.filter((finding) => finding.ignored === null);
  for (const group of groups(active)) yield* printGroup(group, palette, options);
  for (const error of report.errors) {
    const place = error.line > 0 ? `${error.file}:${error.line}:${error.column}` : error.file;
    yield `${palette.severity.high('unread')} ${clean(place)}: ${clean(error.message)}\n`;
  }
  if (report.errors.length > 0) yield '\n';
  yield summaryLine(report, active, palette, options);
};

/** Findings by object, in the order of each object's worst finding. */
function groups(findings: readonly Finding[]): Finding[][] {
  const byObject = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { apiVersion, kind, namespace, name } = finding.object;
    const key = JSON.stringify([finding.locations[0]?.file, apiVersion, kind, namespace, name]);
    const group = byObject.get(key);
    if (group === undefined) byObject.set(key, [finding]);
    else group.push(finding);
  }
  const worst = (group: readonly Finding[]): Severity => group[0]?.severity ?? 'info';
  return [...byObject.values()].sort((a, b) => compareSeverity(worst(a), worst(b)));
}

function* printGroup(group: readonly Finding[], palette: Palette, options: ReporterOptions): Iterable<string> {
  const first = group[0];
  if (first === undefined) return;
  const { kind, namespace, name } = first.object;
  const title = `${kind} ${namespace === '' ? '' : `${namespace}/`}${name === '' ? '(no name)' : name}`;
  yield `${palette.bold(clean(title))}  ${palette.dim(clean(first.locations[0]?.file ?? ''))}\n`;
  for (const finding of group) yield* printFinding(finding, palette, options);
  yield '\n';
}

function* printFinding(finding: Finding, palette: Palette, options: ReporterOptions): Iterable<string> {
  const label = palette.severity[finding.severity](finding.severity.padEnd(8));
  yield `${INDENT}${label} ${clean(finding.message)} ${palette.dim(`[${finding.ruleId}]`)}\n`;
  const pad = `${INDENT}${' '.repeat(9)}`;
  for (const location of finding.locations.slice(0, MAX_PLACES)) {
    const line = options.lineText?.(location.file, location.line)?.trim();
    const shown = line === undefined || line === '' ? location.fieldPath : line;
    yield `${pad}${palette.dim(`${String(location.line).padStart(5)} |`)} ${clean(shorten(shown))}\n`;
  }
  const more = finding.locations.length - MAX_PLACES;
  if (more > 0) yield `${pad}${palette.dim(`      and ${more} more ${more === 1 ? 'place' : 'places'}`)}\n`;
  if (finding.fix !== null) yield `${pad}${palette.dim('  fix')} ${clean(finding.fix.description)}\n`;
}

function summaryLine(
  report: AuditReport,
  active: readonly Finding[],
  palette: Palette,
  options: ReporterOptions,
): string {
  const { objects, files, ignored, incomplete } = report.summary;
  const scope = `${count(objects, 'object')} in ${count(files, 'file')}, Kubernetes ${report.kubernetesVersion}`;
  const excepted = ignored > 0 ? `, ${ignored} ignored` : '';
  const partly = incomplete ? palette.severity.high('; the input was not read completely') : '';
  if (active.length === 0) return `${palette.good('no findings')} (${scope}${excepted})${partly}\n`;
  const counts = SEVERITIES.map((severity): [Severity, number] => [
    severity,
    active.filter((finding) => finding.severity === severity).length,
  ])
    .filter(([, number]) => number > 0)
    .map(([severity, number]) => palette.severity[severity](`${number} ${severity}`))
    .join(', ');
  const failing =
    options.failOn === 'none'
      ? 0
      : active.filter(({ severity }) => isAtLeast(severity, options.failOn as Severity)).length;
  const verdict = failing > 0 ? `; ${failing} at or above --fail-on ${options.failOn}` : '';
  return `${count(active.length, 'finding')}: ${counts} (${scope}${excepted})${verdict}${partly}\n`;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

const shorten = (line: string): string =>
  line.length > MAX_LINE_LENGTH ? `${line.slice(0, MAX_LINE_LENGTH - 1)}…` : line;

/** Names and values come from untrusted files: control characters must not reach the terminal. */
const clean = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');

function paletteFor(colour: boolean): Palette {
  const paint =
    (code: string): Paint =>
    (text) =>
      colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  return {
    severity: { critical: paint('1;31'), high: paint('31'), medium: paint('33'), low: paint('36'), info: paint('2') },
    bold: paint('1'),
    dim: paint('2'),
    good: paint('32'),
  };
}
