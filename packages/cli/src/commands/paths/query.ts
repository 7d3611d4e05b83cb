/** From flags to the question: starts, targets and bounds. */

import {
  type AttackGraph,
  DEFAULT_TARGETS,
  defaultStarts,
  type Foothold,
  footholdText,
  OBJECTIVES,
  type PathQuery,
  parseStart,
  parseTarget,
  type Target,
} from '@bulkhead/audit/attack-paths';
import { ANONYMOUS } from '@bulkhead/engine/authorization';
import { UsageError } from '../../context.js';
import type { PathsFlags } from './command.js';

export interface Starts {
  /** Undefined: everything that an attacker may begin with. */
  readonly starts: readonly Foothold[] | undefined;
  /** Groups by user. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

export function startsOf({ from, group = [] }: Pick<PathsFlags, 'from' | 'group'>): Starts {
  const starts = from?.map((text) => {
    const start = parseStart(text);
    if (start !== undefined) return start;
    throw new UsageError(
      `--from ${JSON.stringify(text)}: expected anonymous, user:NAME, group:NAME, serviceaccount:NAMESPACE/NAME or KIND:NAMESPACE/NAME of a workload`,
    );
  });
  const users = (starts ?? []).filter(({ kind, name }) => kind === 'user' && name !== ANONYMOUS);
  if (group.length > 0 && users.length === 0)
    throw new UsageError('--group says which groups the users of --from are in: add --from user:NAME');
  return { starts, groups: new Map(users.map(({ name }) => [name, group])) };
}

export function queryOf(
  flags: PathsFlags,
  graph: AttackGraph,
  { starts }: Starts,
  targets: readonly Target[],
): PathQuery {
  const missing = starts?.find((start) => start.kind === 'workload' && !graph.hasWorkload(start));
  if (missing !== undefined) throw new UsageError(`--from: the input holds no ${footholdText(missing)}`);
  return {
    starts: starts ?? defaultStarts(graph.facts),
    targets,
    paths: count('--paths', flags.paths, 1, 10_000),
    maxSteps: count('--max-steps', flags.maxSteps, 1, 100),
  };
}

export function targetsOf(texts: readonly string[] | undefined): readonly Target[] {
  if (texts === undefined) return DEFAULT_TARGETS;
  return [...new Set(texts)].map((text) => {
    const target = parseTarget(text);
    if (target !== undefined) return target;
    throw new UsageError(
      `--to ${JSON.stringify(text)}: expected cluster-admin, node, node:NAME, secrets, secrets:NAMESPACE, serviceaccount:NAMESPACE/NAME or a tactic: ${OBJECTIVES.join(', ')}`,
    );
  });
}

export function count(flag: string, text: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(`${flag} ${JSON.stringify(text)}: expected a number from ${least} to ${most}`);
}
