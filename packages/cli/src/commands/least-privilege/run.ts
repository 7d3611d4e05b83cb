/** `bulkhead least-privilege`: from an audit log and the present roles to the smallest that would have done. */
import { printable } from '@bulkhead/audit';
import { apiPolicyRule, type IndexedBinding } from '@bulkhead/engine/rbac';
import type { RulesByNamespace } from '@bulkhead/engine/rbac/least-privilege';
import { type ClusterAccess, readClusterAccess } from '../../authorization/cluster-access.js';
import { printProblems } from '../../authorization/problem.js';
import { rbacKey } from '../../authorization/rbac-source.js';
import { type Context, EXIT, UsageError } from '../../context.js';
import { printErrors } from '../../read-objects.js';
import { type Answer, answerOf } from './answer.js';
import { type AuditLog, readAuditLogs } from './audit-log.js';
import type { LeastPrivilegeFlags } from './command.js';
import { unusedData, yamlReport } from './yaml-report.js';

const USAGE = 'least-privilege --audit-log FILE --files PATH';

export async function run(this: Context, flags: LeastPrivilegeFlags): Promise<void> {
  const logs = checkedLogs(flags);
  const access = await readClusterAccess(this, { usage: USAGE, paths: flags.files ?? [], flags, kinds: 'roles' });
  access.progress.done();
  const log = await readAuditLogs(this, logs, access.profile);
  printErrors(this, access.input);
  printProblems(this, access.accessProblems);
  printLogErrors(this, log);
  const answer = answerOf(access, log, flags);
  const placeOf = (binding: IndexedBinding): string => sourceOf(access, binding);
  if (flags.format === 'json') this.write([`${JSON.stringify(data(answer, log, access, placeOf))}\n`]);
  else this.write(yamlReport(answer, placeOf));
  const isComplete = access.input.errors.length === 0 && log.errorCount === 0;
  this.process.exitCode = isComplete ? EXIT.clean : EXIT.incomplete;
}

function checkedLogs({ auditLog = [], files = [], as, maxNames }: LeastPrivilegeFlags): readonly string[] {
  if (auditLog.length === 0) throw new UsageError('name the audit log: --audit-log FILE, or - for stdin');
  if (auditLog.filter((source) => source === '-').length + (files.includes('-') ? 1 : 0) > 1) {
    throw new UsageError('--files and --audit-log cannot both read stdin, and nothing can twice');
  }
  if (as === '') throw new UsageError('--as needs a name');
  if (maxNames !== undefined && (!Number.isSafeInteger(maxNames) || maxNames < 0)) {
    throw new UsageError('--max-names needs a whole number, 0 or more');
  }
  return auditLog;
}

/** With a file that is no log at all, the first lines say enough. */
const MAX_PRINTED = 20;

function printLogErrors({ process }: Context, { errors, errorCount }: AuditLog): void {
  const printed = errors.slice(0, MAX_PRINTED);
  for (const { file, line, message } of printed) {
    process.stderr.write(`bulkhead: ${printable(`${file}:${line}: ${message}`)}\n`);
  }
  const more = errorCount - printed.length;
  if (more > 0) process.stderr.write(`bulkhead: and ${more} more lines of the log that were not understood\n`);
}

function sourceOf({ rbacSources }: ClusterAccess, { kind, namespace, name }: IndexedBinding): string {
  const found = rbacSources.get(rbacKey(kind, namespace, name));
  return found === undefined ? '' : `${found.file}:${found.source.place([]).line}`;
}

const rulesData = (byNamespace: RulesByNamespace): readonly object[] =>
  [...byNamespace].map(([namespace, rules]) => ({ namespace, rules: rules.map(apiPolicyRule) }));

function data(
  { subjects, unused, nodes }: Answer,
  { events, errors, errorCount }: AuditLog,
  { accessProblems, input }: ClusterAccess,
  placeOf: (binding: IndexedBinding) => string,
): object {
  return {
    apiVersion: 'bulkhead.dev/v1',
    kind: 'LeastPrivilege',
    events,
    subjects: subjects.map(({ subject, requests, kept, handedOut, beyond, objects }) => ({
      subject,
      requests,
      objects: objects.map(({ object }) => object),
      kept: rulesData(kept),
      handedOut: rulesData(handedOut.rules),
      unknownWrites: handedOut.unknown.map(({ kind, namespace, name }) => ({ kind, namespace, name })),
      beyond: rulesData(beyond),
    })),
    unused: unused.map((grant) => unusedData(grant, placeOf(grant.binding))),
    nodes,
    problems: accessProblems,
    errors: [...input.errors, ...errors],
    logErrorCount: errorCount,
  };
}
