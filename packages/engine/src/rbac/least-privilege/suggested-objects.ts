/** Roles and bindings, ready to apply, that give one user or service account some rules. */
import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding, Subject } from '@bulkhead/apimachinery/types/rbac-v1';
import { splitServiceAccountUsername } from '../../authorization/service-account-user.js';
import { apiPolicyRule, type PolicyRule } from '../policy-rule.js';
import { RBAC_GROUP } from '../rbac-object.js';
import type { RulesByNamespace } from './minimal-rules.js';

export type SuggestedObject =
  | { readonly kind: 'Role'; readonly object: Role }
  | { readonly kind: 'RoleBinding'; readonly object: RoleBinding }
  | { readonly kind: 'ClusterRole'; readonly object: ClusterRole }
  | { readonly kind: 'ClusterRoleBinding'; readonly object: ClusterRoleBinding };

const API_VERSION = `${RBAC_GROUP}/v1`;

/** Far below what names may have. */
const MAX_NAME_LENGTH = 200;

/** A name for the roles of this user; other users may get the same when theirs cannot stand in a name. */
export function suggestedName(username: string): string {
  return `least-privilege:${username.replaceAll(/[^A-Za-z0-9:._@-]/g, '-').slice(0, MAX_NAME_LENGTH)}`;
}

/** For each namespace a Role and its RoleBinding; for the cluster a ClusterRole and its ClusterRoleBinding. */
export function suggestedObjects(username: string, name: string, rules: RulesByNamespace): readonly SuggestedObject[] {
  return rolesWithBindings(name, rules, [subjectOf(username)]);
}

/** The same for several subjects; without subjects the roles alone. */
export function rolesWithBindings(
  name: string,
  rules: RulesByNamespace,
  subjects: readonly Subject[],
): readonly SuggestedObject[] {
  return [...rules]
    .filter(([, own]) => own.length > 0)
    .flatMap(([namespace, own]) =>
      namespace === '' ? clusterPair(name, own, subjects) : pair(namespace, name, own, subjects),
    )
    .filter(({ kind }) => subjects.length > 0 || kind === 'Role' || kind === 'ClusterRole');
}

function pair(
  namespace: string,
  name: string,
  rules: readonly PolicyRule[],
  subjects: readonly Subject[],
): readonly SuggestedObject[] {
  const metadata = { name, namespace };
  const roleRef = { apiGroup: RBAC_GROUP, kind: 'Role', name };
  return [
    { kind: 'Role', object: { apiVersion: API_VERSION, kind: 'Role', metadata, rules: rules.map(apiPolicyRule) } },
    { kind: 'RoleBinding', object: { apiVersion: API_VERSION, kind: 'RoleBinding', metadata, roleRef, subjects } },
  ];
}

function clusterPair(
  name: string,
  rules: readonly PolicyRule[],
  subjects: readonly Subject[],
): readonly SuggestedObject[] {
  const metadata = { name };
  const roleRef = { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name };
  const role = { apiVersion: API_VERSION, kind: 'ClusterRole', metadata, rules: rules.map(apiPolicyRule) };
  const binding = { apiVersion: API_VERSION, kind: 'ClusterRoleBinding', metadata, roleRef, subjects };
  return [
    { kind: 'ClusterRole', object: role },
    { kind: 'ClusterRoleBinding', object: binding },
  ];
}

function subjectOf(username: string): Subject {
  const account = splitServiceAccountUsername(username);
  if (account === undefined) return { kind: 'User', apiGroup: RBAC_GROUP, name: username };
  return { kind: 'ServiceAccount', name: account.name, namespace: account.namespace };
}
