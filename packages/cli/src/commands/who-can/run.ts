/** `bulkhead who-can`: every subject that has a right, or a way to it. */
import { printable } from '@bulkhead/audit';
import { reviewAttributes, userInfo } from '@bulkhead/engine/authorization';
import { nodeRules, policyRule, ruleAllows, type SubjectThatCan, whoCan, whoCanAnywhere } from '@bulkhead/engine/rbac';
import { accessQuestion } from '../../authorization/access-question.js';
import { type ClusterAccess, readClusterAccess } from '../../authorization/cluster-access.js';
import { printProblems } from '../../authorization/problem.js';
import { type Context, EXIT } from '../../context.js';
import { printErrors } from '../../read-objects.js';
import type { WhoCanFlags } from './command.js';
import { printSubjects } from './table.js';

/** A subject, and who of the input is in it. */
export interface ListedSubject extends SubjectThatCan {
  /** `namespace/name` of the service accounts of the input that are in this group. */
  readonly members?: readonly string[];
}

export async function run(this: Context, flags: WhoCanFlags, ...words: string[]): Promise<void> {
  const access = await readClusterAccess(this, {
    usage: 'who-can VERB RESOURCE --files PATH',
    paths: flags.files ?? [],
    flags,
    kinds: 'roles',
    namespace: flags.namespace,
  });
  const { profile } = access;
  const question = accessQuestion(words, { ...flags, allNamespaces: false }, access, '');
  access.progress.done();
  printErrors(this, access.input);
  printProblems(this, access.accessProblems);
  for (const warning of question.warnings) this.process.stderr.write(`bulkhead: warning: ${printable(warning)}\n`);
  const attributes = reviewAttributes(question.spec, userInfo({}), profile);
  const options = { constrainedImpersonation: profile.enabled('ConstrainedImpersonation') };
  const isAnywhere = attributes.resourceRequest && attributes.namespace === '' && question.namespaced !== false;
  const found = isAnywhere
    ? whoCanAnywhere(access.index, attributes, options)
    : whoCan(access.index, attributes, options);
  const subjects = found.map((subject) => withMembers(subject, access));
  const notes = nodeRules(profile).some((rule) => ruleAllows(policyRule(rule), attributes)) ? [NODE_NOTE] : [];
  if (flags.format === 'json') {
    const head = { apiVersion: 'bulkhead.dev/v1', kind: 'WhoCan', question: question.spec };
    const tail = { notes, problems: access.accessProblems, errors: access.input.errors };
    this.write([`${JSON.stringify({ ...head, subjects, ...tail })}\n`]);
  } else {
    const sentence = isAnywhere
      ? question.sentence.replace('in all namespaces', 'in any namespace')
      : question.sentence;
    this.write(printSubjects(sentence, subjects, notes, this.colour));
  }
  this.process.exitCode = access.input.errors.length > 0 ? EXIT.incomplete : EXIT.clean;
}

const NODE_NOTE =
  'nodes (group system:nodes) may too, as far as the Node authorizer lets them: for what their pods use';

const ALL_SERVICE_ACCOUNTS = 'system:serviceaccounts';

function withMembers(subject: SubjectThatCan, { serviceAccounts }: ClusterAccess): ListedSubject {
  if (subject.kind !== 'Group' || !`${subject.name}:`.startsWith(`${ALL_SERVICE_ACCOUNTS}:`)) return subject;
  const namespace = subject.name.slice(ALL_SERVICE_ACCOUNTS.length + 1);
  const isMember = (account: string): boolean => namespace === '' || account.startsWith(`${namespace}/`);
  return { ...subject, members: serviceAccounts.filter(isMember) };
}
