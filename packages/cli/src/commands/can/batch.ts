/**
 * `--batch`: questions in JSON, one a line, answered as they come, by authorization mode RBAC behind `system:masters`.
 * Beside access there are questions of escalation: whether RBAC lets this user write this role or binding.
 */
import {
  type Authorizer,
  privilegedGroupAuthorizer,
  reviewSelfSubjectAccess,
  runProcedure,
  unionAuthorizer,
} from '@bulkhead/engine/authorization';
import { bootstrapObjects, checkEscalation } from '@bulkhead/engine/rbac';
import { type ClusterAccess, DEFAULT_NAMESPACE } from '../../authorization/cluster-access.js';
import { rbacKey } from '../../authorization/rbac-source.js';
import { member, text } from '../../authorization/untyped.js';
import type { Context } from '../../context.js';
import { answerLines } from '../../line-batches.js';
import { type BatchQuestion, batchQuestion } from './batch-question.js';

/** Whether every question was understood. */
export async function answerBatch(context: Context, access: ClusterAccess, source: string): Promise<boolean> {
  const authorizer = unionAuthorizer([privilegedGroupAuthorizer, access.index]);
  let isUnderstood = true;
  await answerLines(context, source, (line) => {
    const question = batchQuestion(line);
    if (question.kind === 'error') isUnderstood = false;
    return `${JSON.stringify(answerOf(question, access, authorizer))}\n`;
  });
  return isUnderstood;
}

function answerOf(question: BatchQuestion, access: ClusterAccess, authorizer: Authorizer): object {
  const { id } = question;
  switch (question.kind) {
    case 'error':
      return { id, allowed: false, denied: false, reason: '', error: question.message };
    case 'escalation':
      return { id, ...escalationAnswer(question, access, authorizer) };
    default: {
      const review = reviewSelfSubjectAccess({ spec: question.spec }, question.user, access.profile);
      const reviewed = runProcedure(review, authorizer);
      if (reviewed.kind === 'refused') {
        return { id, allowed: false, denied: false, reason: '', error: reviewed.status.message };
      }
      const { allowed = false, denied = false, reason = '', evaluationError = '' } = reviewed.status;
      return { id, allowed, denied, reason, error: evaluationError };
    }
  }
}

function escalationAnswer(
  { user, verb, objectKind, object }: BatchQuestion & { readonly kind: 'escalation' },
  access: ClusterAccess,
  authorizer: Authorizer,
): object {
  const metadata = member(object, 'metadata');
  const isNamespaced = objectKind === 'Role' || objectKind === 'RoleBinding';
  const namespace = isNamespaced ? text(member(metadata, 'namespace')) || DEFAULT_NAMESPACE : '';
  const name = text(member(metadata, 'name'));
  const key = rbacKey(objectKind, namespace, name);
  const oldObject =
    verb === 'create' ? undefined : (access.rbacSources.get(key)?.source.value ?? defaultObject(access, key));
  const request = { user, kind: objectKind, namespace, nameInURL: verb === 'create' ? '' : name, object };
  const result = runProcedure(
    checkEscalation(access.index, oldObject === undefined ? request : { ...request, oldObject }),
    authorizer,
  );
  if (result.kind === 'allowed') return { allowed: true, reason: '', missing: [] };
  return { allowed: false, reason: result.status.message, missing: result.missing };
}

/** A default of the version that the input does not replace. */
function defaultObject({ profile }: ClusterAccess, key: string): unknown {
  const { roles, clusterRoles, roleBindings, clusterRoleBindings } = bootstrapObjects(profile);
  const defaults = [...roles, ...clusterRoles, ...roleBindings, ...clusterRoleBindings];
  return defaults.find(({ kind, metadata }) => `${kind}/${metadata?.namespace ?? ''}/${metadata?.name}` === key);
}
