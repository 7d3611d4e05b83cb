/**
 * What turning on the gate ConstrainedImpersonation changes for somebody with these rules. The verb `impersonate` keeps
 * working as the last mode that is tried. New power comes from rules that nobody asked before: written for the gate, or
 * with the verb `*`, which also stands for `impersonate:<mode>` on whatever resources the rule has, and for
 * `impersonate-on:<mode>:<verb>`. It takes both kinds in one mode, and counts as far as `impersonate` does not give it.
 */
import { ALL_AUTHENTICATED } from '../../authorization/user-info.js';
import type { ConstrainedMode } from '../../impersonation/impersonation-mode.js';
import type { PolicyRule } from '../policy-rule.js';
import { isActionRule } from './action-rules.js';
import {
  constrainedIdentities,
  hasIdentities,
  type IdentityRights,
  identitiesBeyond,
  legacyIdentities,
} from './identity-rights.js';
import { filtered, isEmptySet, NO_NAMES } from './name-set.js';
import type { PlacedRule, RulesByScope } from './subject-grants.js';

/** Identities by the namespace in which they count; `''` is the cluster and holds for every namespace. */
export type IdentitiesByScope = ReadonlyMap<string, IdentityRights>;

export interface GainedPower {
  readonly mode: ConstrainedMode;
  readonly identities: IdentitiesByScope;
  /** What may be done in their names, by the scope of the request. */
  readonly actions: RulesByScope;
  /** Whether it takes a verb `*`, so that nobody wrote it on purpose. */
  readonly byWildcard: boolean;
}

export interface GateEffect {
  /** Whether there is something that stays allowed by the verb `impersonate`, and makes limits beside it moot. */
  readonly keepsLegacy: boolean;
  readonly gained: readonly GainedPower[];
  /** The user name of a node, taken on without groups, comes with the group `system:nodes` when the gate is on. */
  readonly nodesJoinGroup: boolean;
  /** Modes with identities and nothing to do in their names, or the reverse. */
  readonly incomplete: readonly ConstrainedMode[];
}

const MODES: readonly ConstrainedMode[] = ['associated-node', 'arbitrary-node', 'serviceaccount', 'user-info'];

/** `modes` are those that can apply: only a service account is on a node. */
export function gateEffect(rules: RulesByScope, modes: readonly ConstrainedMode[] = MODES): GateEffect {
  const legacy = identitiesByScope(rules, legacyIdentities);
  const constrained = identitiesByScope(rules, constrainedIdentities);
  const effects = modes.map((mode) => ({ mode, effect: effectInMode(mode, rules, legacy, constrained) }));
  const users = legacy.get('')?.users ?? NO_NAMES;
  const hasNodeMode = ofMode('arbitrary-node', constrained).size > 0 && actionsIn('arbitrary-node', rules).size > 0;
  return {
    keepsLegacy: legacy.size > 0,
    gained: effects.flatMap(({ effect }) => (typeof effect === 'object' ? [effect] : [])),
    nodesJoinGroup: hasNodeMode && (users === 'any' || [...users].some((name) => name.startsWith('system:node:'))),
    incomplete: effects.filter(({ effect }) => effect === 'incomplete').map(({ mode }) => mode),
  };
}

/** Identities by the scope of the rules; in a namespace for its service accounts alone. */
export function identitiesByScope(
  rules: RulesByScope,
  identitiesOf: (rules: readonly PolicyRule[]) => IdentityRights,
): IdentitiesByScope {
  const byScope = new Map<string, IdentityRights>();
  for (const [namespace, placed] of rules) {
    const all = identitiesOf(placed.map(({ rule }) => rule));
    const own = namespace === '' ? all : { ...NOBODY, serviceAccounts: all.serviceAccounts };
    if (hasIdentities(own)) byScope.set(namespace, own);
  }
  return byScope;
}

/** The identities of a mode that `impersonate` does not give. */
export function identitiesBeyondLegacy(mode: ConstrainedMode, rules: RulesByScope): IdentitiesByScope {
  const legacy = identitiesByScope(rules, legacyIdentities);
  return beyondLegacy(ofMode(mode, identitiesByScope(rules, constrainedIdentities)), legacy);
}

