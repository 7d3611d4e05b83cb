/**
 * One question of an impersonation and what becomes of the answer. Whatever is not an `allow` refuses, also an error of
 * the authorizers, which stands in the text of the 403.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation/mode.go (checkAuthorization).
 */
import type { ApiStatus } from '../authorization/api-status.js';
import { type Attributes, resourceAttributes } from '../authorization/attributes.js';
import { aggregateMessage } from '../authorization/decision.js';
import { forbidden } from '../authorization/forbidden.js';
import type { Procedure } from '../authorization/procedure.js';
import { splitServiceAccountUsername } from '../authorization/service-account-user.js';
import { ALL_AUTHENTICATED, ALL_UNAUTHENTICATED, ANONYMOUS, type UserInfo } from '../authorization/user-info.js';

export const AUTHENTICATION_GROUP = 'authentication.k8s.io';

/** Undefined when allowed. */
export function* refusalOf(attributes: Attributes): Procedure<ApiStatus | undefined> {
  const { decision, reason, errors } = yield attributes;
  if (decision === 'allow') return undefined;
  const error = aggregateMessage(errors);
  const text = error === '' ? reason : reason === '' ? error : `${error}: ${reason}`;
  return forbidden(attributes, text);
}

/** The refusal of the first question that is not allowed. */
export function* firstRefusal(questions: Iterable<Attributes>): Procedure<ApiStatus | undefined> {
  for (const question of questions) {
    const refusal = yield* refusalOf(question);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** Group and version of the resources `users`, `groups` and `serviceaccounts`. */
export interface IdentityGroupVersion {
  readonly apiGroup: string;
  readonly apiVersion: string;
}

/** May the requester be this user? A service account is asked for in its namespace. */
export function usernameAttributes(
  requester: UserInfo,
  verb: string,
  { apiGroup, apiVersion }: IdentityGroupVersion,
  username: string,
): Attributes {
  const account = splitServiceAccountUsername(username);
  const { namespace, name } = account ?? { namespace: '', name: username };
  const resource = account === undefined ? 'users' : 'serviceaccounts';
  return resourceAttributes({ user: requester, verb, apiGroup, apiVersion, resource, namespace, name });
}

/** One question for each value of each key. */
export function extraAttributes(
  requester: UserInfo,
  verb: string,
  extra: ReadonlyMap<string, readonly string[]>,
): readonly Attributes[] {
  return [...extra].flatMap(([subresource, values]) =>
    values.map((name) => authenticationAttributes(requester, verb, 'userextras', subresource, name)),
  );
}

export function authenticationAttributes(
  requester: UserInfo,
  verb: string,
  resource: string,
  subresource: string,
  name: string,
): Attributes {
  return resourceAttributes({
    user: requester,
    verb,
    apiGroup: AUTHENTICATION_GROUP,
    apiVersion: 'v1',
    resource,
    subresource,
    name,
  });
}

/** The groups with the one that says whether the user is known, unless they already say it. */
export function withAuthenticatedGroup(name: string, groups: readonly string[]): readonly string[] {
  if (name === ANONYMOUS) {
    return groups.includes(ALL_UNAUTHENTICATED) ? groups : [...groups, ALL_UNAUTHENTICATED];
  }
  const told = groups.includes(ALL_AUTHENTICATED) || groups.includes(ALL_UNAUTHENTICATED);
  return told ? groups : [...groups, ALL_AUTHENTICATED];
}
