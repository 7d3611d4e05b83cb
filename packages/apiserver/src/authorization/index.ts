/** Who may do what: authorizers, access reviews, and the checks of RBAC writes. */
export {
  type AccessReviewDependencies,
  type AccessReviewer,
  type AccessReviewResource,
  accessReviewer,
  isAccessReview,
} from './access-reviews.js';
export { authorizationStage } from './authorization-stage.js';
export {
  type AuthorizerChain,
  type AuthorizerChainResult,
  type AuthorizerOptions,
  authorizerChain,
} from './authorizer-chain.js';
export { type BootstrapRbacOptions, reconcileBootstrapRbac } from './bootstrap-rbac.js';
export { type RbacWrite, type RbacWriteCheck, type RbacWriteDependencies, rbacWriteCheck } from './rbac-write-check.js';
