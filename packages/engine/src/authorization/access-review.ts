/**
 * Access reviews as functions: SubjectAccessReview, LocalSubjectAccessReview, SelfSubjectAccessReview and
 * SelfSubjectRulesReview. A review asks the same chain as every request; the user of a SubjectAccessReview is taken
 * exactly as given. An explicit `deny` sets `denied`; no opinion is merely not allowed.
 *
 * Source: pkg/registry/authorization/{subject,localsubject,selfsubject}accessreview/rest.go,
 * selfsubjectrulesreview/rest.go.
 */
import type { VersionProfile } from '@bulkhead/apimachinery';
import type {
  LocalSubjectAccessReview,
  ResourceAttributes,
  SelfSubjectAccessReview,
  SelfSubjectRulesReview,
  SubjectAccessReview,
  SubjectAccessReviewSpec,
  SubjectAccessReviewStatus,
  SubjectRulesReviewStatus,
} from '@bulkhead/apimachinery/types/authorization-v1';
import {
  validateLocalSubjectAccessReview,
  validateSelfSubjectAccessReview,
  validateSubjectAccessReview,
} from './access-review-validation.js';
import { type ApiStatus, badRequestStatus, invalidStatus } from './api-status.js';
import { type Attributes, nonResourceAttributes, resourceAttributes } from './attributes.js';
import { type AuthorizationResult, aggregateMessage } from './decision.js';
import type { Procedure } from './procedure.js';
import type { RuleResolver } from './rule-resolver.js';
import { selectorAttributes } from './selector-attributes.js';
import { type UserInfo, userInfo } from './user-info.js';

export type Reviewed<Status> =
  | { readonly kind: 'status'; readonly status: Status }
  | { readonly kind: 'refused'; readonly status: ApiStatus };

type ReviewSpec = Pick<SubjectAccessReviewSpec, 'resourceAttributes' | 'nonResourceAttributes'>;

export function* reviewSubjectAccess(
  review: SubjectAccessReview,
  profile: VersionProfile,
): Procedure<Reviewed<SubjectAccessReviewStatus>> {
  const spec = effectiveSpec(review.spec ?? {}, profile);
  const errors = validateSubjectAccessReview({ ...review, spec }, profile.minor);
  if (errors.length > 0) return refused(invalidStatus(GROUP, '', '', errors, profile.minor));
  return yield* answer(spec, subjectOf(spec), profile);
}

/** `namespace` is the one of the URL. */
export function* reviewLocalSubjectAccess(
  review: LocalSubjectAccessReview,
  namespace: string,
  profile: VersionProfile,
): Procedure<Reviewed<SubjectAccessReviewStatus>> {
  const spec = effectiveSpec(review.spec ?? {}, profile);
  const errors = validateLocalSubjectAccessReview({ ...review, spec }, profile.minor);
  if (errors.length > 0) return refused(invalidStatus(GROUP, '', '', errors, profile.minor));
  if (namespace === '') return refused(badRequestStatus('namespace is required on this type: '));
  if (namespace !== (review.metadata?.namespace ?? '')) {
    const message = `spec.resourceAttributes.namespace must match namespace: ${namespace}`;
    return refused(badRequestStatus(message));
  }
  return yield* answer(spec, subjectOf(spec), profile);
}

/** `user` is the one of the request, after impersonation; undefined when the request has none. */
export function* reviewSelfSubjectAccess(
  review: SelfSubjectAccessReview,
  user: UserInfo | undefined,
  profile: VersionProfile,
): Procedure<Reviewed<SubjectAccessReviewStatus>> {
  const spec = effectiveSpec(review.spec ?? {}, profile);
  const errors = validateSelfSubjectAccessReview({ ...review, spec }, profile.minor);
  if (errors.length > 0) return refused(invalidStatus(GROUP, '', '', errors, profile.minor));
  if (user === undefined) return refused(badRequestStatus('no user present on request'));
  return yield* answer(spec, user, profile);
}

