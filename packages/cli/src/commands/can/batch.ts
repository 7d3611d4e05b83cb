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
import type { ClusterProfile } from '@bulkhead/features';
import { type ClusterAccess, DEFAULT_NAMESPACE } from '../../authorization/cluster-access.js';
import { rbacKey } from '../../authorization/rbac-source.js';
import { member, text } from '../../authorization/untyped.js';
import type { Context } from '../../context.js';
import { answerLines } from '../../line-batches.js';
import { type BatchQuestion, batchQuestion } from './batch-question.js';

/** Whether every question was understood. */
export async function answerBatch(context: Context, access: ClusterAccess, source: string): Promise<boolean> {
  const authorizer = unionAuthorizer([privilegedGroupAuthorizer, access.index]);
  const written = writtenObjects(access);
  let isUnderstood = true;
  await answerLines(context, source, (line) => {
    const question = batchQuestion(line);
    if (question.kind === 'error') isUnderstood = false;
    return `${JSON.stringify(answerOf(question, access, authorizer, written))}\n`;
  });
  return isUnderstood;
}

/** The role or binding that stands under a key of `rbacKey` now. */
type WrittenObjects = (key: string) => unknown;

function answerOf(
  question: BatchQuestion,
  access: ClusterAccess,
  authorizer: Authorizer,
  written: WrittenObjects,
): object {
  const { id } = question;
  switch (question.kind) {
    case 'error':
      return { id, allowed: false, denied: false, reason: '', error: question.message };
    case 'escalation':
      return { id, ...escalationAnswer(question, access, authorizer, written) };
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
  written: WrittenObjects,
): object {
  const metadata = member(object, 'metadata');
  const isNamespaced = objectKind === 'Role' || objectKind === 'RoleBinding';
  const namespace = isNamespaced ? text(member(metadata, 'namespace')) || DEFAULT_NAMESPACE : '';
  const name = text(member(metadata, 'name'));
  const key = rbacKey(objectKind, namespace, name);
  const oldObject = verb === 'create' ? undefined : written(key);
  const request = { user, kind: objectKind, namespace, nameInURL: verb === 'create' ? '' : name, object };
  const result = runProcedure(
    checkEscalation(access.index, oldObject === undefined ? request : { ...request, oldObject }),
    authorizer,
  );
  if (result.kind === 'allowed') return { allowed: true, reason: '', missing: [] };
  return { allowed: false, reason: result.status.message, missing: result.missing };
}

/** Those of the input, and the defaults of the version that it does not replace. */
function writtenObjects({ rbacSources, profile }: ClusterAccess): WrittenObjects {
  let defaults: ReadonlyMap<string, unknown> | undefined;
  return (key) => {
    const given = rbacSources.get(key)?.source.value;
    if (given !== undefined && given !== null) return given;
    defaults ??= defaultObjects(profile);
    return defaults.get(key);
  };
}

function defaultObjects(profile: ClusterProfile): ReadonlyMap<string, unknown> {
  const { roles, clusterRoles, roleBindings, clusterRoleBindings } = bootstrapObjects(profile);
  const all = [...roles, ...clusterRoles, ...roleBindings, ...clusterRoleBindings];
  return new Map(
    all.map((object) => [`${object.kind}/${object.metadata?.namespace ?? ''}/${object.metadata?.name}`, object]),
  );
}
