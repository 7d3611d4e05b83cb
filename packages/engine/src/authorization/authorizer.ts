/**
 * Authorizers and their chain. The first `allow` or `deny` ends the search; `system:masters` is asked first and never
 * restricted. When nobody has an opinion the reasons are joined by line breaks and the errors gathered.
 *
 * Source: k8s.io/apiserver/pkg/authorization/{union,authorizerfactory}.
 */
import type { Attributes } from './attributes.js';
import { ALLOW, type AuthorizationResult, NO_OPINION, noOpinion } from './decision.js';
import type { RuleResolver } from './rule-resolver.js';
import { SYSTEM_PRIVILEGED_GROUP } from './user-info.js';

export interface Authorizer {
  authorize(attributes: Attributes): AuthorizationResult;
}

/** An authorizer that may have to ask somebody else, such as a webhook. */
export interface AsyncAuthorizer {
  authorize(attributes: Attributes): AuthorizationResult | Promise<AuthorizationResult>;
}

/** The chain of `authorizers`, in order. */
export function unionAuthorizer(authorizers: readonly Authorizer[]): Authorizer {
  return {
    authorize(attributes) {
      let undecided: AuthorizationResult = NO_OPINION;
      for (const authorizer of authorizers) {
        const result = authorizer.authorize(attributes);
        if (result.decision !== 'noOpinion') return result;
        undecided = joined(undecided, result);
      }
      return undecided;
    },
  };
}

/** The chain of `authorizers`, in order; one is asked only when those before it had no opinion. */
export function unionAsyncAuthorizer(authorizers: readonly AsyncAuthorizer[]): AsyncAuthorizer {
  return {
    async authorize(attributes) {
      let undecided: AuthorizationResult = NO_OPINION;
      for (const authorizer of authorizers) {
        const result = await authorizer.authorize(attributes);
        if (result.decision !== 'noOpinion') return result;
        undecided = joined(undecided, result);
      }
      return undecided;
    },
  };
}

/** Members of `system:masters` may do anything. Stands first in every chain of an API server. */
export const privilegedGroupAuthorizer: Authorizer = {
  authorize: ({ user }) => (user.groups.includes(SYSTEM_PRIVILEGED_GROUP) ? ALLOW : NO_OPINION),
};

/** Mode AlwaysAllow. */
export const alwaysAllowAuthorizer: Authorizer & RuleResolver = {
  authorize: () => ALLOW,
  rulesFor: () => ({
    resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
    nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
    incomplete: false,
    errors: [],
  }),
};

/** Mode AlwaysDeny: no opinion on anything, so that the chain refuses. */
export const alwaysDenyAuthorizer: Authorizer & RuleResolver = {
  authorize: () => noOpinion('Everything is forbidden.'),
  rulesFor: () => ({ resourceRules: [], nonResourceRules: [], incomplete: false, errors: [] }),
};

function joined(first: AuthorizationResult, second: AuthorizationResult): AuthorizationResult {
  if (second.reason === '' && second.errors.length === 0) return first;
  if (first.reason === '' && first.errors.length === 0) return second;
  const reasons = [first.reason, second.reason].filter((reason) => reason !== '');
  return { decision: 'noOpinion', reason: reasons.join('\n'), errors: [...first.errors, ...second.errors] };
}
