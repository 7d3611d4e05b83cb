/**
 * Nobody may hand out by RBAC what they do not hold.
 *
 * Writing a role takes the verb `escalate` on it, or holding every right in it. Writing a binding takes the verb `bind`
 * on the role it refers to, or holding every right of that role; with `bind` the role need not exist. Rights count as
 * RBAC grants them, cluster-wide for the cluster kinds, else also in the namespace. An aggregated ClusterRole takes
 * every right there is. `system:masters` may do it all, and an update that only serves garbage collection passes.
 *
 * Source: pkg/registry/rbac/{escalation_check.go,helpers.go,validation/rule.go,*\/policybased/storage.go}.
 */
import type { PolicyRule as ApiPolicyRule } from '@bulkhead/apimachinery/types/rbac-v1';
import { type ApiStatus, forbiddenStatus, type GroupResource, notFoundStatus } from '../authorization/api-status.js';
import { resourceAttributes } from '../authorization/attributes.js';
import { aggregateMessage } from '../authorization/decision.js';
import { goQuote, goQuoteList } from '../authorization/go-syntax.js';
import type { Procedure } from '../authorization/procedure.js';
import { SYSTEM_PRIVILEGED_GROUP, type UserInfo } from '../authorization/user-info.js';
import { sortedCompactRules, uncoveredAtoms } from './covers.js';
import { equalButForGarbageCollection } from './garbage-collection-change.js';
import { apiPolicyRule, compactRuleString, type PolicyRule } from './policy-rule.js';
import type { RbacIndex } from './rbac-index.js';
import { type BindingObject, isRoleKind, RBAC_GROUP, type RbacKind, readBinding, readRole } from './rbac-object.js';

/** A write of a role or a binding, as it reaches the API server. */
export interface EscalationRequest {
  readonly user: UserInfo;
  readonly kind: RbacKind;
  /** The namespace of the URL; `''` for the cluster kinds. */
  readonly namespace: string;
  /** The name in the URL: `''` for a create by POST. */
  readonly nameInURL: string;
  readonly object: unknown;
  /** The object that is replaced; left out for a create. */
  readonly oldObject?: unknown;
}

export type EscalationResult =
  | { readonly kind: 'allowed'; readonly because: EscalationGround }
  | {
      readonly kind: 'refused';
      readonly status: ApiStatus;
      /** Rules that together hold every right that is missing, none of them held. */
      readonly missing: readonly ApiPolicyRule[];
    };

/** What makes the write harmless. */
export type EscalationGround = 'privilegedGroup' | 'escalate' | 'bind' | 'garbageCollection' | 'covered';

const RESOURCES: Readonly<Record<RbacKind, string>> = {
  Role: 'roles',
  ClusterRole: 'clusterroles',
  RoleBinding: 'rolebindings',
  ClusterRoleBinding: 'clusterrolebindings',
};

const FULL_AUTHORITY: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: [] },
  { verbs: ['*'], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: ['*'] },
];

/** Asks the authorizers for `escalate` or `bind`; everything else is answered from the index. */
export function checkEscalation(index: RbacIndex, request: EscalationRequest): Procedure<EscalationResult> {
  return isRoleKind(request.kind) ? checkRole(index, request, request.kind) : checkBinding(index, request);
}

function* checkRole(
  index: RbacIndex,
  request: EscalationRequest,
  kind: 'Role' | 'ClusterRole',
): Procedure<EscalationResult> {
  const { user, namespace } = request;
  if (isPrivileged(user)) return allowed('privilegedGroup');
  const answer = yield resourceAttributes({
    user,
    verb: 'escalate',
    apiGroup: RBAC_GROUP,
    apiVersion: '*',
    resource: RESOURCES[kind],
    namespace,
    name: request.nameInURL,
  });
  if (answer.decision === 'allow') return allowed('escalate');
  if (isGarbageCollection(request)) return allowed('garbageCollection');
  const rules = readRole(kind, withNamespace(request)).object?.rules ?? [];
  const missing = missingRights(index, request, rules);
  if (missing !== undefined) return missing;
  if (kind === 'ClusterRole' && (isAggregated(request.object) || isAggregated(request.oldObject))) {
    const missingAuthority = missingRights(index, request, FULL_AUTHORITY);
    if (missingAuthority !== undefined) {
      const text = 'must have cluster-admin privileges to use the aggregationRule';
      return { ...missingAuthority, status: forbiddenStatus(groupResource(kind), nameOf(request), text) };
    }
  }
  return allowed('covered');
}

