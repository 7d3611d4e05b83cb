/** `bulkhead impersonation`: who may become whom, what the gate changes, and the roles that replace the verb. */
import { isRequestVerb } from '@bulkhead/engine/rbac/impersonation-rights';
import { readClusterAccess } from '../../authorization/cluster-access.js';
import { printProblems } from '../../authorization/problem.js';
import { type Context, EXIT, UsageError } from '../../context.js';
import { printErrors } from '../../read-objects.js';
import { answerOf } from './answer.js';
import type { ImpersonationFlags } from './command.js';
import { reportData } from './report-data.js';
import { printHolders } from './table.js';
import { yamlReport } from './yaml-report.js';

export async function run(this: Context, flags: ImpersonationFlags): Promise<void> {
  const verbs = verbsOf(flags.verbs);
  const source = { usage: 'impersonation --files PATH', paths: flags.files ?? [], flags, kinds: 'roles' } as const;
  const access = await readClusterAccess(this, source);
  const { profile } = access;
  access.progress.done();
  printErrors(this, access.input);
  printProblems(this, access.accessProblems);
  const { associatedNode } = flags;
  const answer = answerOf(access, verbs === undefined ? { associatedNode } : { associatedNode, verbs });
  if (flags.format === 'json') this.write([`${JSON.stringify(reportData(answer, access))}\n`]);
  else this.write(flags.format === 'yaml' ? yamlReport(answer, profile) : printHolders(answer, profile, this.colour));
  this.process.exitCode = access.input.errors.length > 0 ? EXIT.incomplete : EXIT.clean;
}

function verbsOf(list: string | undefined): readonly string[] | undefined {
  if (list === undefined) return undefined;
  const verbs = list.split(',').map((verb) => verb.trim());
  const wrong = verbs.find((verb) => !isRequestVerb(verb));
  if (wrong === undefined) return verbs;
  throw new UsageError(`--verbs: ${JSON.stringify(wrong)} is no verb of a request; write get,list,watch or the like`);
}
