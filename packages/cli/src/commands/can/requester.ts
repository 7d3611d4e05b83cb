/**
 * Who asks, from `--as` and `--as-group`: with the groups that authentication gives a service account or a node, unless
 * groups are named, and the one that says whether the user is known. As impersonation makes a user.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation; pkg/auth/nodeidentifier.
 */
import {
  ALL_AUTHENTICATED,
  ALL_UNAUTHENTICATED,
  ANONYMOUS,
  NODES_GROUP,
  serviceAccountGroups,
  splitServiceAccountUsername,
  type UserInfo,
  userInfo,
} from '@bulkhead/engine/authorization';
import { UsageError } from '../../context.js';

const NODE_PREFIX = 'system:node:';

export function requesterOf(name: string | undefined, groups: readonly string[] | undefined): UserInfo {
  if (name === undefined && groups === undefined) {
    throw new UsageError('say who asks: --as USER, --as system:serviceaccount:NAMESPACE:NAME, or --as-group GROUP');
  }
  if (name === '' || groups?.includes('') === true) throw new UsageError('--as and --as-group need a name');
  const user = name ?? '';
  return userInfo({ name: user, groups: withAuthenticated(user, groups ?? groupsOf(user)) });
}

function groupsOf(name: string): readonly string[] {
  const account = splitServiceAccountUsername(name);
  if (account !== undefined) return serviceAccountGroups(account.namespace);
  return name.startsWith(NODE_PREFIX) && name !== NODE_PREFIX ? [NODES_GROUP] : [];
}

function withAuthenticated(name: string, groups: readonly string[]): readonly string[] {
  if (groups.includes(ALL_AUTHENTICATED) || groups.includes(ALL_UNAUTHENTICATED)) return groups;
  return [...groups, name === ANONYMOUS ? ALL_UNAUTHENTICATED : ALL_AUTHENTICATED];
}

/** `User "ann" (groups devs, system:authenticated)` */
export function describeRequester({ name, groups }: UserInfo): string {
  const inGroups = `${groups.length === 1 ? 'group' : 'groups'} ${groups.join(', ')}`;
  return name === '' ? `whoever is in ${inGroups}` : `${name} (${inGroups})`;
}
