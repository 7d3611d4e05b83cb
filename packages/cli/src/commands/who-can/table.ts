/** Subjects for people: the way, the subject, and the bindings that it owes that to. */
import { painter, printable } from '@bulkhead/audit';
import type { ListedSubject } from './run.js';

/** Bindings that are shown of a subject; more are counted. */
const MAX_BINDINGS = 3;
/** Columns of the subject; longer ones push the rest of their line. */
const MAX_WIDTH = 72;

export function* printSubjects(
  sentence: string,
  all: readonly ListedSubject[],
  notes: readonly string[],
  colour: boolean,
): Iterable<string> {
  const paint = painter(colour);
  const subjects = withoutNeedless(all);
  yield `${paint.bold(printable(`who can ${sentence}`))}\n\n`;
  const width = Math.min(MAX_WIDTH, Math.max(...subjects.map((subject) => titleOf(subject).length)));
  yield paint.dim(`${'HOW'.padEnd(13)}${'SUBJECT'.padEnd(width + 2)}BY\n`);
  for (const subject of subjects) {
    const [first = 'no binding: always allowed', ...others] = bindingsOf(subject);
    const how = subject.how.padEnd(13);
    yield `${isWayRound(subject) ? paint.yellow(how) : how}${titleOf(subject).padEnd(width)}  ${first}\n`;
    for (const other of others) yield `${' '.repeat(width + 15)}${other}\n`;
  }
  for (const note of notes) yield `\n${note}\n`;
  const ways = subjects.filter(isWayRound).length;
  const way = ways === 1 ? 'a way round' : 'ways round';
  yield `\n${subjects.length - ways} by right, ${ways} by ${way}\n`;
}

/** Whoever has the right in the whole cluster needs no way round to it. */
function withoutNeedless(subjects: readonly ListedSubject[]): readonly ListedSubject[] {
  const nameOf = ({ kind, namespace, name }: ListedSubject): string => `${kind}/${namespace}/${name}`;
  const everywhere = subjects.filter(
    (subject) => !isWayRound(subject) && (subject.via.length === 0 || subject.via.some((by) => by.namespace === '')),
  );
  const held = new Set(everywhere.map(nameOf));
  return subjects.filter((subject) => !isWayRound(subject) || !held.has(nameOf(subject)));
}

const isWayRound = ({ how }: ListedSubject): boolean => how !== 'direct' && how !== 'group';

function titleOf({ kind, namespace, name, members = [] }: ListedSubject): string {
  const count = members.length === 0 ? '' : ` (${members.length} in the input)`;
  return printable(`${kind} ${namespace === '' ? '' : `${namespace}/`}${name}${count}`);
}

function bindingsOf({ via }: ListedSubject): readonly string[] {
  const shown = via.slice(0, MAX_BINDINGS).map(({ namespace, binding, role }) => {
    const title = namespace === '' ? `ClusterRoleBinding ${binding}` : `RoleBinding ${namespace}/${binding}`;
    return printable(`${title} of ${role}`);
  });
  return via.length > MAX_BINDINGS ? [...shown, `and ${via.length - MAX_BINDINGS} more bindings`] : shown;
}
