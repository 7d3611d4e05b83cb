/** Role-based access control: the index that answers requests, and everything about roles and bindings around it. */
export { type AccessGrant, accessGrants, aggregationChain } from './access-grant.js';
export { type AggregatedClusterRoles, aggregateClusterRoles, aggregatedFrom } from './aggregation.js';
export { BOOTSTRAPPING_LABEL, type BootstrapObjects, bootstrapObjects, nodeRules } from './bootstrap-objects.js';
export { buildRbacIndex, type ClusterRBAC, type RbacObject } from './cluster-rbac.js';
export { atomsOf, compactRules, sortedCompactRules, uncoveredAtoms } from './covers.js';
export { type DeadPart, deadParts } from './dead-rule.js';
export {
  checkEscalation,
  type EscalationGround,
  type EscalationRequest,
  type EscalationResult,
} from './escalation.js';
export { equalButForGarbageCollection } from './garbage-collection-change.js';
export type { IndexedBinding } from './indexed-binding.js';
export type { IndexedRole } from './indexed-role.js';
export { apiPolicyRule, compactRuleString, type PolicyRule, policyRule, ruleAllows } from './policy-rule.js';
export { RbacIndex, type RuleGrant, type UserRules } from './rbac-index.js';
export {
  type BindingObject,
  RBAC_GROUP,
  type RbacKind,
  type RbacProblem,
  type RoleObject,
  type RoleRef,
  readBinding,
  readRole,
  type Subject,
} from './rbac-object.js';
export {
  AUTO_UPDATE_ANNOTATION,
  BINDING_ATTEMPTS,
  type ReconciledBinding,
  type ReconciledRole,
  type ReconcileOperation,
  ROLE_ATTEMPTS,
  reconcileBinding,
  reconcileRole,
} from './reconcile.js';
export type { HowSubjectCan, SubjectThatCan } from './subject-that-can.js';
export { type WhoCanOptions, whoCan, whoCanAnywhere } from './who-can.js';
