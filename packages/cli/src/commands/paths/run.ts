/** `bulkhead paths`: reads, builds the attack graph, searches, reports. */

import { formatMinor } from '@bulkhead/apimachinery';
import { isAtLeast } from '@bulkhead/audit';
import {
  type AttackPathReport,
  type AttackPaths,
  attackGraph,
  attackPathReporters,
  attackPaths,
  clusterFacts,
  cut,
  needsObjectives,
} from '@bulkhead/audit/attack-paths';
import { type Context, EXIT } from '../../context.js';
import { writeFileWhole } from '../../output.js';
import { printErrors, readFiles } from '../../read-objects.js';
import { clusterObjects } from './cluster-objects.js';
import type { PathsFlags } from './command.js';
import { count, queryOf, startsOf, targetsOf } from './query.js';

export async function run(this: Context, flags: PathsFlags, ...files: string[]): Promise<void> {
  const starts = startsOf(flags);
  const limit = count('--limit', flags.limit, 0, 1_000_000) || Number.POSITIVE_INFINITY;
  const source = { usage: 'paths PATH', paths: files, flags, kinds: 'paths' } as const;
  const { input, progress, profile } = await readFiles(this, source);
  progress.stage('building the attack graph');
  const facts = clusterFacts(clusterObjects(input, profile), profile);
  const targets = targetsOf(flags.to);
  const graph = attackGraph(facts, { groups: starts.groups, objectives: needsObjectives(targets) });
  const query = queryOf(flags, graph, starts, targets);
  const found = attackPaths(graph, query);
  progress.stage('looking for changes');
  const cuts = flags.cut ? query.targets.map((target) => cut(graph, found.graph, query.starts, target)) : [];
  progress.done();
  printErrors(this, input);
  const report: AttackPathReport = {
    kubernetesVersion: formatMinor(profile.minor),
    paths: found.paths.slice(0, limit),
    summary: summaryOf(found, query.starts.length),
    cuts,
    problems: facts.problems,
    errors: input.errors,
  };
  const pieces = attackPathReporters[flags.format](report, this.colour && flags.output === undefined);
  if (flags.output === undefined) this.write(pieces);
  else writeFileWhole(flags.output, pieces, this.cwd);
  this.process.exitCode = exitCodeOf(report, found, flags.failOn);
}

function summaryOf({ paths, truncated }: AttackPaths, starts: number): AttackPathReport['summary'] {
  const byTarget = new Map<string, number>();
  for (const { target } of paths) byTarget.set(target.text, (byTarget.get(target.text) ?? 0) + 1);
  return { starts, paths: paths.length, byTarget: Object.fromEntries(byTarget), truncated };
}

function exitCodeOf({ errors }: AttackPathReport, { paths }: AttackPaths, failOn: PathsFlags['failOn']): number {
  if (errors.length > 0) return EXIT.incomplete;
  const fails = failOn !== 'none' && paths.some(({ severity }) => isAtLeast(severity, failOn));
  return fails ? EXIT.findings : EXIT.clean;
}
