/**
 * The constrained modes of impersonation (KEP-5284), in the order in which they are tried. Each has a condition on who
 * wants to be whom, a right to be that identity (`impersonate:<mode>`) and a right to do this very thing in its name
 * (`impersonate-on:<mode>:<verb>`).
 *
 * associated-node  a service account, the node that its token is bound to; asked for all nodes, `*`, at once
 * arbitrary-node   any node
 * serviceaccount   any service account
 * user-info        everybody else, with uid, groups and extras
 *
 * The first three take a user name and nothing else.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation/mode.go; the same in 1.35 and 1.36.
 */
import type { Attributes } from '../authorization/attributes.js';
import { isDNS1123Subdomain } from '../authorization/name-syntax.js';
import { splitServiceAccountUsername } from '../authorization/service-account-user.js';
import type { UserInfo } from '../authorization/user-info.js';

export type ConstrainedMode = 'associated-node' | 'arbitrary-node' | 'serviceaccount' | 'user-info';
export type ImpersonationMode = ConstrainedMode | 'legacy';

/** In the order in which they are tried. */
export const IMPERSONATION_MODES: readonly ImpersonationMode[] = [
  'associated-node',
  'arbitrary-node',
  'serviceaccount',
  'user-info',
  'legacy',
];

const NODE_USER_PREFIX = 'system:node:';
const NODE_NAME_KEY = 'authentication.kubernetes.io/node-name';
const ASSOCIATED_KEYS = 'authentication.kubernetes.io/associated-node-keys';

/** The node that a user name stands for; undefined for every other user. */
export function nodeNameOf(username: string): string | undefined {
  if (!username.startsWith(NODE_USER_PREFIX)) return undefined;
  const name = username.slice(NODE_USER_PREFIX.length);
  return isDNS1123Subdomain(name) ? name : undefined;
}

/** Whether the mode has anything to say about this requester and this wanted user. */
export function modeApplies(mode: ConstrainedMode, requester: UserInfo, wanted: UserInfo): boolean {
  const node = nodeNameOf(wanted.name);
  const isAccount = splitServiceAccountUsername(wanted.name) !== undefined;
  switch (mode) {
    case 'associated-node':
      return node !== undefined && isOnlyAName(wanted) && isAssociatedWith(requester, node);
    case 'arbitrary-node':
      return node !== undefined && isOnlyAName(wanted);
    case 'serviceaccount':
      return isAccount && isOnlyAName(wanted);
    case 'user-info':
      return node === undefined && !isAccount;
    default:
      return mode satisfies never;
  }
}

/**
 * The requester as authorizers see it in this mode. For the associated node its extras are replaced by their keys, so
 * that an answer holds for the same service account on every node.
 */
export function requesterIn(mode: ConstrainedMode, requester: UserInfo): UserInfo {
  if (mode !== 'associated-node') return requester;
  return { ...requester, extra: new Map([[ASSOCIATED_KEYS, [...requester.extra.keys()].sort()]]) };
}

/** The request itself with the verb of the mode. */
export function actionAttributes(mode: ConstrainedMode, attributes: Attributes): Attributes {
  return {
    ...attributes,
    user: requesterIn(mode, attributes.user),
    verb: `impersonate-on:${mode}:${attributes.verb}`,
  };
}

const isOnlyAName = ({ uid, groups, extra }: UserInfo): boolean =>
  uid === '' && groups.length === 0 && extra.size === 0;

function isAssociatedWith(requester: UserInfo, node: string): boolean {
  if (splitServiceAccountUsername(requester.name) === undefined) return false;
  const values = requester.extra.get(NODE_NAME_KEY) ?? [];
  return values.length === 1 && values[0] === node;
}
