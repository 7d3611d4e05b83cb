/**
 * Impersonation by the verb `impersonate`: one right for the user or service account, one for each group and value of
 * an extra, one for the uid. A service account without groups is in its own; an ordinary user is in none but
 * `system:authenticated`.
 *
 * The old filter (gate ConstrainedImpersonation off) asks user, groups, extras, uid, in the core group without a
 * version, and refuses on any error; the newer code asks user, uid, groups, extras and lets an `allow` stand.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation/{impersonation,mode}.go.
 */
import type { ApiStatus } from '../authorization/api-status.js';
import { type Attributes, resourceAttributes } from '../authorization/attributes.js';
import { forbidden } from '../authorization/forbidden.js';
import type { Procedure } from '../authorization/procedure.js';
import { serviceAccountGroups, splitServiceAccountUsername } from '../authorization/service-account-user.js';
import type { UserInfo } from '../authorization/user-info.js';
import {
  authenticationAttributes,
  extraAttributes,
  firstRefusal,
  usernameAttributes,
  withAuthenticatedGroup,
} from './impersonation-check.js';

export type LegacyResult =
  | { readonly kind: 'impersonated'; readonly user: UserInfo }
  | { readonly kind: 'refused'; readonly status: ApiStatus };

const VERB = 'impersonate';

/** As the filter does it that has no constrained modes. */
export function* impersonateByOldFilter(requester: UserInfo, wanted: UserInfo): Procedure<LegacyResult> {
  const { username, uid, groups, extras } = questionsOf(requester, wanted, '');
  for (const question of [username, ...groups, ...extras, ...uid]) {
    const { decision, reason, errors } = yield question;
    if (errors.length > 0 || decision !== 'allow') return { kind: 'refused', status: forbidden(question, reason) };
  }
  return { kind: 'impersonated', user: legacyUser(wanted) };
}

/** As the last of the constrained modes does it. */
export function* impersonateByLegacyMode(requester: UserInfo, wanted: UserInfo): Procedure<LegacyResult> {
  const { username, uid, groups, extras } = questionsOf(requester, wanted, 'v1');
  const status = yield* firstRefusal([username, ...uid, ...groups, ...extras]);
  return status === undefined ? { kind: 'impersonated', user: legacyUser(wanted) } : { kind: 'refused', status };
}

function questionsOf(requester: UserInfo, wanted: UserInfo, apiVersion: string) {
  const group = (name: string): Attributes =>
    resourceAttributes({ user: requester, verb: VERB, apiVersion, resource: 'groups', name });
  return {
    username: usernameAttributes(requester, VERB, { apiGroup: '', apiVersion }, wanted.name),
    groups: wanted.groups.map(group),
    extras: extraAttributes(requester, VERB, wanted.extra),
    uid: wanted.uid === '' ? [] : [authenticationAttributes(requester, VERB, 'uids', '', wanted.uid)],
  };
}

function legacyUser(wanted: UserInfo): UserInfo {
  const account = splitServiceAccountUsername(wanted.name);
  const own = account !== undefined && wanted.groups.length === 0;
  const groups = own ? serviceAccountGroups(account.namespace) : wanted.groups;
  return { ...wanted, groups: withAuthenticatedGroup(wanted.name, groups) };
}
