/** The notes of an upgrade for people: first what the input shows, then what no file shows and somebody has to check. */
import { type Painter, painter, printable } from '@bulkhead/audit';
import { printPlaces } from './place-list.js';
import type { ReportedNote, UpgradeReport } from './upgrade-report.js';

export function* printUpgrade({ from, to, notes, gates }: UpgradeReport, colour: boolean): Iterable<string> {
  const paint = painter(colour);
  yield `\n${paint.bold(`Upgrade from ${from} to ${to}`)}: the control plane minor by minor, kubelets after it\n\n`;
  const matched = notes.filter(({ state }) => state === 'matched');
  if (gates.length > 0) yield* printPlaces('feature gates that stop a component', gates, paint.red, paint);
  for (const note of matched) yield* printNote(note, paint);
  if (matched.length + gates.length > 0) yield '\n';
  const open = notes.filter(({ state, severity }) => state === 'unseen' && severity !== 'info');
  if (open.length > 0) {
    yield `${paint.bold('Not to be seen in the input')}: ${open.length} change${open.length === 1 ? '' : 's'} to look into\n`;
    for (const { version, severity, title, action } of open) {
      const label = severity === 'break' ? paint.red('breaks') : paint.yellow('may   ');
      yield `  ${version}  ${label}  ${title}${action === '' ? '' : paint.dim(`  ${action}`)}\n`;
    }
  }
  yield `${counts(notes)}\n`;
}

function counts(notes: readonly ReportedNote[]): string {
  const of = (state: ReportedNote['state']): number => notes.filter((note) => note.state === state).length;
  return `${notes.length} changes: ${of('matched')} about the input, ${of('clear')} not about it, ${of('elsewhere')} judged by the audit's other rules, ${of('unseen')} not to be seen in it`;
}

function* printNote(note: ReportedNote, paint: Painter): Iterable<string> {
  const { version, severity, title, detail, action, places } = note;
  const colour = severity === 'break' ? paint.red : severity === 'warn' ? paint.yellow : paint.dim;
  const words = places.map((place) => ({ ...place, message: place.message === '' ? detail || title : place.message }));
  yield* printPlaces(`${version} ${title}`, words, colour, paint);
  if (action !== '') yield `      ${paint.dim('do')} ${printable(action)}\n`;
}
