/**
 * What constrained impersonation (KEP-5284) gives: the rights of the identity, each cut to the requests for which the
 * impersonator holds `impersonate-on:<mode>:<verb>`. What the API server asks besides the request itself (escalate, bind,
 * approve, sign, attest) it asks of the identity alone. Nobody impersonates through an impersonated identity.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation.
 */
import type { ConstrainedMode } from '@bulkhead/engine/impersonation';
import type { PolicyRule } from '@bulkhead/engine/rbac';
import { EVERY_NAMESPACE, type Foothold } from './foothold.js';
import { type ClusterGrants, type Grant, SubjectGrants } from './grants.js';
import { NEEDS, type Need, type RuleOfNeed } from './need.js';
import { intersectRules } from './rule-intersection.js';

/** An identity that is acted as. */
export interface Acting {
  /** The rights of the identity, cut to the actions. */
  readonly sources: readonly SubjectGrants[];
  /** The impersonator's own, for roles that it is bound to. */
  readonly own: readonly SubjectGrants[];
  /** What it may do as a kubelet, and of which node; undefined for others. */
  readonly kubelet: { readonly node: string; readonly actions: readonly SubjectGrants[] } | undefined;
}

/** A rule that lets its holder impersonate for some requests: `rule` is these requests. */
export interface Action {
  readonly scope: string;
  readonly rule: PolicyRule;
  readonly grant: Grant;
}

/** The requests for which the rules let one impersonate in the mode. */
export function actionsOf(sources: readonly SubjectGrants[], mode: ConstrainedMode): readonly Action[] {
  const actions: Action[] = [];
  for (const source of sources) {
    for (const scope of source.scopes()) {
      for (const { binding, role } of source.bindings(scope)) {
        for (const [ruleIndex, rule] of role.role.rules.entries()) {
          const verbs = actionVerbs(rule, mode);
          if (verbs.length === 0) continue;
          const { resourceNames: names } = rule;
          const grant = { role: role.role, rule, ruleIndex, names, binding, subject: source.subject };
          actions.push({ scope, rule: { ...rule, verbs }, grant });
        }
      }
    }
  }
  return actions;
}

/** `impersonate-on:<mode>:*` is no wildcard, and allows nothing. */
function actionVerbs({ verbs }: PolicyRule, mode: ConstrainedMode): readonly string[] {
  if (verbs.includes('*')) return ['*'];
  const prefix = `impersonate-on:${mode}:`;
  const found = verbs.filter((verb) => verb.startsWith(prefix)).map((verb) => verb.slice(prefix.length));
  return found.filter((verb) => verb !== '*');
}

/** The rights of the identity, cut to the actions. */
export function actAs(
  identity: readonly SubjectGrants[],
  actions: readonly Action[],
  grants: ClusterGrants,
): readonly SubjectGrants[] {
  return identity.map((source) => {
    const cut = new SubjectGrants(source.subject);
    for (const scope of source.scopes()) {
      for (const { binding, role } of source.bindings(scope)) {
        const asked = [...role.rules.values()].flat().filter(({ need }) => isSecondary(need));
        if (asked.length > 0) cut.add(scope, grants.roleNeeds(role.role, asked), { binding });
        for (const { scope: actionScope, rule, grant } of actions) {
          const counts = meet(scope, actionScope);
          if (counts === undefined) continue;
          const found = cutRules(role.role.rules, rule, grants);
          if (found.length > 0) cut.add(counts, grants.roleNeeds(role.role, found), { binding, through: grant });
        }
      }
    }
    return cut;
  });
}

function cutRules(rules: readonly PolicyRule[], action: PolicyRule, grants: ClusterGrants): readonly RuleOfNeed[] {
  return rules.flatMap((rule, ruleIndex) => {
    const both = intersectRules(rule, action);
    if (both === undefined) return [];
    const needs = grants.needsOf([both]).filter(({ need }) => !isSecondary(need) && !isImpersonation(need));
    return needs.map(({ need, names }) => ({ need, rule, ruleIndex, names }));
  });
}

/** The actions themselves, as if they were rights: what a kubelet may do is not granted by rules. */
export function actionRights(actions: readonly Action[], grants: ClusterGrants): readonly SubjectGrants[] {
  return actions.map(({ scope, rule, grant }) => {
    const rights = new SubjectGrants(grant.subject);
    const asKubelet = grants.needsOf([rule]).filter(({ need }) => KUBELET_NEEDS.has(need));
    const found = asKubelet.map((each) => ({ ...each, rule: grant.rule, ruleIndex: grant.ruleIndex }));
    rights.add(scope, grants.roleNeeds(grant.role, found), { binding: grant.binding });
    return rights;
  });
}

const KUBELET_NEEDS: ReadonlySet<Need> = new Set<Need>(['createTokens', 'readSecrets']);

const meet = (one: string, other: string): string | undefined => {
  if (one === other || other === EVERY_NAMESPACE) return one;
  return one === EVERY_NAMESPACE ? other : undefined;
};

const SECONDARY_VERBS: ReadonlySet<string> = new Set(['escalate', 'bind', 'approve', 'sign', 'attest']);

/** What is asked of the identity alone, besides a request. */
export const isSecondary = (need: Need): boolean => SECONDARY_VERBS.has(NEEDS[need].verbs[0]);

const isImpersonation = (need: Need): boolean => NEEDS[need].verbs[0].startsWith('impersonate');

/** Those that are acted as, by the foothold. */
export type ActingIdentities = Map<string, Acting>;

/** One identity, acted as by one impersonator; the names are quoted, so that no two look alike. */
export const actingName = (by: Foothold, mode: ConstrainedMode, as: string): string =>
  `${as} (${mode}) by ${by.kind} ${JSON.stringify(by.namespace === '' ? by.name : `${by.namespace}/${by.name}`)}`;
