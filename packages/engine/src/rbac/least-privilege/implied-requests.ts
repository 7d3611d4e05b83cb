/**
 * The further rights that a logged request needed: those of the requester who acted as somebody else, and those that
 * the API server asks for behind the request where the log lets us see that it did.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation, handlers/update.go and patch.go;
 * pkg/registry/core/pod/rest/authorize.go.
 */
import type { VersionProfile } from '@bulkhead/apimachinery';
import { type Attributes, resourceAttributes } from '../../authorization/attributes.js';
import { serviceAccountGroups, splitServiceAccountUsername } from '../../authorization/service-account-user.js';
import { ALL_AUTHENTICATED, ALL_UNAUTHENTICATED, type UserInfo } from '../../authorization/user-info.js';

const CONNECTIONS: ReadonlySet<string> = new Set(['exec', 'attach', 'portforward']);
const CREATED = 201;

/** `create` behind an update that created, and behind a connection to a pod that was opened with GET. */
export function requestsBehind(
  request: Attributes,
  statusCode: number,
  profile: VersionProfile,
): readonly Attributes[] {
  const { verb, resourceRequest, apiGroup, resource, subresource } = request;
  if (!resourceRequest || verb === 'create') return [];
  const isConnection = apiGroup === '' && resource === 'pods' && CONNECTIONS.has(subresource);
  const needsCreate = isConnection
    ? profile.enabled('AuthorizePodWebsocketUpgradeCreatePermission')
    : (verb === 'update' || verb === 'patch') && statusCode === CREATED;
  return needsCreate ? [{ ...request, verb: 'create' }] : [];
}

const AUTHENTICATION_GROUP = 'authentication.k8s.io';
const NODE_PREFIX = 'system:node:';
const CONSTRAINT_PREFIX = 'impersonate:';
const ANY_NODE = '*';

/**
 * What the requester needed in order to make this request as its user. `constraint` is the verb under which constrained
 * impersonation let it, `''` for the older way.
 */
export function impersonationRequests(
  requester: UserInfo,
  request: Attributes,
  constraint: string,
): readonly Attributes[] {
  const identities = identitiesOf(request.user, constraint).map((identity) =>
    resourceAttributes({ ...identity, user: requester, verb: constraint === '' ? 'impersonate' : constraint }),
  );
  if (!constraint.startsWith(CONSTRAINT_PREFIX)) return identities;
  const verb = `impersonate-on:${constraint.slice(CONSTRAINT_PREFIX.length)}:${request.verb}`;
  return [...identities, { ...request, user: requester, verb }];
}

type Identity = Pick<Attributes, 'apiGroup' | 'resource' | 'name'> & Partial<Attributes>;

/** The older way asks for users, groups and service accounts in the core group. */
function identitiesOf(user: UserInfo, constraint: string): readonly Identity[] {
  const apiGroup = constraint === '' ? '' : AUTHENTICATION_GROUP;
  if (constraint === 'impersonate:associated-node') return [{ apiGroup, resource: 'nodes', name: ANY_NODE }];
  if (constraint === 'impersonate:arbitrary-node') {
    return [{ apiGroup, resource: 'nodes', name: user.name.slice(NODE_PREFIX.length) }];
  }
  const account = splitServiceAccountUsername(user.name);
  const implied = new Set([ALL_AUTHENTICATED, ALL_UNAUTHENTICATED]);
  if (account !== undefined) for (const group of serviceAccountGroups(account.namespace)) implied.add(group);
  const identity: Identity =
    account === undefined
      ? { apiGroup, resource: 'users', name: user.name }
      : { apiGroup, resource: 'serviceaccounts', namespace: account.namespace, name: account.name };
  const groups = user.groups.filter((group) => !implied.has(group));
  return [
    identity,
    ...groups.map((name) => ({ apiGroup, resource: 'groups', name })),
    ...(user.uid === '' ? [] : [{ apiGroup: AUTHENTICATION_GROUP, resource: 'uids', name: user.uid }]),
    ...[...user.extra].flatMap(([subresource, values]) =>
      values.map((name) => ({ apiGroup: AUTHENTICATION_GROUP, resource: 'userextras', subresource, name })),
    ),
  ];
}
