/** `bulkhead can`: one question, the list of all rights, or a batch of questions. */
import { painter, printable } from '@bulkhead/audit';
import {
  type Authorizer,
  privilegedGroupAuthorizer,
  reviewAttributes,
  reviewSelfSubjectAccess,
  reviewSelfSubjectRules,
  runProcedure,
  type UserInfo,
  unionAuthorizer,
  unionRuleResolver,
} from '@bulkhead/engine/authorization';
import { type AccessQuestion, accessQuestion } from '../../authorization/access-question.js';
import { type ClusterAccess, DEFAULT_NAMESPACE, readClusterAccess } from '../../authorization/cluster-access.js';
import { nodeAuthorizerOf } from '../../authorization/node-authorizer.js';
import { printProblems } from '../../authorization/problem.js';
import { type Context, EXIT, UsageError } from '../../context.js';
import type { Input } from '../../input/index.js';
import { printErrors } from '../../read-objects.js';
import { answerBatch } from './batch.js';
import type { CanFlags } from './command.js';
import { explanationOf, printExplanation } from './explanation.js';
import { describeRequester, requesterOf } from './requester.js';
import { printRules } from './rule-table.js';

const USAGE = 'can VERB RESOURCE --files PATH';

export async function run(this: Context, flags: CanFlags, ...words: string[]): Promise<void> {
  checkFlags(flags, words);
  const user = flags.batch === undefined ? requesterOf(flags.as, flags.asGroup) : undefined;
  const access = await readClusterAccess(this, {
    usage: USAGE,
    paths: flags.files ?? [],
    flags,
    // Only what a kubelet may do hangs on pods and volumes.
    kinds: user === undefined || isNode(user) ? 'roles-and-nodes' : 'roles',
    namespace: flags.namespace,
  });
  access.progress.done();
  printErrors(this, access.input);
  printProblems(this, access.accessProblems);
  if (user === undefined) {
    const isUnderstood = await answerBatch(this, access, flags.batch ?? '-');
    this.process.exitCode = isUnderstood ? exitOfBatch(access.input) : EXIT.usage;
    return;
  }
  const allowed = flags.list ? list(this, access, flags, user) : answer(this, access, flags, user, words);
  const isComplete = access.input.errors.length === 0;
  this.process.exitCode = !isComplete ? EXIT.incomplete : allowed ? EXIT.clean : EXIT.findings;
}

const isNode = ({ groups }: UserInfo): boolean => groups.includes('system:nodes');

/** A chart that is not rendered leaves a gap, as everywhere; a file that cannot be read is an error of the input. */
function exitOfBatch({ files, errors, unrendered = [] }: Input): number {
  if (errors.length === 0) return EXIT.clean;
  return files.length > 0 && unrendered.length === errors.length ? EXIT.incomplete : EXIT.usage;
}

function checkFlags(flags: CanFlags, words: readonly string[]): void {
  const { list: isList, batch, files = [] } = flags;
  if (batch !== undefined) {
    if (words.length > 0 || isList || flags.explain)
      throw new UsageError('--batch takes its questions from the file alone');
    if (flags.as !== undefined || flags.asGroup !== undefined) {
      throw new UsageError('--batch: each question names its user; leave --as and --as-group out');
    }
    if (batch === '-' && files.includes('-')) throw new UsageError('--files and --batch cannot both read stdin');
  }
  if (isList && words.length > 0) throw new UsageError('--list shows every right: leave VERB and RESOURCE out');
  if (isList && flags.allNamespaces) throw new UsageError('--list shows the rights in one namespace: name it with -n');
}

/** Modes Node and RBAC behind the group that may do everything. */
function authorizers(access: ClusterAccess): Authorizer {
  return unionAuthorizer([privilegedGroupAuthorizer, nodeAuthorizerOf(access), access.index]);
}

function answer(
  context: Context,
  access: ClusterAccess,
  flags: CanFlags,
  user: UserInfo,
  words: readonly string[],
): boolean {
  const question = accessQuestion(words, flags, access, DEFAULT_NAMESPACE);
  for (const warning of question.warnings) context.process.stderr.write(`bulkhead: warning: ${printable(warning)}\n`);
  const review = reviewSelfSubjectAccess({ spec: question.spec }, user, access.profile);
  const reviewed = runProcedure(review, authorizers(access));
  if (reviewed.kind === 'refused') throw new UsageError(reviewed.status.message);
  const { allowed = false, denied = false, reason = '', evaluationError = '' } = reviewed.status;
  const explanation = explanationOf(access, reviewAttributes(question.spec, user, access.profile), allowed);
  if (flags.format === 'json') {
    context.write([
      `${JSON.stringify({
        apiVersion: 'bulkhead.dev/v1',
        kind: 'AccessAnswer',
        user: { name: user.name, groups: user.groups },
        question: question.spec,
        allowed,
        denied,
        reason,
        error: evaluationError,
        ...explanation,
        problems: access.accessProblems,
        errors: access.input.errors,
      })}\n`,
    ]);
  } else {
    const paint = painter(context.colour);
    const why = [reason, evaluationError].filter((part) => part !== '').map((part) => ` - ${printable(part)}`);
    context.write([`${allowed ? paint.green('yes') : paint.red('no')}${why.join('')}\n`]);
    if (flags.explain) context.write(explain(question, user, explanation, context.colour));
  }
  return allowed;
}

function* explain(
  { sentence }: AccessQuestion,
  user: UserInfo,
  explanation: ReturnType<typeof explanationOf>,
  colour: boolean,
): Iterable<string> {
  yield `\n${printable(`${describeRequester(user)}: ${sentence}`)}\n`;
  yield* printExplanation(explanation, colour);
}

/** Listing is never a refusal. */
function list(context: Context, access: ClusterAccess, flags: CanFlags, user: UserInfo): true {
  const namespace = flags.namespace ?? DEFAULT_NAMESPACE;
  const resolver = unionRuleResolver([nodeAuthorizerOf(access), access.index]);
  const reviewed = reviewSelfSubjectRules({ spec: { namespace } }, user, resolver);
  if (reviewed.kind === 'refused') throw new UsageError(reviewed.status.message);
  if (flags.format === 'json') {
    const { name, groups } = user;
    const head = { apiVersion: 'bulkhead.dev/v1', kind: 'AccessRules', user: { name, groups }, namespace };
    const tail = { problems: access.accessProblems, errors: access.input.errors };
    context.write([`${JSON.stringify({ ...head, ...reviewed.status, ...tail })}\n`]);
    return true;
  }
  const { incomplete, evaluationError = '' } = reviewed.status;
  if (incomplete === true || evaluationError !== '') {
    context.process.stderr.write(`bulkhead: warning: the list may be incomplete: ${printable(evaluationError)}\n`);
  }
  context.write(printRules(reviewed.status));
  return true;
}
