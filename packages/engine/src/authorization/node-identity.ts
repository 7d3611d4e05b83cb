/**
 * Kubelets as users: `system:node:<name>` in the group `system:nodes`. The name is not validated; it may be empty.
 *
 * Source: pkg/auth/nodeidentifier/default.go.
 */
import { NODES_GROUP, type UserInfo } from './user-info.js';

const NODE_USER_PREFIX = 'system:node:';

/** The node that the user is; undefined for everybody else. */
export function nodeNameOfUser(user: UserInfo): string | undefined {
  if (!user.name.startsWith(NODE_USER_PREFIX) || !user.groups.includes(NODES_GROUP)) return undefined;
  return user.name.slice(NODE_USER_PREFIX.length);
}
