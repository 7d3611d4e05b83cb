import type { Severity } from '../../finding.js';
import { type Painter, painter, printable } from '../../reporters/terminal-text.js';
import type { AttackPath } from '../attack-paths.js';
import type { Cut } from '../cut.js';
import { footholdText } from '../foothold.js';
import { TECHNIQUES } from '../technique.js';
import { requirementText } from './evidence.js';
import type { AttackPathReport, AttackPathReporter } from './report.js';

/** For people: each path, step by step, with what allows it. */
export const table: AttackPathReporter = function* (report, colour) {
  const paint = painter(colour);
  for (const path of report.paths) yield* pathLines(path, paint);
  for (const cut of report.cuts) yield* cutLines(cut, paint);
  yield* summaryLines(report, paint);
};

function* pathLines({ from, target, severity, certain, steps }: AttackPath, paint: Painter): Iterable<string> {
  const start = paint.bold(printable(footholdText(from)));
  const assumed = certain ? '' : paint.dim('  with assumptions');
  const name = printable(target.text);
  yield `${severityText(severity, paint)}  ${start} -> ${paint.bold(name)}  ${counted(steps.length, 'step')}${assumed}\n`;
  for (const [index, { technique, to, requirements, conditions }] of steps.entries()) {
    const { title, tags } = TECHNIQUES[technique];
    yield `  ${index + 1}. ${title} ${paint.cyan(`-> ${printable(footholdText(to))}`)} ${paint.dim(`[${technique} ${tags.join(' ')}]`)}\n`;
    for (const requirement of requirements) yield `       ${printable(requirementText(requirement))}\n`;
    for (const { text, state } of conditions) {
      yield `       ${state === 'met' ? 'given' : paint.yellow('assumed')}: ${printable(text)}\n`;
    }
  }
  yield '\n';
}

function* cutLines({ target, changes, isSmallest, isComplete, uncuttable }: Cut, paint: Painter): Iterable<string> {
  if (changes.length === 0 && uncuttable.length === 0) return;
  const how = isSmallest ? 'the fewest changes' : isComplete ? 'changes' : 'changes so far (there is more to cut)';
  yield `${paint.bold(`to cut every path to ${printable(target.text)}`)}, ${how}: ${changes.length}\n`;
  for (const { text } of changes) yield `  - ${printable(text)}\n`;
  for (const start of uncuttable) {
    yield `  ${paint.yellow('stays')}: ${printable(footholdText(start))}, by rights of default roles\n`;
  }
  yield '\n';
}

function* summaryLines({ summary, paths, problems }: AttackPathReport, paint: Painter): Iterable<string> {
  for (const { kind, namespace, name, fieldPath, message } of problems) {
    const what = `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`.trimEnd();
    yield `${paint.yellow('note')}: ${printable([what, fieldPath, message].filter((part) => part !== '').join(': '))}\n`;
  }
  const starts = counted(summary.starts, 'start');
  if (summary.paths === 0) {
    yield `${paint.green('no attack paths')} from ${starts}\n`;
    return;
  }
  const targets = Object.entries(summary.byTarget).map(([target, count]) => `${count} to ${printable(target)}`);
  const shown = paths.length < summary.paths ? `, the worst ${paths.length} shown (--limit)` : '';
  const more = summary.truncated ? ', there may be more' : '';
  yield `${counted(summary.paths, 'path')} from ${starts}: ${targets.join(', ')}${shown}${more}\n`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function severityText(severity: Severity, paint: Painter): string {
  const text = severity.padEnd(8);
  if (severity === 'critical') return paint.alarm(text);
  if (severity === 'high') return paint.red(text);
  return severity === 'medium' ? paint.yellow(text) : paint.dim(text);
}
