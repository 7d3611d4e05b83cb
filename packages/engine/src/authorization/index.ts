/** What authorizers are asked and answer, and everything about a request's permission that is not RBAC. */
export { type ABACPolicies, type ABACPolicy, abacAuthorizer, parseABACPolicies } from './abac-authorizer.js';
export {
  type Reviewed,
  reviewAttributes,
  reviewLocalSubjectAccess,
  reviewSelfSubjectAccess,
  reviewSelfSubjectRules,
  reviewSubjectAccess,
} from './access-review.js';
export {
  validateLocalSubjectAccessReview,
  validateSelfSubjectAccessReview,
  validateSubjectAccessReview,
} from './access-review-validation.js';
export {
  type ApiStatus,
  badRequestStatus,
  forbiddenStatus,
  formatGroupResource,
  type GroupResource,
  internalErrorStatus,
  invalidStatus,
  notFoundStatus,
  plainErrorStatus,
  type StatusCause,
  type StatusDetails,
} from './api-status.js';
export { type Attributes, nonResourceAttributes, resourceAttributes } from './attributes.js';
export {
  type AsyncAuthorizer,
  type Authorizer,
  alwaysAllowAuthorizer,
  alwaysDenyAuthorizer,
  privilegedGroupAuthorizer,
  unionAsyncAuthorizer,
  unionAuthorizer,
} from './authorizer.js';
export {
  ALLOW,
  type AuthorizationResult,
  aggregateMessage,
  allow,
  type Decision,
  NO_OPINION,
  noOpinion,
} from './decision.js';
export {
  type FieldRequirement,
  type ParsedFieldSelector,
  parseFieldSelector,
  requiredValue,
} from './field-selector.js';
export { type AuditAnnotations, type FilterOutcome, filterOutcome, forbidden, internalErrorBody } from './forbidden.js';
export { goQuote, goQuoteList } from './go-syntax.js';
export { type LabelOperator, type LabelRequirement, matchesLabels } from './label-selector.js';
export { type ParsedLabelSelector, parseLabelSelector } from './label-selector-syntax.js';
export { nodeNameOfUser } from './node-identity.js';
export { ALWAYS_ALLOW_PATHS, type PathAuthorizer, pathAuthorizer } from './path-authorizer.js';
export { percentDecode, queryValues } from './percent-decoding.js';
export { type Procedure, runProcedure, runProcedureAsync } from './procedure.js';
export { attributesOf, type RequestInfo, type RequestInfoResult, requestInfoFromURL } from './request-info.js';
export { type ResolvedRules, type RuleResolver, unionRuleResolver, webhookRuleResolver } from './rule-resolver.js';
export { selectorAttributes, webhookSelectors } from './selector-attributes.js';
export {
  type ServiceAccountName,
  serviceAccountGroups,
  serviceAccountUsername,
  splitServiceAccountUsername,
} from './service-account-user.js';
export {
  ALL_AUTHENTICATED,
  ALL_UNAUTHENTICATED,
  ANONYMOUS,
  NODES_GROUP,
  SYSTEM_PRIVILEGED_GROUP,
  type UserInfo,
  userInfo,
  userString,
} from './user-info.js';
export {
  isCacheableByWebhook,
  type MatchOutcome,
  WEBHOOK_CACHE_SIZE,
  WEBHOOK_RETRY,
  type WebhookFailurePolicy,
  webhookCacheKey,
  webhookDecision,
  webhookFailure,
  webhookReviewSpec,
  webhookSkipped,
} from './webhook-authorizer.js';
