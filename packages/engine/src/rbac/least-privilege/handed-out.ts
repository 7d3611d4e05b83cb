/**
 * Whether somebody with suggested rules can still write the roles and bindings that a log shows. RBAC lets nobody hand
 * out what they do not hold: it takes the rights themselves, or `escalate` on the role, or `bind` on the role that is
 * bound. None of these is seen in the log, so what is missing is taken from what its holder has now, the least first.
 *
 * A role: the rights in it; `escalate` where they are not held, and for an aggregated role, which takes every right.
 * A binding: `bind` on that role where it is held, however; else the rights of the role.
 *
 * Source: pkg/registry/rbac/escalation_check.go, pkg/registry/rbac/validation/rule.go.
 */
import { type Attributes, resourceAttributes } from '../../authorization/attributes.js';
import { SYSTEM_PRIVILEGED_GROUP, type UserInfo } from '../../authorization/user-info.js';
import { sortedCompactRules, uncoveredAtoms } from '../covers.js';
import { isAggregated } from '../escalation.js';
import { type PolicyRule, ruleAllows } from '../policy-rule.js';
import type { RbacIndex } from '../rbac-index.js';
import { isRoleKind, RBAC_GROUP, type RbacKind, readBinding, readRole } from '../rbac-object.js';
import { joinedRules } from './kept-rules.js';
import type { RulesByNamespace } from './minimal-rules.js';

/** A role or binding that somebody wrote. */
export interface RoleWrite {
  readonly user: UserInfo;
  readonly kind: RbacKind;
  /** `''` for the cluster kinds. */
  readonly namespace: string;
  readonly name: string;
  /** Whether authorization saw no name: a creation by POST. */
  readonly isCreate: boolean;
  /** The object as it was written; undefined when nobody knows. */
  readonly object: unknown;
}

export interface HandedOut {
  /** What the suggested rules lack. */
  readonly rules: RulesByNamespace;
  /** Writes of which it is not known what they hand out. */
  readonly unknown: readonly RoleWrite[];
}

export function rulesToHandOut(index: RbacIndex, writes: Iterable<RoleWrite>, suggested: RulesByNamespace): HandedOut {
  let rules: RulesByNamespace = new Map();
  const unknown: RoleWrite[] = [];
  for (const write of writes) {
    // The members of this group are not asked.
    if (write.user.groups.includes(SYSTEM_PRIVILEGED_GROUP)) continue;
    const need = needOf(index, write);
    if (need === undefined) unknown.push(write);
    else rules = joinedRules(rules, missingRules(index, write, need, joinedRules(suggested, rules)));
  }
  return { rules, unknown };
}

interface Need {
  /** What is handed out; undefined when only the verb will do. */
  readonly rights: readonly PolicyRule[] | undefined;
  /** `escalate` or `bind` in place of the rights. */
  readonly verb: Attributes;
}

function needOf(index: RbacIndex, { user, kind, namespace, name, isCreate, object }: RoleWrite): Need | undefined {
  if (object === undefined) return undefined;
  const attributes = (verb: string, resource: string, named: string): Attributes =>
    resourceAttributes({ user, verb, apiGroup: RBAC_GROUP, apiVersion: '*', resource, namespace, name: named });
  if (isRoleKind(kind)) {
    const role = readRole(kind, object).object;
    if (role === undefined) return undefined;
    const resource = kind === 'Role' ? 'roles' : 'clusterroles';
    const rights = kind === 'ClusterRole' && isAggregated(object) ? undefined : role.rules;
    return { rights, verb: attributes('escalate', resource, isCreate ? '' : name) };
  }
  const binding = readBinding(kind === 'RoleBinding' ? kind : 'ClusterRoleBinding', object).object;
  if (binding === undefined) return undefined;
  const { roleRef } = binding;
  const { rules, error } = index.resolve(roleRef, namespace);
  // A Role cannot hold rights to paths, so those are not to be had in a namespace.
  const isHoldable =
    error === '' && (namespace === '' || rules.every(({ nonResourceURLs }) => nonResourceURLs.length === 0));
  const verb = attributes('bind', roleRef.kind === 'Role' ? 'roles' : 'clusterroles', roleRef.name);
  return { rights: isHoldable ? rules : undefined, verb };
}

function missingRules(
  index: RbacIndex,
  { user, kind, namespace }: RoleWrite,
  { rights, verb }: Need,
  suggested: RulesByNamespace,
): RulesByNamespace {
  const own = [...(suggested.get('') ?? []), ...(namespace === '' ? [] : (suggested.get(namespace) ?? []))];
  if (own.some((rule) => ruleAllows(rule, verb))) return new Map();
  const missing = rights === undefined ? [] : uncoveredAtoms(own, rights);
  if (rights !== undefined && missing.length === 0) return new Map();
  const present = index.userRules(user, namespace).grants.map(({ rule }) => rule);
  const hasVerb = present.some((rule) => ruleAllows(rule, verb));
  const hasRights = missing.length > 0 && uncoveredAtoms(present, missing).length === 0;
  // Of a role the rights are less than the right to give it any; of a binding either leads to the rights of the role.
  const byVerb = rights === undefined || (isRoleKind(kind) ? hasVerb && !hasRights : hasVerb || !hasRights);
  return new Map([[namespace, byVerb ? [ruleFor(verb)] : sortedCompactRules(missing)]]);
}

const ruleFor = ({ verb, apiGroup, resource, name }: Attributes): PolicyRule => ({
  verbs: [verb],
  apiGroups: [apiGroup],
  resources: [resource],
  resourceNames: name === '' ? [] : [name],
  nonResourceURLs: [],
});
