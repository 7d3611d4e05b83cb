/**
 * The stage that finds out who sent a request. Later stages see the user and no credential.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/filters/authentication.go, pkg/authentication/group/authenticated_group_adder.go.
 */
import { ALL_AUTHENTICATED, ALL_UNAUTHENTICATED, ANONYMOUS, type UserInfo } from '@bulkhead/engine/authorization';
import type { ApiRequest, RequestContext, Stage } from '../http/request.js';
import { StatusError } from '../http/status-error.js';
import { type AnonymousAccess, anonymousUser } from './anonymous.js';
import { commonAudiences } from './audiences.js';
import type { AuthenticationResult, Authenticator } from './authenticator.js';
import { unionAuthenticator } from './union.js';

export interface AuthenticationStageOptions {
  /** In order: request headers of a front proxy, client certificates, bearer tokens. */
  readonly authenticators: readonly Authenticator[];
  readonly anonymous: AnonymousAccess;
  /** `--api-audiences`; the issuers when it is left out. Empty: audiences are not looked at. */
  readonly apiAudiences?: readonly string[];
  /** Why a request was not authenticated. Holds no credential. */
  readonly log?: (message: string, context: RequestContext) => void;
}

export function authenticationStage(options: AuthenticationStageOptions): Stage {
  const { anonymous, apiAudiences = [], log } = options;
  const authenticator = unionAuthenticator(options.authenticators);
  return async (context, next) => {
    const { loopbackUser } = context.request;
    if (loopbackUser !== undefined) {
      context.user = loopbackUser;
      return next(context);
    }
    const result = withAnonymous(await authenticator.authenticate(context.request), anonymous, context.info.path);
    note(context, result);
    if (result.kind !== 'authenticated') {
      log?.(
        `Unable to authenticate the request: ${result.kind === 'failed' ? result.reason : 'no credentials'}`,
        context,
      );
      throw unauthorized();
    }
    const { audiences = [] } = result;
    if (apiAudiences.length > 0 && audiences.length > 0 && commonAudiences(apiAudiences, audiences).length === 0) {
      log?.('Unable to authenticate the request: unable to match the audience', context);
      throw unauthorized();
    }
    context.user = result.user;
    context.request = withoutCredentials(context.request, result.credentialProtocol);
    return next(context);
  };
}

/** Whoever shows a credential that is not accepted is not anonymous. */
function withAnonymous(result: AuthenticationResult, anonymous: AnonymousAccess, path: string): AuthenticationResult {
  if (result.kind === 'authenticated') return { ...result, user: withAuthenticatedGroup(result.user) };
  if (result.kind === 'failed' || !anonymous.allows(path)) return result;
  return { ...result, kind: 'authenticated', user: anonymousUser() };
}

export function withAuthenticatedGroup(user: UserInfo): UserInfo {
  const { name, groups } = user;
  if (name === ANONYMOUS || groups.includes(ALL_AUTHENTICATED) || groups.includes(ALL_UNAUTHENTICATED)) return user;
  return { ...user, groups: [...groups, ALL_AUTHENTICATED] };
}

function note(context: RequestContext, { warnings = [], auditAnnotations = new Map() }: AuthenticationResult): void {
  for (const warning of warnings) context.warnings.add(warning);
  for (const [key, value] of auditAnnotations) context.auditAnnotations.set(key, value);
}

/** No `WWW-Authenticate`: a browser would ask its user for a password. */
const unauthorized = (): StatusError => new StatusError({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });

const CREDENTIAL_HEADERS: ReadonlySet<string> = new Set([
  ...['authorization', 'x-remote-user', 'x-remote-uid', 'x-remote-group'],
]);
const CREDENTIAL_PREFIX = 'x-remote-extra-';
const PROTOCOL_HEADER = 'sec-websocket-protocol';

function withoutCredentials(request: ApiRequest, protocol: string | undefined): ApiRequest {
  const isCredential = (name: string): boolean => CREDENTIAL_HEADERS.has(name) || name.startsWith(CREDENTIAL_PREFIX);
  if (protocol === undefined && ![...request.headers.keys()].some(isCredential)) return request;
  const headers = new Map([...request.headers].filter(([name]) => !isCredential(name)));
  if (protocol !== undefined) headers.set(PROTOCOL_HEADER, otherProtocols(headers.get(PROTOCOL_HEADER), protocol));
  return {
    method: request.method,
    target: request.target,
    headers,
    body: () => request.body(),
    remoteAddress: request.remoteAddress,
    clientCertificates: request.clientCertificates,
    // Made when it is asked for.
    get signal() {
      return request.signal;
    },
    ...(request.connection === undefined ? {} : { connection: request.connection }),
  };
}

function otherProtocols(values: readonly string[] | undefined, protocol: string): readonly string[] {
  const all = (values ?? []).flatMap((value) => value.split(',')).map((value) => value.trim());
  return [all.filter((value) => value !== protocol).join(',')];
}
