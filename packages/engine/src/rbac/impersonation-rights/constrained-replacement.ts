/**
 * The rules of constrained impersonation (KEP-5284) that stand in for those of the verb `impersonate`: whom their holder
 * may be, nobody else than before. What is done in their name takes further rules, see `action-rules.ts`.
 *
 * Not everything can be said in the new rules: `system:masters` and extra keys that are no lower-case path with a domain
 * are refused there, service accounts and nodes come without groups, uid and extras, and extras only by their keys. A
 * user of the name of a node becomes that node, with its group; so only a holder of both name and group is given it.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation/mode.go.
 */
import { domainPrefixedPathErrors } from '../../authorization/name-syntax.js';
import { splitServiceAccountUsername } from '../../authorization/service-account-user.js';
import { NODES_GROUP, SYSTEM_PRIVILEGED_GROUP } from '../../authorization/user-info.js';
import { type ConstrainedMode, nodeNameOf } from '../../impersonation/impersonation-mode.js';
import type { PolicyRule } from '../policy-rule.js';
import { AUTHENTICATION_GROUP, type IdentityRights, LEGACY_VERB, legacyIdentities } from './identity-rights.js';
import { filtered, hasName, isEmptySet, type NameSet } from './name-set.js';

export interface ConstrainedReplacement {
  /** Whom the rules that name the verb `impersonate` let their holder be. */
  readonly legacy: IdentityRights;
  /** The rules of the role without the verb `impersonate`. */
  readonly remaining: readonly PolicyRule[];
  readonly identityRules: readonly PolicyRule[];
  /** Modes in which there is somebody to be. */
  readonly modes: readonly ConstrainedMode[];
  /** What was allowed and will not be. */
  readonly lost: readonly LostIdentity[];
  /** Rules with the verb `*`, which holds `impersonate` too: while they stand, nothing is constrained. */
  readonly wildcardRules: readonly number[];
}

export interface LostIdentity {
  readonly text: string;
  /** Somebody wrote it out, so it is needed: the verb `impersonate` must stay. */
  readonly isNamed: boolean;
}

export interface ReplacementOptions {
  /** The holder acts as the node that it runs on and as no other. */
  readonly associatedNode?: boolean;
}

/** Undefined when no rule names the verb `impersonate` on something that it is asked for. */
export function constrainedReplacement(
  rules: readonly PolicyRule[],
  options: ReplacementOptions = {},
): ConstrainedReplacement | undefined {
  const legacy = rules.filter(isExplicit).map((rule) => ({ ...rule, verbs: [LEGACY_VERB] }));
  const rights = legacyIdentities(legacy);
  const lost = lostIdentities(rights);
  const identities = identityRules(rights, options.associatedNode === true && rights.nodes === 'any');
  if (identities.length === 0 && lost.length === 0) return undefined;
  return {
    legacy: rights,
    remaining: rules.flatMap((rule) => {
      if (!isExplicit(rule)) return [rule];
      const verbs = rule.verbs.filter((verb) => verb !== LEGACY_VERB);
      return verbs.length === 0 ? [] : [{ ...rule, verbs }];
    }),
    identityRules: identities,
    modes: [...new Set(identities.flatMap(({ verbs }) => verbs.map(modeOf)))],
    lost,
    wildcardRules: rules.flatMap((rule, index) => (isWildcard(rule) ? [index] : [])),
  };
}

const isExplicit = ({ verbs }: PolicyRule): boolean => verbs.includes(LEGACY_VERB) && !verbs.includes('*');

/** Whether the verb `*` of the rule makes it one for identities. */
function isWildcard(rule: PolicyRule): boolean {
  if (!rule.verbs.includes('*')) return false;
  const { users, groups, uids, extras, everyExtra, serviceAccounts } = legacyIdentities([rule]);
  return extras.size > 0 || [users, groups, uids, everyExtra, serviceAccounts].some((names) => !isEmptySet(names));
}

const modeOf = (verb: string): ConstrainedMode => verb.slice('impersonate:'.length) as ConstrainedMode;

/** A name `*` would stand for all groups at once, an empty one for none. */
const isOrdinary = (name: string): boolean => name !== '' && name !== '*';

const isGroup = (name: string): boolean => isOrdinary(name) && name !== SYSTEM_PRIVILEGED_GROUP;

