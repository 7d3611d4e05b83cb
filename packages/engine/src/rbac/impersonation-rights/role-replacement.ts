/**
 * For each role with the verb `impersonate`: constrained rules instead, and the rules for what its holders do in the
 * names of others. Those are worked out from what the others may do where the role names them, since then nothing is
 * lost; where anybody can be meant they are a choice that somebody has to make.
 */
import type { Subject as ApiSubject } from '@bulkhead/apimachinery/types/rbac-v1';
import { splitServiceAccountUsername } from '../../authorization/service-account-user.js';
import type { ConstrainedMode } from '../../impersonation/impersonation-mode.js';
import type { IndexedBinding } from '../indexed-binding.js';
import type { IndexedRole } from '../indexed-role.js';
import type { RulesByNamespace } from '../least-privilege/minimal-rules.js';
import type { PolicyRule } from '../policy-rule.js';
import { RBAC_GROUP, type Subject } from '../rbac-object.js';
import { actionRules, actionRulesForVerbs } from './action-rules.js';
import {
  type ConstrainedReplacement,
  constrainedReplacement,
  type ReplacementOptions,
} from './constrained-replacement.js';
import { identitiesBeyondLegacy } from './gate-effect.js';
import { impliedGroups, isAboutImpersonation } from './impersonation-holders.js';
import type { SubjectGrants } from './subject-grants.js';
import { targetRules } from './target-rules.js';

export interface RoleReplacement extends ConstrainedReplacement {
  readonly role: IndexedRole;
  /** Everybody who is bound to the role, each once. */
  readonly subjects: readonly Subject[];
  /** What may be done, by namespace; `''` is the cluster. */
  readonly actions: RulesByNamespace;
  /** Modes in which it is open what may be done: there are no rules for them. */
  readonly open: readonly ConstrainedMode[];
  /** Holders who may be others in a mode already: rules for actions would count for those too. */
  readonly widened: readonly WidenedHolder[];
}

export interface WidenedHolder {
  readonly subject: Subject;
  readonly mode: ConstrainedMode;
}

export interface RoleReplacementOptions extends ReplacementOptions {
  /** Only requests with these verbs; they also settle what is open. */
  readonly verbs?: readonly string[];
  /** What the Node authorizer lets nodes do. */
  readonly nodeRules: readonly PolicyRule[];
}

/** Undefined for a role that does not name the verb where it counts. */
export function roleReplacement(
  role: IndexedRole,
  grants: SubjectGrants,
  options: RoleReplacementOptions,
): RoleReplacement | undefined {
  const replacement = constrainedReplacement(role.rules, options);
  if (replacement === undefined) return undefined;
  const scopes = role.bindings.length === 0 ? [role.namespace] : role.bindings.map(({ namespace }) => namespace);
  const places = [...new Set(scopes)].sort();
  // Only service accounts are asked for in a namespace.
  const modes = replacement.modes.filter((mode) => mode === 'serviceaccount' || places.includes(''));
  const actions = new Map<string, readonly PolicyRule[]>();
  const open: ConstrainedMode[] = [];
  for (const mode of modes) {
    const rules = actionsOf(mode, replacement, places, grants, options);
    if (rules === undefined) open.push(mode);
    for (const [scope, own] of rules ?? []) actions.set(scope, [...(actions.get(scope) ?? []), ...own]);
  }
  const subjects = subjectsOf(role.bindings);
  const widened = subjects.flatMap((subject) =>
    modes.filter((mode) => isAlreadyOther(subject, mode, grants)).map((mode) => ({ subject, mode })),
  );
  return { ...replacement, modes, role, subjects, actions, open, widened };
}

/** Undefined when it is open. */
function actionsOf(
  mode: ConstrainedMode,
  { legacy }: ConstrainedReplacement,
  places: readonly string[],
  grants: SubjectGrants,
  { verbs, nodeRules }: RoleReplacementOptions,
): RulesByNamespace | undefined {
  const found =
    mode === 'arbitrary-node' || mode === 'associated-node'
      ? new Map([['', nodeRules]])
      : targetRules(mode, legacy, places, grants);
  if (found !== undefined) {
    const rules = [...found].map(([scope, own]) => [scope, actionRules(mode, own, verbs)] as const);
    return new Map(rules.filter(([, own]) => own.length > 0));
  }
  if (verbs === undefined) return undefined;
  const scopes = places.includes('') ? [''] : places;
  return new Map(scopes.map((scope) => [scope, actionRulesForVerbs(mode, verbs, scope === '')]));
}

function subjectsOf(bindings: readonly IndexedBinding[]): readonly Subject[] {
  const byIdentity = new Map<string, Subject>();
  for (const binding of bindings) {
    for (const subject of binding.subjects) {
      const key = `${subject.kind === 'Group' ? 'group' : 'user'}:${subject.identity}`;
      if (subject.identity !== '' && !byIdentity.has(key)) byIdentity.set(key, subject);
    }
  }
  return [...byIdentity].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, subject]) => subject);
}

function isAlreadyOther({ kind, identity }: Subject, mode: ConstrainedMode, grants: SubjectGrants): boolean {
  const rules =
    kind === 'Group'
      ? grants.rulesOf('', [identity], isAboutImpersonation)
      : grants.rulesOf(identity, impliedGroups(identity), isAboutImpersonation);
  return identitiesBeyondLegacy(mode, rules).size > 0;
}

/** A subject of a binding, as a binding of another namespace names it. */
export function subjectReference({ kind, identity }: Subject): ApiSubject {
  const account = kind === 'Group' ? undefined : splitServiceAccountUsername(identity);
  if (account !== undefined) return { kind: 'ServiceAccount', name: account.name, namespace: account.namespace };
  return { kind: kind === 'Group' ? 'Group' : 'User', apiGroup: RBAC_GROUP, name: identity };
}
