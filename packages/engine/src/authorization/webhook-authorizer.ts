/**
 * The webhook authorizer without its HTTP: what is asked, which questions are skipped by match conditions, what an
 * answer or a failure means, and what may be remembered.
 *
 * Source: k8s.io/apiserver/plugin/pkg/authorizer/webhook/webhook.go, pkg/authorization/cel/matcher.go.
 */
import type { VersionProfile } from '@bulkhead/apimachinery';
import type { SubjectAccessReviewSpec, SubjectAccessReviewStatus } from '@bulkhead/apimachinery/types/authorization-v1';
import type { Attributes } from './attributes.js';
import { type AuthorizationResult, aggregateMessage, NO_OPINION } from './decision.js';
import { webhookSelectors } from './selector-attributes.js';

/** Answers that are remembered, at most. */
export const WEBHOOK_CACHE_SIZE = 8192;
const MAX_CACHED_LENGTH = 10_000;

/** How often and after which pauses a failed call is made again. */
export const WEBHOOK_RETRY = Object.freeze({ milliseconds: 500, factor: 1.5, jitter: 0.2, steps: 5 });

/** The `spec` of the review that is sent, in the field order of the API. */
export function webhookReviewSpec(attributes: Attributes, profile: VersionProfile): SubjectAccessReviewSpec {
  const { user, verb, path } = attributes;
  const extra = Object.fromEntries([...user.extra.keys()].sort().map((key) => [key, [...(user.extra.get(key) ?? [])]]));
  return {
    ...(attributes.resourceRequest
      ? { resourceAttributes: resourceAttributesOf(attributes, profile) }
      : { nonResourceAttributes: withoutEmpty({ path, verb }) }),
    ...withoutEmpty({ user: user.name }),
    ...(user.groups.length > 0 ? { groups: [...user.groups] } : {}),
    ...(user.extra.size > 0 ? { extra } : {}),
    ...withoutEmpty({ uid: user.uid }),
  };
}

function resourceAttributesOf(attributes: Attributes, profile: VersionProfile) {
  const { namespace, verb, apiGroup: group, apiVersion: version, resource, subresource, name } = attributes;
  return {
    ...withoutEmpty({ namespace, verb, group, version, resource, subresource, name }),
    ...(profile.enabled('AuthorizeWithSelectors') ? webhookSelectors(attributes) : {}),
  };
}

const withoutEmpty = <Key extends string>(texts: { readonly [key in Key]: string }): { [key in Key]?: string } =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')) as { [key in Key]?: string };

/** The key under which an answer is remembered: the question itself. */
export const webhookCacheKey = (spec: SubjectAccessReviewSpec): string => JSON.stringify(spec);

/** Whether an answer may be remembered: not for questions that somebody made long. */
export function isCacheableByWebhook(attributes: Attributes): boolean {
  const { namespace, verb, apiGroup, apiVersion, resource, subresource, name, path } = attributes;
  const parts = [namespace, verb, apiGroup, apiVersion, resource, subresource, name, path];
  return parts.reduce((length, part) => length + utf8Length(part), 0) < MAX_CACHED_LENGTH;
}

/** What the answer of a webhook means. */
export function webhookDecision(status: SubjectAccessReviewStatus): AuthorizationResult {
  const { allowed = false, denied = false, reason = '' } = status;
  const errors = allowed && denied ? ['webhook subject access review returned both allow and deny response'] : [];
  if (denied) return { decision: 'deny', reason, errors };
  return { decision: allowed ? 'allow' : 'noOpinion', reason, errors };
}

export type WebhookFailurePolicy = 'NoOpinion' | 'Deny';

/** What a call that failed in the end means. */
export function webhookFailure(policy: WebhookFailurePolicy, error: string): AuthorizationResult {
  return { decision: policy === 'Deny' ? 'deny' : 'noOpinion', reason: '', errors: [error] };
}

/** The value of a match condition, or why there is none. */
export type MatchOutcome = boolean | { readonly error: string };

/**
 * Undefined when the webhook is to be called. One condition that is false skips it, whatever the others came to;
 * otherwise an error counts as the failure policy says.
 */
export function webhookSkipped(
  conditions: readonly { readonly expression: string; readonly outcome: MatchOutcome }[],
  policy: WebhookFailurePolicy,
): AuthorizationResult | undefined {
  if (conditions.some(({ outcome }) => outcome === false)) return NO_OPINION;
  const errors = conditions.flatMap(({ expression, outcome }) =>
    typeof outcome === 'boolean'
      ? []
      : [`cel evaluation error: expression '${expression}' resulted in error: ${outcome.error}`],
  );
  return errors.length === 0 ? undefined : webhookFailure(policy, aggregateMessage(errors));
}

function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
