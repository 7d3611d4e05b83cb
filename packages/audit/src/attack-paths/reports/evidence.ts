/** Why a step is possible, in words and as data: the rule, the binding, and how many more would do. */
import { apiPolicyRule, compactRuleString } from '@bulkhead/engine/rbac';
import { subjectText } from '../changes.js';
import type { Grant } from '../grants.js';
import { needText } from '../need.js';
import type { Requirement } from '../step.js';

const qualified = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string =>
  namespace === '' ? name : `${namespace}/${name}`;

/** `create pods: RoleBinding a/b of Role a/c to User ann, rules[0] {...}`. */
export function requirementText({ need, grants }: Requirement): string {
  const [grant] = grants;
  if (grant === undefined) return needText(need);
  const more = grants.length > 1 ? ` (and ${grants.length - 1} more)` : '';
  return `${needText(need, grant.rule)}: ${grantText(grant)}${more}`;
}

function grantText({ binding, role, subject, rule, ruleIndex, through }: Grant): string {
  const what = `${role.kind} ${qualified(role)}`;
  const bound =
    binding === undefined || subject === undefined
      ? what
      : `${binding.kind} ${qualified(binding)} of ${what} to ${subjectText(subject)}`;
  const own = `${bound}, rules[${ruleIndex}] ${compactRuleString(rule)}`;
  return through === undefined ? own : `${own}; impersonated by ${grantText(through)}`;
}

/** The same as data. */
export function requirementData({ need, grants }: Requirement) {
  const [grant] = grants;
  return {
    need: needText(need, grant?.rule),
    ...(grant === undefined ? {} : grantData(grant)),
    alternatives: Math.max(0, grants.length - 1),
  };
}

function grantData({ binding, role, subject, rule, ruleIndex, through }: Grant): object {
  return {
    binding: binding === undefined ? null : identity(binding),
    role: identity(role),
    subject: subject === undefined ? null : identity(subject),
    ruleIndex,
    rule: apiPolicyRule(rule),
    ...(through === undefined ? {} : { impersonatedBy: grantData(through) }),
  };
}

const identity = ({ kind, namespace, name }: { kind: string; namespace: string; name: string }) => ({
  kind,
  namespace,
  name,
});
