/** `bulkhead audit`: reads, asks every rule, reports. */
import { sep } from 'node:path';
import {
  type AuditObject,
  type AuditReport,
  rules as allRules,
  audit,
  Cluster,
  isAtLeast,
  podSecurityConfigurationOfPart,
  type ReporterOptions,
  reporters,
  toBaseline,
  withoutHiddenLines,
} from '@bulkhead/audit';
import { type Context, EXIT, UsageError } from '../../context.js';
import type { Input } from '../../input/index.js';
import { upgradeFrom } from '../../options/upgrade-from.js';
import { writeFileWhole } from '../../output.js';
import { readObjects } from '../../read-objects.js';
import type { AuditFlags } from './command.js';
import { readBaseline, readConfiguration } from './configuration-file.js';
import { selectRules } from './select-rules.js';

export async function run(this: Context, flags: AuditFlags, ...paths: string[]): Promise<void> {
  const { configuration, source } = readConfiguration(flags.config, this.cwd);
  const profileName = flags.profile ?? configuration.profile;
  const rules = selectRules(flags.rules ?? configuration.rules, flags.skip ?? configuration.skip, profileName);
  const podSecurity = podSecurityConfigurationOfPart(configuration.podSecurity);
  if ('problem' in podSecurity) throw new UsageError(`${source}: podSecurity: ${podSecurity.problem}`);
  const failOn = flags.failOn ?? configuration.failOn ?? 'high';
  const baseline = readBaseline(flags.baseline, configuration.baseline, source, this.cwd);

  const read = await readObjects(this, {
    usage: 'audit PATH',
    paths,
    flags,
    kinds: 'audit',
    configured: configuration,
    namespace: flags.namespace,
  });
  const { objects: all, input, progress: show, profile } = read;
  const from = upgradeFrom(flags.from, profile.minor);
  const cluster = new Cluster(profile, podSecurity, all, from);
  const objects = flags.namespace === undefined ? all : all.filter((object) => isIn(object, flags.namespace ?? ''));
  show.stage(`auditing ${objects.length} objects`);
  const report = audit(objects, cluster, {
    rules,
    // A control is passed only where nothing at all was found.
    severity: flags.severity ?? configuration.severity ?? (profileName === undefined ? 'low' : 'info'),
    ...(profileName === undefined ? {} : { controls: { profile: profileName, known: allRules } }),
    severities: configuration.severities ?? {},
    ignore: configuration.ignore ?? [],
    baseline: baseline.fingerprints,
    baselineSource: baseline.source,
    today: this.now().toISOString().slice(0, 10),
    files: input.files.length,
    errors: input.errors,
  });
  show.done();
  write.call(this, flags, report, input, { rules, objects, cluster, failOn });
  this.process.exitCode = exitCodeOf(report, failOn);
}

const isIn = ({ identity }: AuditObject, namespace: string): boolean =>
  (identity.namespace === '' ? 'default' : identity.namespace) === namespace ||
  (identity.kind === 'Namespace' && identity.name === namespace);

function write(
  this: Context,
  flags: AuditFlags,
  report: AuditReport,
  input: Input,
  shown: Required<Pick<ReporterOptions, 'rules' | 'objects' | 'cluster' | 'failOn'>>,
): void {
  const pieces = reporters[flags.format](report, {
    toolVersion: this.version,
    ...shown,
    colour: this.colour && flags.output === undefined,
    root: sep === '/' ? this.cwd : this.cwd.replaceAll(sep, '/'),
    lineText: withoutHiddenLines(report, lineReader(input), shown.objects, shown.cluster),
  });
  if (flags.output === undefined) this.write(pieces);
  else writeFileWhole(flags.output, pieces, this.cwd);
  if (flags.writeBaseline !== undefined) {
    writeFileWhole(flags.writeBaseline, [`${JSON.stringify(toBaseline(report.findings), null, 2)}\n`], this.cwd);
  }
}

/** The lines of the input by file; documents of one file share its text. */
function lineReader(input: Input): (file: string, line: number) => string | undefined {
  const documents = new Map(input.files.map((file) => [file.name, file.documents[0]]));
  return (file, line) => documents.get(file)?.lineText(line);
}

function exitCodeOf(report: AuditReport, failOn: NonNullable<AuditFlags['failOn']>): number {
  if (report.summary.incomplete) return EXIT.incomplete;
  const fails =
    failOn !== 'none' &&
    report.findings.some(({ ignored, severity }) => ignored === null && isAtLeast(severity, failOn));
  return fails ? EXIT.findings : EXIT.clean;
}