function effectInMode(
  mode: ConstrainedMode,
  rules: RulesByScope,
  legacy: IdentitiesByScope,
  constrained: IdentitiesByScope,
): GainedPower | 'incomplete' | 'none' {
  const own = ofMode(mode, constrained);
  const identities = beyondLegacy(own, legacy);
  const actions = actionsIn(mode, rules);
  if (own.size === 0 || actions.size === 0) {
    return isWrittenFor(mode, rules) && own.size + actions.size > 0 ? 'incomplete' : 'none';
  }
  if (identities.size === 0) return 'none';
  const written = new Map(
    [...rules].map(([scope, placed]) => [scope, placed.filter(({ rule }) => !rule.verbs.includes('*'))] as const),
  );
  const onPurpose = ofMode(mode, identitiesByScope(written, constrainedIdentities));
  const byWildcard = beyondLegacy(identities, onPurpose).size > 0 || [...actions.values()].flat().some(isWildcard);
  return { mode, identities, actions, byWildcard };
}

const isWildcard = ({ rule }: PlacedRule): boolean => rule.verbs.includes('*');

/** Whether somebody wrote a verb of the mode. A `*` that is half a way to it was not meant for it. */
const isWrittenFor = (mode: ConstrainedMode, rules: RulesByScope): boolean =>
  [...rules.values()]
    .flat()
    .some(({ rule }) =>
      rule.verbs.some((verb) => verb === `impersonate:${mode}` || verb.startsWith(`impersonate-on:${mode}:`)),
    );

function actionsIn(mode: ConstrainedMode, rules: RulesByScope): RulesByScope {
  const found = [...rules].map(([scope, placed]) => {
    return [scope, placed.filter(({ rule }) => isActionRule(rule, mode))] as const;
  });
  return new Map(found.filter(([, placed]) => placed.length > 0));
}

const NOBODY: IdentityRights = {
  users: NO_NAMES,
  groups: NO_NAMES,
  uids: NO_NAMES,
  extras: new Map(),
  everyExtra: NO_NAMES,
  serviceAccounts: NO_NAMES,
  nodes: NO_NAMES,
  associatedNode: false,
};

function ofMode(mode: ConstrainedMode, identities: IdentitiesByScope): IdentitiesByScope {
  const own = [...identities].map(([scope, rights]) => [scope, rightsOfMode(mode, rights)] as const);
  return new Map(own.filter(([, rights]) => hasIdentities(rights)));
}

function rightsOfMode(mode: ConstrainedMode, rights: IdentityRights): IdentityRights {
  const { users, groups, uids, extras, everyExtra, serviceAccounts, nodes, associatedNode } = rights;
  switch (mode) {
    case 'user-info':
      // Without a user there is nobody to have the groups.
      return isEmptySet(users)
        ? NOBODY
        : { ...NOBODY, users, groups: withoutImplied(groups), uids, extras, everyExtra };
    case 'serviceaccount':
      return { ...NOBODY, serviceAccounts };
    case 'arbitrary-node':
      return { ...NOBODY, nodes };
    case 'associated-node':
      return { ...NOBODY, associatedNode };
    default:
      return mode satisfies never;
  }
}

/** Everybody who is impersonated is in it anyway. */
const withoutImplied = (groups: IdentityRights['groups']) => filtered(groups, (name) => name !== ALL_AUTHENTICATED);

function beyondLegacy(identities: IdentitiesByScope, legacy: IdentitiesByScope): IdentitiesByScope {
  const cluster = legacy.get('') ?? NOBODY;
  const left = [...identities].map(([scope, rights]) => {
    const beyondCluster = identitiesBeyond(rights, cluster);
    return [
      scope,
      scope === '' ? beyondCluster : identitiesBeyond(beyondCluster, legacy.get(scope) ?? NOBODY),
    ] as const;
  });
  return new Map(left.filter(([, rights]) => hasIdentities(rights)));
}