const isExtraKey = (key: string): boolean =>
  !key.includes('*') && key === key.toLowerCase() && domainPrefixedPathErrors(key).length === 0;

/** Neither a service account, for which no user is asked, nor a node. */
const isPlainUser = (name: string): boolean =>
  name !== '' && splitServiceAccountUsername(name) === undefined && nodeNameOf(name) === undefined;

function identityRules(rights: IdentityRights, isAssociated: boolean): readonly PolicyRule[] {
  const ofMode = (mode: ConstrainedMode, resources: readonly string[], names: NameSet): readonly PolicyRule[] =>
    resources.length === 0 || isEmptySet(names) ? [] : [identityRule(mode, resources, names)];
  return [
    ...userInfoRules(rights),
    ...ofMode('serviceaccount', ['serviceaccounts'], filtered(rights.serviceAccounts, isOrdinary)),
    ...ofMode(isAssociated ? 'associated-node' : 'arbitrary-node', ['nodes'], rights.nodes),
  ];
}

function userInfoRules({ users, groups, uids, extras, everyExtra }: IdentityRights): readonly PolicyRule[] {
  if ([users, groups, uids, everyExtra].every((names) => names === 'any')) {
    return [identityRule('user-info', ['*'], 'any')];
  }
  const keys = [...extras].filter(([key]) => isExtraKey(key));
  const byResource: readonly (readonly [string, NameSet])[] = [
    ['users', filtered(users, isPlainUser)],
    ['groups', filtered(groups, isGroup)],
    ['uids', filtered(uids, isOrdinary)],
    ...keys.map(([key, values]) => [`userextras/${key}`, filtered(values, isOrdinary)] as const),
  ];
  const unlimited = byResource.filter(([, names]) => names === 'any').map(([resource]) => resource);
  const limited = byResource.filter(([, names]) => names !== 'any' && names.size > 0);
  return [
    ...(unlimited.length === 0 ? [] : [identityRule('user-info', unlimited, 'any')]),
    ...limited.map(([resource, names]) => identityRule('user-info', [resource], names)),
  ];
}

/** `names` are not empty: a rule without names would be one for all. */
function identityRule(mode: ConstrainedMode, resources: readonly string[], names: NameSet): PolicyRule {
  return {
    verbs: [`impersonate:${mode}`],
    apiGroups: [AUTHENTICATION_GROUP],
    resources,
    resourceNames: names === 'any' ? [] : [...names].sort(),
    nonResourceURLs: [],
  };
}

function lostIdentities(rights: IdentityRights): readonly LostIdentity[] {
  const { users, groups, uids, extras, everyExtra, serviceAccounts, nodes } = rights;
  const lost: LostIdentity[] = [];
  if (hasName(groups, SYSTEM_PRIVILEGED_GROUP)) {
    lost.push({ text: `the group ${SYSTEM_PRIVILEGED_GROUP}`, isNamed: groups !== 'any' });
  }
  const wrongKeys = [...extras.keys()].filter((key) => !isExtraKey(key));
  if (wrongKeys.length > 0) {
    const text = `the extra keys ${wrongKeys.join(', ')}, which are no lower-case paths with a domain`;
    lost.push({ text, isNamed: true });
  }
  const isAll = [users, groups, uids].every((names) => names === 'any');
  if (!isEmptySet(everyExtra) && !(isAll && everyExtra === 'any')) {
    lost.push({ text: 'extras of every key: name the keys, as userextras/example.com/key', isNamed: false });
  }
  const isFreelyNamed = !isEmptySet(groups) || !isEmptySet(uids) || extras.size > 0 || !isEmptySet(everyExtra);
  if (isFreelyNamed && (!isEmptySet(serviceAccounts) || !isEmptySet(nodes))) {
    const text = 'service accounts and nodes with other groups, a uid or extras than their own';
    lost.push({ text, isNamed: false });
  }
  const bare = users === 'any' ? [] : [...users].filter((name) => nodeNameOf(name) !== undefined);
  if (bare.length > 0 && isEmptySet(nodes)) {
    lost.push({ text: `${bare.join(', ')} without the group ${NODES_GROUP}`, isNamed: true });
  }
  return lost;
}
