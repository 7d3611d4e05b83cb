/** Suggested rules beside those that their holder has: nobody should get more by them. */
import type { Attributes } from '../../authorization/attributes.js';
import type { UserInfo } from '../../authorization/user-info.js';
import { sortedCompactRules, uncoveredAtoms } from '../covers.js';
import { type PolicyRule, ruleAllows } from '../policy-rule.js';
import type { RbacIndex } from '../rbac-index.js';
import type { RulesByNamespace } from './minimal-rules.js';

/** Whether a rule for any object of the request's kind is held, or nothing is that allows the request at all. */
export function isHeldUnnamed(index: RbacIndex, users: readonly UserInfo[], request: Attributes): boolean {
  const rules = rulesIn(index, users, request.namespace).filter((rule) => ruleAllows(rule, request));
  return rules.length === 0 || rules.some(({ resourceNames }) => resourceNames.length === 0);
}

/** The part of `suggested` that no present rule of the users covers. */
export function rulesBeyond(
  index: RbacIndex,
  users: readonly UserInfo[],
  suggested: RulesByNamespace,
): RulesByNamespace {
  const beyond = [...suggested].map(([namespace, rules]) => {
    return [namespace, sortedCompactRules(uncoveredAtoms(rulesIn(index, users, namespace), rules))] as const;
  });
  return new Map(beyond.filter(([, rules]) => rules.length > 0));
}

const rulesIn = (index: RbacIndex, users: readonly UserInfo[], namespace: string): readonly PolicyRule[] =>
  users.flatMap((user) => index.userRules(user, namespace).grants.map(({ rule }) => rule));
