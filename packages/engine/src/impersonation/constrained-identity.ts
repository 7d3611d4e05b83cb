/**
 * May the requester be this identity, in a constrained mode? One right for the user name, then for uid, groups and
 * extras. The group `system:masters`, empty values and extra keys that are not lower-case paths with a domain are
 * refused outright. Many groups or extras are first asked for at once, under the name `*`.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation/mode.go (impersonationModeState).
 */
import type { ApiStatus } from '../authorization/api-status.js';
import { type Attributes, resourceAttributes } from '../authorization/attributes.js';
import { aggregateMessage } from '../authorization/decision.js';
import { forbidden } from '../authorization/forbidden.js';
import { goQuote } from '../authorization/go-syntax.js';
import { domainPrefixedPathErrors } from '../authorization/name-syntax.js';
import type { Procedure } from '../authorization/procedure.js';
import { serviceAccountGroups, splitServiceAccountUsername } from '../authorization/service-account-user.js';
import { NODES_GROUP, SYSTEM_PRIVILEGED_GROUP, type UserInfo } from '../authorization/user-info.js';
import {
  AUTHENTICATION_GROUP,
  authenticationAttributes,
  extraAttributes,
  firstRefusal,
  refusalOf,
  usernameAttributes,
  withAuthenticatedGroup,
} from './impersonation-check.js';
import { type ConstrainedMode, nodeNameOf, requesterIn } from './impersonation-mode.js';

/** From this many questions on, all are first asked at once. */
const MANY = 4;

/** The refusal of the identity; undefined when it may be taken. */
export function* identityRefusal(
  mode: ConstrainedMode,
  requester: UserInfo,
  wanted: UserInfo,
): Procedure<ApiStatus | undefined> {
  const user = requesterIn(mode, requester);
  const verb = `impersonate:${mode}`;
  const uid = wanted.uid === '' ? [] : [authenticationAttributes(user, verb, 'uids', '', wanted.uid)];
  return (
    (yield* firstRefusal([nameQuestion(mode, user, verb, wanted.name), ...uid])) ??
    (yield* groupsRefusal(user, verb, wanted.groups)) ??
    (yield* extraRefusal(user, verb, wanted.extra))
  );
}

/** What the identity comes to: nodes and service accounts have their fixed groups. */
export function constrainedUser(wanted: UserInfo): UserInfo {
  const account = splitServiceAccountUsername(wanted.name);
  const fixed =
    nodeNameOf(wanted.name) !== undefined
      ? [NODES_GROUP]
      : account !== undefined
        ? serviceAccountGroups(account.namespace)
        : wanted.groups;
  return { ...wanted, groups: withAuthenticatedGroup(wanted.name, fixed) };
}

function nameQuestion(mode: ConstrainedMode, user: UserInfo, verb: string, username: string): Attributes {
  const node = nodeNameOf(username);
  if (node === undefined) {
    return usernameAttributes(user, verb, { apiGroup: AUTHENTICATION_GROUP, apiVersion: 'v1' }, username);
  }
  return authenticationAttributes(user, verb, 'nodes', '', mode === 'associated-node' ? '*' : node);
}

function* groupsRefusal(user: UserInfo, verb: string, groups: readonly string[]): Procedure<ApiStatus | undefined> {
  const question = (name: string): Attributes =>
    resourceAttributes({ user, verb, apiGroup: AUTHENTICATION_GROUP, apiVersion: 'v1', resource: 'groups', name });
  if (groups.includes('')) return forbidden(question(''), 'impersonating the empty string group is not allowed');
  if (groups.includes(SYSTEM_PRIVILEGED_GROUP)) {
    const text = 'impersonating the system:masters group is not allowed';
    return forbidden(question(SYSTEM_PRIVILEGED_GROUP), text);
  }
  if (groups.length >= MANY && (yield* refusalOf(question('*'))) === undefined) return undefined;
  return yield* firstRefusal(groups.map(question));
}

function* extraRefusal(
  user: UserInfo,
  verb: string,
  extra: ReadonlyMap<string, readonly string[]>,
): Procedure<ApiStatus | undefined> {
  if (extra.size === 0) return undefined;
  const error = extraError(extra);
  if (error !== '') return forbidden(authenticationAttributes(user, verb, 'userextras', '', ''), error);
  if (isMany(extra)) {
    const all = authenticationAttributes(user, verb, 'userextras', '*', '*');
    if ((yield* refusalOf(all)) === undefined) return undefined;
  }
  return yield* firstRefusal(extraAttributes(user, verb, extra));
}

function isMany(extra: ReadonlyMap<string, readonly string[]>): boolean {
  const count = [...extra.values()].reduce((sum, values) => sum + values.length, 0);
  return extra.size >= MANY || count >= MANY;
}

function extraError(extra: ReadonlyMap<string, readonly string[]>): string {
  for (const [key, values] of extra) {
    if (key === '') return 'impersonating the empty string key in extra is not allowed';
    const errors = domainPrefixedPathErrors(key);
    if (errors.length > 0) {
      const texts = errors.map(({ value, detail }) => `extra.key: Invalid value: ${goQuote(value)}: ${detail}`);
      return `impersonating an invalid key in extra is not allowed: ${aggregateMessage(texts)}`;
    }
    if (key !== key.toLowerCase()) {
      return `impersonating a non-lowercase key in extra is not allowed: ${goQuote(key)}`;
    }
    if (values.length === 0) return 'impersonating empty values in extra is not allowed';
    if (values.includes('')) return 'impersonating the empty string value in extra is not allowed';
  }
  return '';
}
