/** Who may become whom, what constrained impersonation (KEP-5284) changes, and the rules that replace `impersonate`. */
export { actionRules, actionRulesForVerbs, isRequestVerb } from './action-rules.js';
export {
  type ConstrainedReplacement,
  constrainedReplacement,
  type LostIdentity,
  type ReplacementOptions,
} from './constrained-replacement.js';
export {
  type GainedPower,
  type GateEffect,
  gateEffect,
  type IdentitiesByScope,
  identitiesByScope,
} from './gate-effect.js';
export { constrainedIdentities, hasIdentities, type IdentityRights, legacyIdentities } from './identity-rights.js';
export { type HolderSubject, type ImpersonationHolder, impersonationHolders } from './impersonation-holders.js';
export {
  ALWAYS_POWERFUL,
  type ImpersonationTier,
  impersonationTier,
  type PowerfulSubjects,
} from './impersonation-tier.js';
export type { NameSet } from './name-set.js';
export {
  type RoleReplacement,
  type RoleReplacementOptions,
  roleReplacement,
  subjectReference,
  type WidenedHolder,
} from './role-replacement.js';
export { type PlacedRule, type RulesByScope, SubjectGrants } from './subject-grants.js';
