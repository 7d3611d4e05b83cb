/** Refused policies and hints for people, each with its place. */
import { type Painter, printable } from '@bulkhead/audit';
import type { Context } from '../../context.js';
import type { Place, PlacedHint, PlacedProblem } from './cluster-network.js';

/** With thousands of slips, the first ones say enough. */
const MAX_PRINTED = 50;

const titleOf = ({ kind, namespace, name }: PlacedProblem['object']): string =>
  [kind, namespace === '' ? name : `${namespace}/${name}`].filter((part) => part !== '').join(' ');

export const placeText = ({ file, line }: Place): string => (file === '' ? '' : `${file}:${line}`);

/** Policies that the API server would refuse, to stderr. */
export function printProblems({ process }: Context, problems: readonly PlacedProblem[]): void {
  for (const problem of problems.slice(0, MAX_PRINTED)) {
    const { object, fieldPath, message } = problem;
    const place = placeText(problem);
    const field = fieldPath === '' ? '' : `${fieldPath}: `;
    const text = `${titleOf(object)} is refused and grants nothing: ${field}${message}`;
    process.stderr.write(`bulkhead: ${printable(place === '' ? text : `${place}: ${text}`)}\n`);
  }
  const more = problems.length - MAX_PRINTED;
  if (more > 0) process.stderr.write(`bulkhead: and ${more} more problems of policies\n`);
}

export function* printHints(hints: readonly PlacedHint[], paint: Painter): Iterable<string> {
  if (hints.length === 0) return;
  yield `\n${paint.bold('Hints')}\n`;
  for (const hint of hints.slice(0, MAX_PRINTED)) {
    const field = hint.fieldPath === '' ? '' : ` ${hint.fieldPath}`;
    const severity = hint.severity === 'medium' ? paint.yellow(hint.severity) : hint.severity.padEnd(6);
    yield `${severity}  ${printable(titleOf(hint.object) + field)}: ${printable(hint.message)} ${paint.dim(`[${hint.id}]`)}\n`;
    const place = placeText(hint);
    if (place !== '') yield `        ${paint.dim(printable(place))}\n`;
  }
  const more = hints.length - MAX_PRINTED;
  if (more > 0) yield `and ${more} more hints; --format json has them all\n`;
}
