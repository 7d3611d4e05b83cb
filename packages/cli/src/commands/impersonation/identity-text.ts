/** Identities in words: `any user, groups devs, service accounts web in shop`. */
import type { IdentitiesByScope, IdentityRights, NameSet } from '@bulkhead/engine/rbac/impersonation-rights';

/** More names are counted. */
const MAX_NAMES = 6;

export function identityTexts(identities: IdentitiesByScope): readonly string[] {
  return [...identities].flatMap(([scope, rights]) => textsOf(scope, rights));
}

function textsOf(scope: string, rights: IdentityRights): readonly string[] {
  const { users, groups, uids, extras, everyExtra, serviceAccounts, nodes, associatedNode } = rights;
  const where = scope === '' ? '' : ` in ${scope}`;
  return [
    ...named(users, 'user', 'users'),
    ...named(groups, 'group', 'groups'),
    ...named(serviceAccounts, 'service account', 'service accounts').map((text) => `${text}${where}`),
    ...named(nodes, 'node', 'nodes'),
    ...(associatedNode ? ['the node that it runs on'] : []),
    ...named(uids, 'uid', 'uids'),
    ...(everyExtra === 'any' || everyExtra.size > 0 ? ['extras of any key'] : []),
    ...(extras.size > 0 ? [`extras ${listText([...extras.keys()])}`] : []),
  ];
}

function named(names: NameSet, one: string, many: string): readonly string[] {
  if (names === 'any') return [`any ${one}`];
  return names.size === 0 ? [] : [`${names.size === 1 ? one : many} ${listText([...names])}`];
}

function listText(names: readonly string[]): string {
  const more = names.length - MAX_NAMES;
  return more > 0 ? `${names.slice(0, MAX_NAMES).join(', ')} and ${more} more` : names.join(', ');
}
