/**
 * Everybody who may become somebody else: by which rules, how bad that is, and what the gate ConstrainedImpersonation
 * changes for them. Each subject of a binding is looked at with the groups that it surely is in; who else is in a group
 * is known to the authenticator alone.
 */
import { serviceAccountGroups, splitServiceAccountUsername } from '../../authorization/service-account-user.js';
import { ALL_AUTHENTICATED, ALL_UNAUTHENTICATED, ANONYMOUS } from '../../authorization/user-info.js';

import type { ConstrainedMode } from '../../impersonation/impersonation-mode.js';
import type { PolicyRule } from '../policy-rule.js';
import { type GateEffect, gateEffect, type IdentitiesByScope, identitiesByScope } from './gate-effect.js';
import { constrainedIdentities, hasIdentities, type IdentityRights, legacyIdentities } from './identity-rights.js';
import {
  ALWAYS_POWERFUL,
  type ImpersonationTier,
  impersonationTier,
  type PowerfulSubjects,
} from './impersonation-tier.js';
import { isEmptySet } from './name-set.js';
import type { PlacedRule, RulesByScope, SubjectGrants } from './subject-grants.js';

export interface HolderSubject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly namespace: string;
  readonly name: string;
}

export interface ImpersonationHolder {
  readonly subject: HolderSubject;
  /** Of what `impersonate` gives now; undefined when that is nothing. */
  readonly tier: ImpersonationTier | undefined;
  /** Of what it comes to with the gate. */
  readonly tierWithGate: ImpersonationTier | undefined;
  readonly legacy: IdentitiesByScope;
  readonly effect: GateEffect;
  /** The rules for identities, each with its binding. */
  readonly rules: readonly PlacedRule[];
}

/** By kind and name. The groups that need no binding, such as `system:masters`, are not among them. */
export function impersonationHolders(grants: SubjectGrants): readonly ImpersonationHolder[] {
  const powerful = powerfulSubjects(grants);
  const users = [...grants.users()].sort().map((name) => {
    const account = splitServiceAccountUsername(name);
    const subject: HolderSubject =
      account === undefined ? { kind: 'User', namespace: '', name } : { kind: 'ServiceAccount', ...account };
    return holderOf(subject, grants.rulesOf(name, impliedGroups(name), isAboutImpersonation), powerful);
  });
  const groups = [...grants.groups()].sort().map((name) => {
    const implied = name === ALL_UNAUTHENTICATED ? [name] : [...new Set([name, ALL_AUTHENTICATED])];
    return holderOf(
      { kind: 'Group', namespace: '', name },
      grants.rulesOf('', implied, isAboutImpersonation),
      powerful,
    );
  });
  return [...users, ...groups].filter((holder) => holder !== undefined);
}

/** The groups that authentication gives whoever has this name. */
export function impliedGroups(user: string): readonly string[] {
  const account = splitServiceAccountUsername(user);
  if (account !== undefined) return [...serviceAccountGroups(account.namespace), ALL_AUTHENTICATED];
  return [user === ANONYMOUS ? ALL_UNAUTHENTICATED : ALL_AUTHENTICATED];
}

/** Rules that can be for identities, or for actions in somebody's name. */
export const isAboutImpersonation = ({ verbs }: PolicyRule): boolean =>
  verbs.some((verb) => verb === '*' || verb.startsWith('impersonate'));

/** Undefined for who may become nobody, and for who has no rule beyond those of everybody. */
function holderOf(
  subject: HolderSubject,
  rules: RulesByScope,
  powerful: PowerfulSubjects,
): ImpersonationHolder | undefined {
  if (rules.size === 0) return undefined;
  const legacy = identitiesByScope(rules, legacyIdentities);
  const constrained = identitiesByScope(rules, constrainedIdentities);
  if (legacy.size === 0 && constrained.size === 0) return undefined;
  const effect = gateEffect(rules, modesOf(subject));
  if (legacy.size === 0 && effect.gained.length === 0 && effect.incomplete.length === 0) return undefined;
  const tier = worstTier(legacy, powerful);
  const tiers = [tier, ...effect.gained.map(({ identities }) => worstTier(identities, powerful))];
  const own = [...rules].flatMap(([scope, placed]) => placed.filter(({ rule }) => givesIdentity(scope, rule)));
  return { subject, tier, tierWithGate: worst(tiers), legacy, effect, rules: own };
}

const OFF_NODE: readonly ConstrainedMode[] = ['arbitrary-node', 'serviceaccount', 'user-info'];
const ACCOUNT_GROUP = /^system:(?:serviceaccounts(?::.*)?|authenticated)$/;

/** Only service accounts run on a node, and they are in no groups but their own. */
function modesOf({ kind, name }: HolderSubject): readonly ConstrainedMode[] {
  const mayRun = kind === 'ServiceAccount' || (kind === 'Group' && ACCOUNT_GROUP.test(name));
  return mayRun ? ['associated-node', ...OFF_NODE] : OFF_NODE;
}

function givesIdentity(scope: string, rule: PolicyRule): boolean {
  const forms = [legacyIdentities([rule]), constrainedIdentities([rule])];
  return forms.some((rights) => (scope === '' ? hasIdentities(rights) : !isEmptySet(rights.serviceAccounts)));
}

function worstTier(identities: IdentitiesByScope, powerful: PowerfulSubjects): ImpersonationTier | undefined {
  const isSomebody = [...identities.values()].some(
    ({ users, serviceAccounts }: IdentityRights) => !isEmptySet(users) || !isEmptySet(serviceAccounts),
  );
  return worst([...identities].map(([scope, rights]) => impersonationTier(scope, rights, powerful, isSomebody)));
}

const TIERS: readonly ImpersonationTier[] = ['critical', 'high', 'medium', 'low'];

const worst = (tiers: readonly (ImpersonationTier | undefined)[]): ImpersonationTier | undefined =>
  TIERS.find((tier) => tiers.includes(tier));

/** Whoever has every right on every resource of the cluster, beside those who always have. */
function powerfulSubjects(grants: SubjectGrants): PowerfulSubjects {
  const isPowerful = (user: string, groups: readonly string[]): boolean =>
    grants.rulesOf(user, groups, isEverything).has('');
  const names = [...grants.users()].filter((name) => isPowerful(name, []));
  const accounts = names.flatMap((name) => splitServiceAccountUsername(name) ?? []);
  return {
    users: new Set([
      ...ALWAYS_POWERFUL.users,
      ...names.filter((name) => splitServiceAccountUsername(name) === undefined),
    ]),
    groups: new Set([...ALWAYS_POWERFUL.groups, ...[...grants.groups()].filter((name) => isPowerful('', [name]))]),
    serviceAccounts: new Set(accounts.map(({ namespace, name }) => `${namespace}/${name}`)),
  };
}

const isEverything = ({ verbs, apiGroups, resources, resourceNames }: PolicyRule): boolean =>
  resourceNames.length === 0 && [verbs, apiGroups, resources].every((list) => list.includes('*'));
