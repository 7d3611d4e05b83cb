/** From requests that were made to the smallest roles that allow them, and to what is granted beside them. */
export { isGrantable } from './grantable.js';
export { type HandedOut, type RoleWrite, rulesToHandOut } from './handed-out.js';
export { isHeldUnnamed, rulesBeyond } from './held-rights.js';
export { impersonationRequests, requestsBehind } from './implied-requests.js';
export { joinedRules, keptRules } from './kept-rules.js';
export {
  MAX_RESOURCE_NAMES,
  type MinimalRulesOptions,
  minimalRules,
  type RulesByNamespace,
} from './minimal-rules.js';
export { rolesWithBindings, type SuggestedObject, suggestedName, suggestedObjects } from './suggested-objects.js';
export { type UnusedGrant, unusedGrants } from './unused-grants.js';
export { ALL_VERBS, isSeenInLog } from './verbs.js';
