/** `bulkhead pss`: Pod Security verdicts in the words of the API server, and the dry run of namespace labels. */
import { type AuditObject, podSecurityConfigurationOf } from '@bulkhead/audit';
import {
  type ExtractedPod,
  evaluatePodsInNamespace,
  formatLevelVersion,
  hasExemptRuntimeClass,
  isExemptNamespace,
  type Level,
  type LevelVersion,
  type PodSecurityConfiguration,
  PodSecurityEvaluator,
  parseVersion,
  type Verdict,
  type Version,
} from '@bulkhead/engine/pod-security';
import { type Context, EXIT, UsageError } from '../../context.js';
import { printErrors, readObjects } from '../../read-objects.js';
import { readDocument } from '../audit/configuration-file.js';
import { admittedPod } from './admitted-pod.js';
import type { PssFlags } from './command.js';
import { printTable } from './table.js';

export interface PssResult {
  readonly file: string;
  readonly object: AuditObject['identity'];
  readonly level: Level;
  readonly version: Version;
  readonly allowed: boolean;
  readonly checks: readonly { readonly id: string; readonly reason: string; readonly detail: string }[];
  /** What the API server would send; empty when allowed. */
  readonly message: string;
}

/** What labelling the namespace would answer. */
export interface NamespaceDryRun {
  readonly namespace: string;
  readonly level: Level;
  readonly version: Version;
  readonly pods: number;
  readonly warnings: readonly string[];
}

interface Candidate {
  readonly object: AuditObject;
  readonly extracted: ExtractedPod;
}

const DRY_RUN_LEVELS: readonly Level[] = ['baseline', 'restricted'];

export async function run(this: Context, flags: PssFlags, ...paths: string[]): Promise<void> {
  const version = parseVersion(flags.version.replace(/^1\./, 'v1.'));
  if (version === undefined)
    throw new UsageError(`--version ${JSON.stringify(flags.version)}: must be "latest" or "v1.x"`);
  const configuration = podSecurityConfigurationOf(
    flags.config === undefined ? undefined : readDocument(flags.config, this.cwd),
  );
  if ('problem' in configuration) throw new UsageError(`${flags.config}: ${configuration.problem}`);

  const source = { usage: 'pss PATH', paths, flags, kinds: 'workloads' } as const;
  const { objects, input, progress, profile } = await readObjects(this, source);
  const candidates = objects.flatMap((object): Candidate[] => {
    const extracted = admittedPod(object.object, profile);
    return extracted === undefined ? [] : [{ object, extracted }];
  });
  const evaluator = new PodSecurityEvaluator(profile);
  const levels = flags.level === undefined ? DRY_RUN_LEVELS : [flags.level];
  const results = candidates.flatMap((candidate) =>
    levels.map((level) => judge(candidate, { level, version }, evaluator, configuration)),
  );
  const namespaces = dryRuns(candidates, levels, version, evaluator, configuration);
  progress.done();
  printErrors(this, input);
  this.write(
    flags.format === 'json' ? json(results, namespaces, input.errors) : printTable(results, namespaces, this.colour),
  );
  const refused = results.some(({ allowed }) => !allowed);
  this.process.exitCode = input.errors.length > 0 ? EXIT.incomplete : refused ? EXIT.findings : EXIT.clean;
}

function judge(
  { object, extracted }: Candidate,
  policy: LevelVersion,
  evaluator: PodSecurityEvaluator,
  { exemptions }: PodSecurityConfiguration,
): PssResult {
  const { identity: named, file } = object;
  const exempt = isExemptNamespace(named.namespace, exemptions) || hasExemptRuntimeClass(extracted.pod, exemptions);
  const verdict = evaluator.evaluatePod(exempt ? { ...policy, level: 'privileged' } : policy, extracted.pod);
  const checks = verdict.results.flatMap(({ allowed, id, reason, detail }) =>
    allowed ? [] : [{ id, reason, detail }],
  );
  const message = verdict.allowed ? '' : messageOf(object, policy, verdict);
  return { file, object: named, ...policy, allowed: verdict.allowed, checks, message };
}

/** Pods are refused; what makes pods is taken with a warning, and its pods are refused later. */
function messageOf({ identity: { kind, name } }: AuditObject, policy: LevelVersion, verdict: Verdict): string {
  const violation = `PodSecurity ${JSON.stringify(formatLevelVersion(policy))}: ${verdict.forbiddenDetail}`;
  return kind === 'Pod'
    ? `pods ${JSON.stringify(name)} is forbidden: violates ${violation}`
    : `would violate ${violation}`;
}

function dryRuns(
  candidates: readonly Candidate[],
  levels: readonly Level[],
  version: Version,
  evaluator: PodSecurityEvaluator,
  { exemptions }: PodSecurityConfiguration,
): NamespaceDryRun[] {
  const byNamespace = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const namespace = candidate.object.identity.namespace || 'default';
    const group = byNamespace.get(namespace);
    if (group === undefined) byNamespace.set(namespace, [candidate]);
    else group.push(candidate);
  }
  return [...byNamespace].flatMap(([namespace, members]) => {
    // Each workload stands for the pods that it makes, under its own name.
    const pods = members.map(({ object, extracted }) => ({
      ...extracted.pod,
      metadata: { ...extracted.pod.metadata, name: object.identity.name },
    }));
    return levels.map((level) => ({
      namespace,
      level,
      version,
      pods: pods.length,
      warnings: evaluatePodsInNamespace(evaluator, namespace, { level, version }, { listPods: () => pods }, exemptions),
    }));
  });
}

function* json(
  results: readonly PssResult[],
  namespaces: readonly NamespaceDryRun[],
  errors: unknown,
): Iterable<string> {
  yield '{"apiVersion":"bulkhead.dev/v1","kind":"PodSecurityReport",\n "results":[';
  yield* lines(results);
  yield '],\n "namespaces":[';
  yield* lines(namespaces);
  yield `],\n "errors":${JSON.stringify(errors)}}\n`;
}

function* lines(items: readonly unknown[]): Iterable<string> {
  let separator = '\n  ';
  for (const item of items) {
    yield separator + JSON.stringify(item);
    separator = ',\n  ';
  }
}
