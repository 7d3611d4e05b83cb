/** An event of an audit log as the requests that were allowed by it, or why it is none. Nothing in it is believed. */
import {
  type Attributes,
  attributesOf,
  nonResourceAttributes,
  requestInfoFromURL,
  resourceAttributes,
  type UserInfo,
  userInfo,
} from '@bulkhead/engine/authorization';
import {
  impersonationRequests,
  isGrantable,
  type RoleWrite,
  requestsBehind,
} from '@bulkhead/engine/rbac/least-privilege';
import type { ClusterProfile } from '@bulkhead/features';
import { isText, member, text, texts } from '../../authorization/untyped.js';
import { roleWrite } from './role-write.js';

export type AuditEvent =
  | {
      readonly kind: 'requests';
      readonly requests: readonly Attributes[];
      /** The role or binding that was written. */
      readonly write: RoleWrite | undefined;
    }
  /** Denied, or of a stage before the end. */
  | { readonly kind: 'uncounted' }
  | { readonly kind: 'error'; readonly message: string };

const GROUP = 'audit.k8s.io/';
const DECISION = 'authorization.k8s.io/decision';
const FIRST_ERROR = 400;

export function auditEvent(event: unknown, profile: ClusterProfile): AuditEvent {
  if (text(member(event, 'kind')) !== 'Event' || !text(member(event, 'apiVersion')).startsWith(GROUP)) {
    return error('no event: expected apiVersion audit.k8s.io/v1 and kind Event');
  }
  const stage = member(event, 'stage');
  if (!isText(stage) || stage === '') return error('stage: expected a text');
  if (stage !== 'ResponseComplete') return { kind: 'uncounted' };
  const code = member(member(event, 'responseStatus'), 'code');
  const decision = text(member(member(event, 'annotations'), DECISION));
  if (typeof code !== 'number' && decision === '') return error('responseStatus.code: expected a number');
  const status = typeof code === 'number' ? code : 0;
  if (decision === '' ? status >= FIRST_ERROR : decision !== 'allow') return { kind: 'uncounted' };
  return allowedEvent(event, status, profile);
}

function allowedEvent(event: unknown, status: number, profile: ClusterProfile): AuditEvent {
  const requester = userOf(member(event, 'user'));
  if (requester === undefined) return error('user.username: expected a text');
  const impersonated = member(event, 'impersonatedUser');
  const isImpersonated = impersonated !== undefined && impersonated !== null;
  const user = isImpersonated ? userOf(impersonated) : requester;
  if (user === undefined) return error('impersonatedUser.username: expected a text');
  const request = requestOf(event, user, profile);
  if (request === undefined) return error('objectRef, requestURI: they do not say what was asked for');
  if (!isGrantable(request))
    return error('a verb, resource or path of this request could be allowed by a wildcard only');
  const behind = requestsBehind(request, status, profile);
  const constraint = text(member(member(event, 'authenticationMetadata'), 'impersonationConstraint'));
  const impersonation = isImpersonated ? impersonationRequests(requester, request, constraint) : [];
  const all = [request, ...behind, ...impersonation];
  // Authorization may have let through what the check of escalation refused.
  const write = status < FIRST_ERROR ? roleWrite(event, request) : undefined;
  return { kind: 'requests', requests: all.filter(isGrantable), write };
}

const error = (message: string): AuditEvent => ({ kind: 'error', message });

function userOf(value: unknown): UserInfo | undefined {
  const name = text(member(value, 'username'));
  if (name === '') return undefined;
  const extra = member(value, 'extra');
  const entries = typeof extra === 'object' && extra !== null ? Object.entries(extra) : [];
  return userInfo({
    name,
    uid: text(member(value, 'uid')),
    groups: texts(member(value, 'groups')),
    extra: new Map(entries.map(([key, values]) => [key, texts(values)])),
  });
}

const METHODS: ReadonlyMap<string, string> = new Map([
  ['get', 'GET'],
  ['list', 'GET'],
  ['watch', 'GET'],
  ['create', 'POST'],
  ['update', 'PUT'],
  ['patch', 'PATCH'],
  ['delete', 'DELETE'],
  ['deletecollection', 'DELETE'],
]);

/**
 * The URL says under which name authorization saw the request: the event's own reference is completed from the object,
 * so that even a creation has a name there. The reference counts where the URL is missing or says something else.
 */
function requestOf(event: unknown, user: UserInfo, profile: ClusterProfile): Attributes | undefined {
  const verb = text(member(event, 'verb'));
  const uri = text(member(event, 'requestURI'));
  const reference = member(event, 'objectRef');
  const method = METHODS.get(verb) ?? verb.toUpperCase();
  const parsed = uri === '' ? undefined : requestInfoFromURL(method, uri, profile);
  const fromURL = parsed?.kind === 'requestInfo' ? attributesOf(user, parsed.info, profile) : undefined;
  if (typeof reference !== 'object' || reference === null) {
    if (fromURL === undefined || verb === '') return undefined;
    return fromURL.resourceRequest ? fromURL : nonResourceAttributes(user, verb, fromURL.path);
  }
  const fromReference = referredRequest(reference, verb, user);
  if (fromReference.resource === '' || verb === '') return undefined;
  return fromURL !== undefined && isSame(fromURL, fromReference) ? fromURL : fromReference;
}

const ON_COLLECTIONS: ReadonlySet<string> = new Set(['list', 'watch', 'deletecollection']);

function referredRequest(reference: object, verb: string, user: UserInfo): Attributes {
  const at = (name: string): string => text(member(reference, name));
  const subresource = at('subresource');
  const hasName = !ON_COLLECTIONS.has(verb) && (verb !== 'create' || subresource !== '');
  return resourceAttributes({
    user,
    verb,
    apiGroup: at('apiGroup'),
    apiVersion: at('apiVersion'),
    resource: at('resource'),
    subresource,
    namespace: at('namespace'),
    name: hasName ? at('name') : '',
  });
}

const isSame = (a: Attributes, b: Attributes): boolean =>
  a.resourceRequest &&
  a.verb === b.verb &&
  a.apiGroup === b.apiGroup &&
  a.resource === b.resource &&
  a.subresource === b.subresource &&
  a.namespace === b.namespace;
