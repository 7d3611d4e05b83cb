/**
 * Constrained impersonation (KEP-5284) as a way to a right: the right to be, in one mode, a subject that has it, and the
 * right to do this very thing in that mode. The mode `associated-node` depends on where the requester runs and is left
 * out; `system:masters` cannot be taken on.
 */
import { type Attributes, resourceAttributes } from '../authorization/attributes.js';
import { splitServiceAccountUsername } from '../authorization/service-account-user.js';
import { SYSTEM_PRIVILEGED_GROUP, userInfo } from '../authorization/user-info.js';
import type { SubjectThatCan } from './subject-that-can.js';
import { ANY_NAME } from './wanted-rights.js';
import type { WayRound } from './ways-round.js';

type Mode = 'user-info' | 'serviceaccount' | 'arbitrary-node';

const NODE_USER_PREFIX = 'system:node:';
const NODES_GROUP = 'system:nodes';
const NOBODY = userInfo({});

export function constrainedImpersonationWays(
  attributes: Attributes,
  direct: readonly SubjectThatCan[],
): readonly WayRound[] {
  const identities: Readonly<Record<Mode, Attributes[]>> = {
    'user-info': [],
    serviceaccount: [],
    'arbitrary-node': [],
  };
  const groups: Attributes[] = [];
  for (const { kind, namespace, name } of direct) {
    const account = kind === 'ServiceAccount' ? { namespace, name } : splitServiceAccountUsername(name);
    if (kind === 'Group') {
      if (name === NODES_GROUP) identities['arbitrary-node'].push(being('arbitrary-node', 'nodes', '', ANY_NAME));
      else if (name !== SYSTEM_PRIVILEGED_GROUP) groups.push(being('user-info', 'groups', '', name));
    } else if (account !== undefined) {
      identities.serviceaccount.push(being('serviceaccount', 'serviceaccounts', account.namespace, account.name));
    } else if (name.startsWith(NODE_USER_PREFIX)) {
      identities['arbitrary-node'].push(being('arbitrary-node', 'nodes', '', name.slice(NODE_USER_PREFIX.length)));
    } else {
      identities['user-info'].push(being('user-info', 'users', '', name));
    }
  }
  const ways = (['user-info', 'serviceaccount', 'arbitrary-node'] as const).map((mode): WayRound => {
    return { how: 'impersonate', steps: [identities[mode], [doing(mode, attributes)]] };
  });
  const anyUser = [being('user-info', 'users', '', ANY_NAME)];
  const byGroup: WayRound = { how: 'impersonate', steps: [groups, anyUser, [doing('user-info', attributes)]] };
  return [...ways, byGroup].filter(({ steps: [first = []] }) => first.length > 0);
}

const being = (mode: Mode, resource: string, namespace: string, name: string): Attributes =>
  resourceAttributes({
    user: NOBODY,
    verb: `impersonate:${mode}`,
    apiGroup: 'authentication.k8s.io',
    resource,
    namespace,
    name,
  });

const doing = (mode: Mode, attributes: Attributes): Attributes => ({
  ...attributes,
  user: NOBODY,
  verb: `impersonate-on:${mode}:${attributes.verb}`,
});
