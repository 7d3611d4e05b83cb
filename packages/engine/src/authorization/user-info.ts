/**
 * Who asks: a name, a unique id, groups and further attributes, as an authenticator or an impersonation states them.
 * Nothing is derived from the name; groups count as they stand.
 *
 * Source: k8s.io/apiserver/pkg/authentication/user/user.go.
 */

export const SYSTEM_PRIVILEGED_GROUP = 'system:masters';
export const NODES_GROUP = 'system:nodes';
export const ALL_AUTHENTICATED = 'system:authenticated';
export const ALL_UNAUTHENTICATED = 'system:unauthenticated';
export const ANONYMOUS = 'system:anonymous';

export interface UserInfo {
  readonly name: string;
  readonly uid: string;
  readonly groups: readonly string[];
  /** Further attributes by lower-case key, for example `authentication.kubernetes.io/node-name`. */
  readonly extra: ReadonlyMap<string, readonly string[]>;
}

const NO_EXTRA: ReadonlyMap<string, readonly string[]> = new Map();
const NO_GROUPS: readonly string[] = Object.freeze([]);

/** A user with the parts that were left out empty. */
export function userInfo(parts: Partial<UserInfo>): UserInfo {
  return {
    name: parts.name ?? '',
    uid: parts.uid ?? '',
    groups: parts.groups ?? NO_GROUPS,
    extra: parts.extra ?? NO_EXTRA,
  };
}

/** `name[group,group]`, as the request log prints who impersonates whom. */
export function userString(user: UserInfo | undefined): string {
  if (user === undefined) return '<none>';
  const groups = user.groups.length > 0 ? `[${user.groups.join(',')}]` : '';
  return `${user.name === '' ? '<empty>' : user.name}${groups}`;
}
