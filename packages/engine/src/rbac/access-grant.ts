/**
 * Why a request is allowed: every binding of the user whose role allows it, the subject that the user is in it, and the
 * rule. Upstream names one of them as its reason; whoever wants to take a right away must know them all.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { ClusterRole } from '@bulkhead/apimachinery/types/rbac-v1';
import type { Attributes } from '../authorization/attributes.js';
import { aggregatedFrom } from './aggregation.js';
import type { IndexedBinding } from './indexed-binding.js';
import { type PolicyRule, policyRule, ruleAllows } from './policy-rule.js';
import type { RbacIndex } from './rbac-index.js';
import type { Subject } from './rbac-object.js';

export interface AccessGrant {
  readonly binding: IndexedBinding;
  /** The first subject of the binding that is the user, or one of its groups. */
  readonly subject: Subject;
  /** The first rule of the role that allows the request, and its place among the role's rules. */
  readonly rule: PolicyRule;
  readonly ruleIndex: number;
}

/** ClusterRoleBindings by name, then RoleBindings by name. */
export function accessGrants(index: RbacIndex, attributes: Attributes): readonly AccessGrant[] {
  return index.bindingsOf(attributes.user, attributes.namespace).flatMap((binding) => {
    const ruleIndex = binding.role.rules.findIndex((rule) => ruleAllows(rule, attributes));
    const rule = binding.role.rules[ruleIndex];
    const subject = binding.subjects.find((_, at) => binding.places[at]?.appliesTo(attributes.user) === true);
    return rule === undefined || subject === undefined ? [] : [{ binding, subject, rule, ruleIndex }];
  });
}

/**
 * From an aggregated role to the one that brings the right in: `admin`, `edit`, `view`. Only the role itself where the
 * rule is its own. `clusterRoles` are all of the cluster, filled.
 */
export function aggregationChain(
  role: string,
  attributes: Attributes,
  clusterRoles: readonly ClusterRole[],
  minor: Minor,
): readonly string[] {
  const byName = new Map(clusterRoles.map((each) => [each.metadata?.name ?? '', each]));
  const allows = (name: string): boolean =>
    (byName.get(name)?.rules ?? []).some((rule) => ruleAllows(policyRule(rule), attributes));
  const chain = [role];
  for (let current = byName.get(role); current !== undefined; ) {
    const next = aggregatedFrom(current, clusterRoles, minor).find((name) => !chain.includes(name) && allows(name));
    if (next === undefined) break;
    chain.push(next);
    current = byName.get(next);
  }
  return chain;
}
