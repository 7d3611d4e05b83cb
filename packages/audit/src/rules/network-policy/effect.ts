import { describePolicy } from '@bulkhead/engine/network-policy';
import type { ObjectRule } from '../../rule.js';

export const effect: ObjectRule = {
  id: 'network-policy/effect',
  title: 'What the policy does',
  severity: 'info',
  gains: 'nothing',
  isAlwaysUsual: true,
  layer: 'cluster',
  standards: [],
  description:
    'The policy in words: whom it isolates, in which direction, and what it lets through. What is not in its lists is said, too: a direction that stays open, DNS, addresses of `except`.',
  risk: 'None; a policy that does something else than was meant is easily overlooked.',
  remediation: 'Compare it with what was meant; `bulkhead reach` shows what all policies come to.',
  subject: 'object',
  kinds: new Set(['NetworkPolicy']),
  check: (object, { networkPolicies }) => {
    const policy = networkPolicies.compiled(object);
    return policy === undefined ? undefined : { fields: ['spec'], message: describePolicy(policy) };
  },
};
