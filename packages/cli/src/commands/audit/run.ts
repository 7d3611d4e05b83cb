/** `bulkhead audit`: reads, asks every rule, reports. */
import { sep } from 'node:path';
import {
  type AuditReport,
  rules as allRules,
  audit,
  Cluster,
  isAtLeast,
  type ReporterOptions,
  reporters,
  toBaseline,
  withoutHiddenLines,
} from '@bulkhead/audit';
import { type Context, EXIT } from '../../context.js';
import type { Input } from '../../input/index.js';
import { upgradeFrom } from '../../options/upgrade-from.js';
import { writeFileWhole } from '../../output.js';
import { readAuditInput } from './audit-input.js';
import type { AuditFlags } from './command.js';
import { readConfiguration } from './configuration-file.js';

export async function run(this: Context, flags: AuditFlags, ...paths: string[]): Promise<void> {
  const configured = readConfiguration(flags.config, this.cwd);
  const profileName = flags.profile ?? configured.configuration.profile;
  const failOn = flags.failOn ?? configured.configuration.failOn ?? 'high';
  const read = await readAuditInput(this, { command: 'audit', paths, flags, configured, profileName });
  const { objects: all, input, progress: show, profile, podSecurity, options } = read;
  const from = upgradeFrom(flags.from, profile.minor);
  const cluster = new Cluster(profile, podSecurity, all, from);
  const objects = flags.namespace === undefined ? all : all.filter(read.isChosen);
  show.stage(`auditing ${objects.length} objects`);
  const report = audit(objects, cluster, {
    ...options,
    ...(profileName === undefined ? {} : { controls: { profile: profileName, known: allRules } }),
  });
  show.done();
  write.call(this, flags, report, input, { rules: options.rules, objects, cluster, failOn });
  this.process.exitCode = exitCodeOf(report, failOn);
}

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
