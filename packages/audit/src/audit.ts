/**
 * The audit: every rule asked of every object, and what was found put in order. Pure: objects and the day are
 * handed in.
 */
import type { AuditObject } from './audit-object.js';
import type { Cluster } from './cluster.js';
import type { ConfiguredException } from './configuration.js';
import { configuredExceptions } from './configuration.js';
import type { AuditReport, Finding, Gain, Ignored, InputError, Severity } from './finding.js';
import { GAINS, isAtLeast, SEVERITIES } from './finding.js';
import { FoundFinding } from './found-finding.js';
import { groupBy } from './group-by.js';
import { exceptionsOf } from './ignore/annotations.js';
import { type Exception, findException, holdsOn, toIgnored } from './ignore/exception.js';
import { countGains } from './posture/gain-text.js';
import { layerPostures } from './posture/layers.js';
import { looksAtSomething } from './posture/profiles/looks-at-something.js';
import type { ProfileName } from './posture/profiles/profile.js';
import { profileReport } from './posture/profiles/profile-report.js';
import type { Report, Rule } from './rule.js';
import { type Workload, workloadOf } from './workload.js';

export interface AuditOptions {
  readonly rules: readonly Rule[];
  /** Findings below are left out. */
  readonly severity: Severity;
  /** Severities of the user's own, by rule id. */
  readonly severities: Readonly<Record<string, Severity>>;
  readonly ignore: readonly ConfiguredException[];
  /** Fingerprints of accepted findings and where they come from. */
  readonly baseline: ReadonlySet<string>;
  readonly baselineSource: string;
  /** `YYYY-MM-DD` */
  readonly today: string;
  readonly files: number;
  readonly errors: readonly InputError[];
  /** The profile whose controls the report maps findings onto; which of its rules are asked is the caller's to select. */
  readonly controls?: { readonly profile: ProfileName; readonly known: readonly Rule[] };
}

/** The report over all objects. */
export function audit(objects: readonly AuditObject[], cluster: Cluster, options: AuditOptions): AuditReport {
  const wanted = options.rules.filter((rule) => isWanted(rule, options));
  const found: FoundFinding[] = [];
  const subjects = objects.map((object) => new Subject(object, cluster));
  // Rule by rule: what one rule needs stays in the processor's caches, and its code is compiled while it is in use.
  for (const rule of wanted) askRule(rule, subjects, cluster, options, found);
  const findings = inOrder(found, options.rules);
  const counts = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>;
  let ignored = 0;
  for (const finding of findings) {
    if (finding.ignored === null) counts[finding.severity]++;
    else ignored++;
  }
  const incomplete = options.errors.length > 0;
  const kinds = countKinds(objects);
  return {
    kubernetesVersion: `1.${cluster.profile.minor}`,
    summary: {
      ...{ ...counts, objects: objects.length, files: options.files, ignored, incomplete },
      layers: layerPostures(kinds, findings),
      gains: countGains(findings),
    },
    findings,
    errors: options.errors,
    ...(options.controls === undefined
      ? {}
      : { profile: profileReport(options.controls, options, (rule) => looksAtSomething(rule, cluster), findings) }),
  };
}

function countKinds(objects: readonly AuditObject[]): Map<string, number> {
  const kinds = new Map<string, number>();
  for (const { identity } of objects) kinds.set(identity.kind, (kinds.get(identity.kind) ?? 0) + 1);
  return kinds;
}

/** The findings with the most severe first, then by what an attacker gains, then in the order of the rules. */
function inOrder(findings: readonly Finding[], rules: readonly Rule[]): readonly Finding[] {
  const ranks = new Map(rules.map((rule, index) => [rule.id, index]));
  const groups = groupBy(
    findings,
    ({ severity, gains, ruleId }) =>
      (SEVERITY_RANK[severity] * GAINS.length + GAIN_RANK[gains]) * rules.length + (ranks.get(ruleId) ?? 0),
  );
  return [...groups].sort(([a], [b]) => a - b).flatMap(([, group]) => group);
}

const SEVERITY_RANK = Object.fromEntries(SEVERITIES.map((severity, index) => [severity, index])) as Readonly<
  Record<Severity, number>
>;
const GAIN_RANK = Object.fromEntries(GAINS.map((gain, index) => [gain, index])) as Readonly<Record<Gain, number>>;

/** Whether the rule can have something to say at the severity that is asked for. */
const isWanted = ({ id, isAlwaysUsual, severity }: Rule, options: AuditOptions): boolean =>
  isAlwaysUsual !== true || isAtLeast(options.severities[id] ?? severity, options.severity);

/** An object while rules are asked of it. */
class Subject {
  readonly object: AuditObject;
  readonly workload: Workload | undefined;
  #exceptions: readonly Exception[] | undefined;

  constructor(object: AuditObject, cluster: Cluster) {
    this.object = object;
    this.workload = workloadOf(object, cluster);
  }

  exceptions({ ignore, today }: AuditOptions): readonly Exception[] {
    this.#exceptions ??= exceptionsFor(this.object, this.workload, ignore).filter((each) => holdsOn(each, today));
    return this.#exceptions;
  }
}

function askRule(
  rule: Rule,
  subjects: readonly Subject[],
  cluster: Cluster,
  options: AuditOptions,
  findings: FoundFinding[],
): void {
  for (const subject of subjects) {
    const answer = ask(rule, subject, cluster);
    if (answer === undefined) continue;
    for (const report of isList(answer) ? answer : [answer]) {
      const severity = options.severities[rule.id] ?? report.severity ?? rule.severity;
      if (!isAtLeast(severity, options.severity)) continue;
      const finding = new FoundFinding(rule, report, severity, subject.object);
      finding.ignored = ignoredBy(finding, subject.exceptions(options), options);
      findings.push(finding);
    }
  }
}

type Answer = Report | readonly Report[] | undefined;

function ask(rule: Rule, { object, workload }: Subject, cluster: Cluster): Answer {
  if (rule.subject === 'workload') return workload === undefined ? undefined : rule.check(workload, cluster);
  if (rule.subject === 'schema' && object.schemaFindings.length === 0) return undefined;
  return rule.kinds === undefined || rule.kinds.has(object.identity.kind) ? rule.check(object, cluster) : undefined;
}

const isList = (found: Report | readonly Report[]): found is readonly Report[] => Array.isArray(found);

function exceptionsFor(
  object: AuditObject,
  workload: Workload | undefined,
  ignore: AuditOptions['ignore'],
): readonly Exception[] {
  const own = exceptionsOf(object.metadata.annotations).exceptions;
  const ofTemplate =
    workload === undefined || workload.prefix === '' ? [] : exceptionsOf(workload.pod.metadata?.annotations).exceptions;
  return [...own, ...ofTemplate, ...configuredExceptions(ignore, object.identity, object.file)];
}

function ignoredBy(
  finding: FoundFinding,
  exceptions: readonly Exception[],
  { baseline, baselineSource }: AuditOptions,
): Ignored | null {
  const exception = exceptions.length === 0 ? undefined : findException(finding, finding.stablePaths, exceptions);
  if (exception !== undefined) return toIgnored(exception);
  if (baseline.size === 0 || !baseline.has(finding.fingerprint)) return null;
  return { by: 'baseline', reason: 'accepted when the baseline was made', source: baselineSource };
}
