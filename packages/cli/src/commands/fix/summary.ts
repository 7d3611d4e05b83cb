/** What was done and what is left, for people, on stderr. */
import { AutomaticFix, type Finding, type FixResult, type MadeFix } from '@bulkhead/audit';
import { printable, shownList } from '../../input/shown-name.js';
import type { FixFlags } from './command.js';

/** `unwritten` counts the files that should have been written and were not. */
export function* summary({ files, made, refused, left }: FixResult, flags: FixFlags, unwritten = 0): Iterable<string> {
  const still = new Set(left.map(({ fingerprint }) => fingerprint));
  const done = made.filter(({ finding }) => !still.has(finding.fingerprint));
  const changed = files.filter(({ before, after }) => before !== after).length;
  const isDiff = !flags.write && (flags.format ?? 'diff') === 'diff';
  const missed = unwritten === 0 ? '' : `, ${unwritten} of them not written`;
  const hint = !isDiff || changed === 0 ? missed : ' (nothing is written; --write does it)';
  yield `bulkhead: ${counted(done.length, 'finding')} fixed in ${counted(changed, 'file')}${hint}`;
  yield* byRule(done);
  const withheld = left.flatMap((finding): MadeFix[] => {
    const { fix } = finding;
    return fix instanceof AutomaticFix && fix.safety === 'unsafe' && fix.isPossible ? [{ finding, fix }] : [];
  });
  if (!flags.unsafe && withheld.length > 0) {
    yield `bulkhead: ${counted(withheld.length, 'more finding')} can be fixed with --unsafe`;
    yield* byRule(withheld);
  }
  for (const { fix, reason } of refused) {
    const { file, identity } = fix.object;
    yield `bulkhead: ${printable(`${file}: ${identity.kind} ${identity.name}: not fixed (${fix.description}): ${reason}`)}`;
  }
  const known = new Set([...withheld, ...refused].map(({ finding }) => finding));
  const others = left.filter((finding) => !known.has(finding));
  if (others.length > 0) {
    yield `bulkhead: ${counted(others.length, 'finding')} without an automatic fix: ${shownList(ruleIds(others), 8)}`;
  }
}

function* byRule(fixes: readonly MadeFix[]): Iterable<string> {
  const lines = new Map<string, number>();
  for (const { finding, fix } of fixes) {
    const risk = fix.risk === undefined ? '' : ` (unsafe: ${fix.risk})`;
    const line = printable(`${finding.ruleId}: ${fix.description}${risk}`);
    lines.set(line, (lines.get(line) ?? 0) + 1);
  }
  for (const [line, count] of lines) yield `  ${String(count).padStart(4)} ${line}`;
}

function ruleIds(findings: readonly Finding[]): string[] {
  const counts = new Map<string, number>();
  for (const { ruleId } of findings) counts.set(ruleId, (counts.get(ruleId) ?? 0) + 1);
  return [...counts].map(([ruleId, count]) => (count === 1 ? ruleId : `${ruleId} (${count})`));
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
