/** The verdicts for people: what affects first, each with what to do; then what is not certain; the rest in a word. */
import { type Painter, painter, printable, type Severity } from '@bulkhead/audit';
import { type ComponentVerdict, type CveResult, severityOf } from '@bulkhead/audit/cve';
import { type CveReport, evidenceData, summaryOf } from './report-data.js';

const INDENT = '    ';
const SHOWN_PLACES = 3;

/** `isDetailed`: everything that is known of each, also of those that do not affect. */
export function* tableReport(report: CveReport, colour: boolean, isDetailed: boolean): Iterable<string> {
  const paint = painter(colour);
  const { results, feed, assumed } = report;
  yield paint.dim(
    `${feed.items} records, ${feed.source}${feed.updated === '' ? '' : ` of ${feed.updated.slice(0, 10)}`}\n`,
  );
  yield paint.dim(`what the input does not show is taken to be ${assumed.version.text}: ${assumed.source}\n\n`);
  for (const result of results) {
    const isWorthIt = isDetailed || result.verdict === 'affected';
    if (isWorthIt) yield* block(result, paint);
  }
  if (!isDetailed) yield* unknownRows(results, paint);
  const { affected, unknown, notAffected, critical, high } = summaryOf(report);
  const worst = critical + high > 0 ? ` (${critical} critical, ${high} high)` : '';
  yield `${paint.bold(`${affected} affected`)}${worst}, ${unknown} unknown, ${notAffected} not affected\n`;
  if (assumed.isGuess && !isDetailed) {
    yield paint.dim(
      'name the version of the cluster for more: --kubernetes-version 1.33.4, or give its nodes and pods\n',
    );
  }
}

function* block(result: CveResult, paint: Painter): Iterable<string> {
  const { cve, verdict, components } = result;
  const severity = severityOf(cve);
  const score = cve.score === null ? 'no score' : cve.score.toFixed(1);
  const word =
    verdict === 'affected'
      ? paint.red('affected')
      : verdict === 'unknown'
        ? paint.yellow('unknown')
        : paint.green('not affected');
  yield `${word}  ${paint.bold(cve.id)}  ${severityText(severity, paint)} ${score}  ${printable(cve.summary)}\n`;
  if (components.length === 0) yield `${INDENT}${printable(result.reason)}\n`;
  const relevant = components.filter((component) => component.verdict === verdict);
  for (const component of relevant) yield* componentLines(component, paint);
  yield `${INDENT}${paint.dim(cve.url)}\n\n`;
}

function* componentLines(component: ComponentVerdict, paint: Painter): Iterable<string> {
  const { reason, assumed, evidence, conditions, mitigations } = component;
  yield `${INDENT}${printable(reason)}${assumed === '' ? '' : ` (version from ${assumed})`}\n`;
  for (const { file, line, object, text } of evidenceData(evidence.slice(0, SHOWN_PLACES))) {
    const name = `${object.kind} ${object.namespace === '' ? '' : `${object.namespace}/`}${object.name}`;
    yield `${INDENT}${paint.dim(printable(`${file}:${line}  ${name}  ${text}`))}\n`;
  }
  if (evidence.length > SHOWN_PLACES)
    yield `${INDENT}${paint.dim(`and ${evidence.length - SHOWN_PLACES} more places`)}\n`;
  const open = conditions.filter(({ holds }) => holds === 'assumed' || holds === 'unknown').map(({ text }) => text);
  if (open.length > 0) yield `${INDENT}if: ${printable(open.join('; '))}\n`;
  for (const { title, effect, present, detail } of mitigations) {
    const helps = effect === 'partial' ? 'partly mitigates' : effect === 'causes' ? 'makes it possible' : 'mitigates';
    const state = present === 'all' ? paint.green(detail) : printable(detail);
    yield `${INDENT}${helps}: ${printable(title)} (${state})\n`;
  }
}

function severityText(severity: Severity, paint: Painter): string {
  if (severity === 'critical') return paint.alarm(severity);
  return severity === 'high' ? paint.red(severity) : severity === 'medium' ? paint.yellow(severity) : severity;
}

/** Those about shown components one by one; those about others by component, since nothing can be said of them. */
function* unknownRows(results: readonly CveResult[], paint: Painter): Iterable<string> {
  const unknown = results.filter(({ verdict }) => verdict === 'unknown');
  const shown = unknown.filter(({ components }) => components.length > 0);
  for (const { cve, reason } of shown) {
    yield `${paint.yellow('unknown')}  ${cve.id}  ${severityOf(cve)}  ${printable(reason)}\n`;
  }
  const others = unknown.filter(({ components }) => components.length === 0);
  for (const { cve, reason } of others.filter(({ cve: { components } }) => components.length === 0)) {
    yield `${paint.yellow('unknown')}  ${cve.id}  ${printable(reason)}\n`;
  }
  const counts = new Map<string, number>();
  for (const { name } of others.flatMap(({ cve }) => cve.components)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} (${count})`);
  if (names.length > 0)
    yield paint.dim(`\nnot judged, since the input does not show them: ${printable(names.join(', '))}\n\n`);
}
