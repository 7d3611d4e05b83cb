/**
 * Which rules a user has in a namespace, as far as authorizers can tell: what SelfSubjectRulesReview shows. Not to be
 * used to decide: an authorizer may be unable to list its rules (`incomplete`) or may refuse by other means.
 *
 * Source: k8s.io/apiserver/pkg/authorization/{authorizer/rule.go,union/union.go}.
 */
import type { NonResourceRule, ResourceRule } from '@bulkhead/apimachinery/types/authorization-v1';
import type { UserInfo } from './user-info.js';

export interface ResolvedRules {
  readonly resourceRules: readonly ResourceRule[];
  readonly nonResourceRules: readonly NonResourceRule[];
  /** There may be more rules than these. */
  readonly incomplete: boolean;
  readonly errors: readonly string[];
}

export interface RuleResolver {
  rulesFor(user: UserInfo, namespace: string): ResolvedRules;
}

/** The rules of all resolvers, one after the other. */
export function unionRuleResolver(resolvers: readonly RuleResolver[]): RuleResolver {
  return {
    rulesFor(user, namespace) {
      const all = resolvers.map((resolver) => resolver.rulesFor(user, namespace));
      return {
        resourceRules: all.flatMap(({ resourceRules }) => resourceRules),
        nonResourceRules: all.flatMap(({ nonResourceRules }) => nonResourceRules),
        incomplete: all.some(({ incomplete }) => incomplete),
        errors: all.flatMap(({ errors }) => errors),
      };
    },
  };
}

/** The resolver of a webhook authorizer: it cannot list anything. */
export const webhookRuleResolver: RuleResolver = {
  rulesFor: () => ({
    resourceRules: [],
    nonResourceRules: [],
    incomplete: true,
    errors: ['webhook authorizer does not support user rule resolution'],
  }),
};
