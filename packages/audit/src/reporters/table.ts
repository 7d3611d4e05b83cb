/**
 * `--format table`: the report for people. Grouped by object, the worst first, with the line of YAML and the fix;
 * nothing but one sentence when all is well.
 */
import type { AuditReport, Finding, Severity } from '../finding.js';
import { compareSeverity, SEVERITIES } from '../finding.js';
import { groupBy } from '../group-by.js';
import { gainsText } from '../posture/gain-text.js';
import { isSilent, type LayerPosture } from '../posture/layers.js';
import { type ControlStatus, STATUS_TEXT } from '../posture/profiles/profile-report.js';
import { objectTitle } from './object-title.js';
import { reportSentence } from './report-sentence.js';
import type { Reporter, ReporterOptions } from './reporter.js';
import { shownLine } from './shown-line.js';
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
  yield* profileLines(report, paint);
  yield* summaryLines(report, paint, options);
};

/** Findings by object (the findings of one object share its identity), in the order of each object's worst finding. */
function groups(findings: readonly Finding[]): Finding[][] {
  const byObject = groupBy(findings, ({ object }) => object);
  const worst = (group: readonly Finding[]): Severity => group[0]?.severity ?? 'info';
  return [...byObject.values()].sort((a, b) => compareSeverity(worst(a), worst(b)));
}

function* printGroup(group: readonly Finding[], paint: Painter, options: ReporterOptions): Iterable<string> {
  const first = group[0];
  if (first === undefined) return;
  yield `${paint.bold(printable(objectTitle(first.object)))}  ${paint.dim(printable(first.locations[0]?.file ?? ''))}\n`;
  for (const finding of group) yield* printFinding(finding, paint, options);
  yield '\n';
}

function* printFinding(finding: Finding, paint: Painter, options: ReporterOptions): Iterable<string> {
  const label = paint[PAINT[finding.severity]](finding.severity.padEnd(8));
  yield `${INDENT}${label} ${printable(finding.message)} ${paint.dim(`[${finding.ruleId}]`)}\n`;
  const pad = `${INDENT}${' '.repeat(9)}`;
  const { locations } = finding;
  for (const location of locations.slice(0, MAX_PLACES)) {
    const line = shownLine(finding, location, options);
    const shown = excerpt(line, location.column) || location.fieldPath;
    yield `${pad}${paint.dim(`${String(location.line).padStart(5)} |`)} ${printable(shown)}\n`;
  }
  const more = locations.length - MAX_PLACES;
  if (more > 0) yield `${pad}${paint.dim(`      and ${more} more ${more === 1 ? 'place' : 'places'}`)}\n`;
  if (finding.fix !== null) yield `${pad}${paint.dim('  fix')} ${printable(finding.fix.description)}\n`;
}

function* summaryLines(report: AuditReport, paint: Painter, options: ReporterOptions): Iterable<string> {
  const { summary } = report;
  const gains = gainsText(summary.gains);
  if (gains !== '') yield `what an attacker gains first: ${gains}\n`;
  const silent = summary.layers.filter(isSilent);
  if (silent.length > 0 && summary.objects > 0)
    yield paint.dim(`nothing in this input speaks of ${silent.map(addition).join('; ')}`) + '\n';
  const sentence = reportSentence(report, options.failOn, (severity, text) => paint[PAINT[severity]](text));
  const isClean = SEVERITIES.every((severity) => summary[severity] === 0);
  yield `${summary.incomplete ? paint.red(sentence) : isClean ? paint.green(sentence) : sentence}\n`;
}

const addition = ({ layer, add }: LayerPosture): string => `${layer}${add === '' ? '' : ` (add ${add})`}`;

function* profileLines({ profile }: AuditReport, paint: Painter): Iterable<string> {
  if (profile === undefined) return;
  yield `${paint.bold(profile.title)}\n`;
  const width = Math.max(...profile.controls.map(({ id }) => id.length));
  for (const { id, title, status, findings, why } of profile.controls) {
    // Of long lists only what was looked at; every other format has the whole mapping.
    if (status === 'notCovered' || status === 'notSeen') continue;
    const standing = status === 'failed' ? paint.red(`failed (${findings})`) : STATUS_TEXT[status];
    yield `${INDENT}${id.padEnd(width)} ${standing}: ${printable(title)}${why === undefined ? '' : ` (${why})`}\n`;
  }
  const said = STANDINGS.filter((status) => profile.counts[status] > 0);
  yield `${INDENT}${said.map((status) => `${profile.counts[status]} ${STATUS_TEXT[status]}`).join(', ')}\n\n`;
}

const STANDINGS = Object.keys(STATUS_TEXT) as readonly ControlStatus[];

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