/** The answer has neither metadata nor spec. */
export function reviewSelfSubjectRules(
  review: SelfSubjectRulesReview,
  user: UserInfo | undefined,
  resolver: RuleResolver,
): Reviewed<SubjectRulesReviewStatus> {
  if (user === undefined) return refused(badRequestStatus('no user present on request'));
  const namespace = review.spec?.namespace ?? '';
  if (namespace === '') return refused(badRequestStatus('no namespace on request'));
  const { resourceRules, nonResourceRules, incomplete, errors } = resolver.rulesFor(user, namespace);
  const evaluationError = aggregateMessage(errors);
  const status = {
    resourceRules,
    nonResourceRules,
    incomplete,
    ...(evaluationError === '' ? {} : { evaluationError }),
  };
  return { kind: 'status', status };
}

/** The attributes of a review for this user. An empty version means every version. */
export function reviewAttributes(spec: ReviewSpec, user: UserInfo, profile: VersionProfile): Attributes {
  if (spec.resourceAttributes === undefined) {
    const { verb = '', path = '' } = spec.nonResourceAttributes ?? {};
    return nonResourceAttributes(user, verb, path);
  }
  const { namespace = '', verb = '', group = '', version = '', resource = '' } = spec.resourceAttributes;
  const { subresource = '', name = '' } = spec.resourceAttributes;
  return resourceAttributes({
    user,
    verb,
    namespace,
    apiGroup: group,
    apiVersion: version === '' ? '*' : version,
    resource,
    subresource,
    name,
    ...selectorAttributes(spec.resourceAttributes, profile),
  });
}

const GROUP = 'authorization.k8s.io';

const refused = (status: ApiStatus): { readonly kind: 'refused'; readonly status: ApiStatus } => ({
  kind: 'refused',
  status,
});

function* answer(
  spec: ReviewSpec,
  user: UserInfo,
  profile: VersionProfile,
): Procedure<Reviewed<SubjectAccessReviewStatus>> {
  const attributes = reviewAttributes(spec, user, profile);
  const result: AuthorizationResult = yield attributes;
  const evaluationError = evaluationErrorOf(result, attributes);
  const status = {
    allowed: result.decision === 'allow',
    ...(result.decision === 'deny' ? { denied: true } : {}),
    ...(result.reason === '' ? {} : { reason: result.reason }),
    ...(evaluationError === '' ? {} : { evaluationError }),
  };
  return { kind: 'status', status };
}

function evaluationErrorOf(result: AuthorizationResult, attributes: Attributes): string {
  const texts = result.errors.length > 0 ? [aggregateMessage(result.errors)] : [];
  const { fieldSelectorError, fieldSelectorRequirements } = attributes;
  const { labelSelectorError, labelSelectorRequirements } = attributes;
  if (fieldSelectorError !== undefined) texts.push(ignoredText('fieldSelector', fieldSelectorRequirements));
  if (labelSelectorError !== undefined) texts.push(ignoredText('labelSelector', labelSelectorRequirements));
  return texts.join('; ');
}

function ignoredText(selector: string, kept: readonly unknown[] = []): string {
  const partially = kept.length > 0 ? 'partially ' : '';
  return `spec.resourceAttributes.${selector} ${partially}ignored due to parse error`;
}

/** Selectors are cleared, not refused, while the cluster does not authorize by them. */
function effectiveSpec<Spec extends ReviewSpec>(spec: Spec, profile: VersionProfile): Spec {
  if (spec.resourceAttributes === undefined || profile.enabled('AuthorizeWithSelectors')) return spec;
  const { fieldSelector: _field, labelSelector: _label, ...rest } = spec.resourceAttributes;
  const cleared: ResourceAttributes = rest;
  return { ...spec, resourceAttributes: cleared };
}

function subjectOf(spec: SubjectAccessReviewSpec): UserInfo {
  return userInfo({
    name: spec.user ?? '',
    uid: spec.uid ?? '',
    groups: spec.groups ?? [],
    extra: new Map(Object.entries(spec.extra ?? {})),
  });
}
