/**
 * Whom some rules let their holder be: by the verb `impersonate`, or by the verbs of constrained impersonation
 * (KEP-5284). Both ask for users, groups, uids and extras on the cluster and for service accounts in their namespace;
 * the verb `impersonate` asks for the first two and for service accounts in the core group.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation/mode.go.
 */
import { NODES_GROUP } from '../../authorization/user-info.js';
import { nodeNameOf } from '../../impersonation/impersonation-mode.js';
import type { PolicyRule } from '../policy-rule.js';
import { beyond, hasName, isEmptySet, type NameSet, NO_NAMES, union } from './name-set.js';

export interface IdentityRights {
  readonly users: NameSet;
  readonly groups: NameSet;
  readonly uids: NameSet;
  /** Values by key. */
  readonly extras: ReadonlyMap<string, NameSet>;
  /** Values of every key. */
  readonly everyExtra: NameSet;
  readonly serviceAccounts: NameSet;
  /** Names of nodes that the holder can be as a node, with the group `system:nodes`. */
  readonly nodes: NameSet;
  /** A service account: the node that it runs on. */
  readonly associatedNode: boolean;
}

export const AUTHENTICATION_GROUP = 'authentication.k8s.io';
export const LEGACY_VERB = 'impersonate';
const ANY_NODE = '*';

/** By the verb `impersonate`, whatever the gate says. Rules in a namespace count for its service accounts only. */
export function legacyIdentities(rules: readonly PolicyRule[]): IdentityRights {
  const named = (apiGroup: string, resource: string): NameSet => namesOf(rules, LEGACY_VERB, apiGroup, resource);
  const users = named('', 'users');
  const groups = named('', 'groups');
  return {
    users,
    groups,
    uids: named(AUTHENTICATION_GROUP, 'uids'),
    ...extrasOf(rules, LEGACY_VERB),
    serviceAccounts: named('', 'serviceaccounts'),
    // A node is a user with its group: the name alone is not what the Node authorizer knows.
    nodes: hasName(groups, NODES_GROUP) ? nodeNames(users) : NO_NAMES,
    associatedNode: false,
  };
}

/** By the verbs of the constrained modes, when their gate is on. */
export function constrainedIdentities(rules: readonly PolicyRule[]): IdentityRights {
  const named = (verb: string, resource: string): NameSet => namesOf(rules, verb, AUTHENTICATION_GROUP, resource);
  const userInfo = 'impersonate:user-info';
  return {
    users: named(userInfo, 'users'),
    groups: named(userInfo, 'groups'),
    uids: named(userInfo, 'uids'),
    ...extrasOf(rules, userInfo),
    serviceAccounts: named('impersonate:serviceaccount', 'serviceaccounts'),
    nodes: named('impersonate:arbitrary-node', 'nodes'),
    associatedNode: hasName(named('impersonate:associated-node', 'nodes'), ANY_NODE),
  };
}

/** What one has and the other has not. */
export function identitiesBeyond(one: IdentityRights, other: IdentityRights): IdentityRights {
  const keys = [...one.extras].map(([key, values]) => {
    const known = union(other.everyExtra, other.extras.get(key) ?? NO_NAMES);
    return [key, beyond(values, known)] as const;
  });
  return {
    users: beyond(one.users, other.users),
    groups: beyond(one.groups, other.groups),
    uids: beyond(one.uids, other.uids),
    extras: new Map(keys.filter(([, values]) => !isEmptySet(values))),
    everyExtra: beyond(one.everyExtra, other.everyExtra),
    serviceAccounts: beyond(one.serviceAccounts, other.serviceAccounts),
    nodes: beyond(one.nodes, other.nodes),
    // Whoever can be every node can be its own.
    associatedNode: one.associatedNode && !other.associatedNode && other.nodes !== 'any',
  };
}

export function hasIdentities(rights: IdentityRights): boolean {
  const { users, groups, uids, extras, everyExtra, serviceAccounts, nodes, associatedNode } = rights;
  const sets = [users, groups, uids, everyExtra, serviceAccounts, nodes];
  return associatedNode || extras.size > 0 || sets.some((names) => !isEmptySet(names));
}

/** The nodes among user names. */
export function nodeNames(users: NameSet): NameSet {
  if (users === 'any') return 'any';
  return new Set([...users].flatMap((user) => nodeNameOf(user) ?? []));
}

const hasOrAll = (list: readonly string[], item: string): boolean => list.includes('*') || list.includes(item);

const allows = (rule: PolicyRule, verb: string, apiGroup: string): boolean =>
  hasOrAll(rule.verbs, verb) && hasOrAll(rule.apiGroups, apiGroup);

const namesIn = ({ resourceNames }: PolicyRule): NameSet =>
  resourceNames.length === 0 ? 'any' : new Set(resourceNames);

function namesOf(rules: readonly PolicyRule[], verb: string, apiGroup: string, resource: string): NameSet {
  return rules
    .filter((rule) => allows(rule, verb, apiGroup) && hasOrAll(rule.resources, resource))
    .reduce<NameSet>((names, rule) => union(names, namesIn(rule)), NO_NAMES);
}

const EXTRAS = 'userextras/';

/** The key of an extra is asked for as the subresource, and so also matched by `*` before a slash. */
function extrasOf(rules: readonly PolicyRule[], verb: string): Pick<IdentityRights, 'extras' | 'everyExtra'> {
  const extras = new Map<string, NameSet>();
  let everyExtra: NameSet = NO_NAMES;
  for (const rule of rules) {
    if (!allows(rule, verb, AUTHENTICATION_GROUP)) continue;
    for (const resource of rule.resources) {
      if (resource === '*') everyExtra = union(everyExtra, namesIn(rule));
      const prefix = [EXTRAS, '*/'].find((start) => resource.startsWith(start));
      if (prefix === undefined) continue;
      const key = resource.slice(prefix.length);
      extras.set(key, union(extras.get(key) ?? NO_NAMES, namesIn(rule)));
    }
  }
  return { extras, everyExtra };
}