function* checkBinding(index: RbacIndex, request: EscalationRequest): Procedure<EscalationResult> {
  const { user, kind, namespace } = request;
  if (isPrivileged(user)) return allowed('privilegedGroup');
  if (isGarbageCollection(request)) return allowed('garbageCollection');
  const bindingKind = kind === 'RoleBinding' ? kind : 'ClusterRoleBinding';
  const { roleRef } = readBinding(bindingKind, withNamespace(request)).object ?? NO_BINDING;
  if (roleRef.kind === 'Role' || roleRef.kind === 'ClusterRole') {
    const answer = yield resourceAttributes({
      user,
      verb: 'bind',
      apiGroup: roleRef.apiGroup,
      apiVersion: '*',
      resource: RESOURCES[roleRef.kind],
      namespace,
      name: roleRef.name,
    });
    if (answer.decision === 'allow') return allowed('bind');
  }
  const { rules, error } = index.resolve(roleRef, namespace);
  if (error !== '') {
    // The store speaks of the resource of the request, not of the role's.
    const known = roleRef.kind === 'Role' || roleRef.kind === 'ClusterRole';
    const status = known
      ? notFoundStatus(groupResource(kind), roleRef.name)
      : { code: 500, reason: '' as const, message: error };
    return { kind: 'refused', status, missing: [] };
  }
  return missingRights(index, request, rules) ?? allowed('covered');
}

/** The refusal for the rights of `rules` that the user does not hold; undefined when all are held. */
function missingRights(
  index: RbacIndex,
  request: EscalationRequest,
  rules: readonly PolicyRule[],
): (EscalationResult & { readonly kind: 'refused' }) | undefined {
  const { user, kind, namespace } = request;
  const owned = index.userRules(user, namespace);
  const uncovered = uncoveredAtoms(
    owned.grants.map(({ rule }) => rule),
    rules,
  );
  if (uncovered.length === 0) return undefined;
  const missing = sortedCompactRules(uncovered);
  const who = `user ${goQuote(user.name)} (groups=${goQuoteList(user.groups)})`;
  const list = missing.map(compactRuleString).join('\n');
  const errors = owned.errors.map((error) => error.replace(/^(?:cluster)?role\./, `${RESOURCES[kind]}.`));
  const unresolved = errors.length > 0 ? `; resolution errors: [${aggregateMessage(errors)}]` : '';
  const text = `${who} is attempting to grant RBAC permissions not currently held:\n${list}${unresolved}`;
  const status = forbiddenStatus(groupResource(kind), nameOf(request), text);
  return { kind: 'refused', status, missing: missing.map(apiPolicyRule) };
}

const NO_BINDING: Pick<BindingObject, 'roleRef'> = { roleRef: { apiGroup: RBAC_GROUP, kind: '', name: '' } };

const allowed = (because: EscalationGround): EscalationResult => ({ kind: 'allowed', because });

const isPrivileged = (user: UserInfo): boolean => user.groups.includes(SYSTEM_PRIVILEGED_GROUP);

const isGarbageCollection = ({ object, oldObject }: EscalationRequest): boolean =>
  oldObject !== undefined && equalButForGarbageCollection(object, oldObject);

const groupResource = (kind: RbacKind): GroupResource => ({ group: RBAC_GROUP, resource: RESOURCES[kind] });

/** The object may leave out the namespace that its URL gives it, and the name that the server will make. */
function withNamespace({ object, namespace }: EscalationRequest): unknown {
  const metadata: { readonly [key: string]: unknown } = { ...asRecord(asRecord(object)['metadata']), namespace };
  const name = typeof metadata['name'] === 'string' && metadata['name'] !== '' ? metadata['name'] : 'unnamed';
  return { ...asRecord(object), metadata: { ...metadata, name } };
}

function nameOf({ object }: EscalationRequest): string {
  const name = asRecord(asRecord(object)['metadata'])['name'];
  return typeof name === 'string' ? name : '';
}

/** Whether a ClusterRole as it is written takes its rules from others. */
export function isAggregated(object: unknown): boolean {
  const selectors = asRecord(asRecord(object)['aggregationRule'])['clusterRoleSelectors'];
  return Array.isArray(selectors) && selectors.length > 0;
}

const asRecord = (value: unknown): { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null ? (value as { readonly [key: string]: unknown }) : {};
