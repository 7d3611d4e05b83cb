/**
 * TokenReview: others ask whom a token stands for. SelfSubjectReview: a user asks who he is.
 *
 * Source: pkg/registry/authentication/{tokenreview,selfsubjectreview}/storage.go.
 */

import type {
  UserInfo as ApiUser,
  TokenReview,
  TokenReviewStatus,
} from '@bulkhead/apimachinery/types/authentication-v1';
import { aggregateMessage, type UserInfo } from '@bulkhead/engine/authorization';
import { apiTime } from '../registry/api-time.js';
import { badRequest, internalError } from '../registry/failures.js';
import { commonAudiences } from './audiences.js';
import { withAuthenticatedGroup } from './authentication-stage.js';
import type { TokenAuthenticator } from './authenticator.js';
import { authenticateBearer, INVALID_BEARER_TOKEN } from './bearer-token.js';
import { reasonsOf } from './union.js';

export interface TokenReviewing {
  /** Those of the bearer tokens of requests. */
  readonly tokens: TokenAuthenticator;
  readonly apiAudiences: readonly string[];
}

/** The status of the review. Throws `StatusError`. */
export async function reviewToken(
  { tokens, apiAudiences }: TokenReviewing,
  { spec }: TokenReview,
): Promise<TokenReviewStatus> {
  const token = spec?.token ?? '';
  if (token === '') throw badRequest('token is required for TokenReview in authentication');
  const wanted = (spec?.audiences ?? []).length > 0 ? (spec?.audiences ?? []) : apiAudiences;
  // As in a header: the first word. White space before it is not a token.
  const [word = ''] = token.trimEnd().split(' ');
  const result = await authenticateBearer(tokens, word, wanted);
  if (result.kind !== 'authenticated') {
    // A request is first compared with the server's own token, which it never has.
    return { user: {}, error: aggregateMessage([INVALID_BEARER_TOKEN, ...reasonsOf(result)]) };
  }
  const { audiences = [] } = result;
  if (wanted.length > 0 && audiences.length > 0 && commonAudiences(wanted, audiences).length === 0) {
    throw internalError('error validating audiences');
  }
  const user = apiUser(withAuthenticatedGroup(result.user));
  return { authenticated: true, user, ...(audiences.length === 0 ? {} : { audiences }) };
}

/** The answer to a user who asks for himself, after impersonation; `now` in milliseconds. */
export function selfSubjectReview(apiVersion: string, user: UserInfo, now: number): object {
  return {
    kind: 'SelfSubjectReview',
    apiVersion,
    metadata: { creationTimestamp: apiTime(now) },
    status: { userInfo: apiUser(user) },
  };
}

/** A user as the API writes it: what is empty is left out. */
export function apiUser({ name, uid, groups, extra }: UserInfo): ApiUser {
  return {
    ...(name === '' ? {} : { username: name }),
    ...(uid === '' ? {} : { uid }),
    ...(groups.length === 0 ? {} : { groups }),
    // From entries: a key such as `__proto__` stays a key.
    ...(extra.size === 0 ? {} : { extra: Object.fromEntries([...extra].sort(([a], [b]) => (a < b ? -1 : 1))) }),
  };
}
