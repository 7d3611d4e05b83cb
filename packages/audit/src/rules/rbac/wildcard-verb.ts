import { isBuiltInGroup } from '@bulkhead/apimachinery';
import type { ObjectRule, Report } from '../../rule.js';
import { ROLES } from './grant-rule.js';

export const wildcardVerb: ObjectRule = {
  id: 'rbac/wildcard-verb',
  title: 'Every verb on a resource',
  severity: 'low',
  gains: 'workload',
  layer: 'cluster',
  standards: ['CIS:5.1.3', 'NSA:rbac', 'MITRE:T1078'],
  description:
    'A rule has the verb `*`: also `deletecollection`, and what is no request for an object, such as `impersonate`, `bind`, `escalate` and verbs that later versions bring. On custom resources it is only noted. What the verbs open to an attacker other rules say.',
  risk: 'More than whoever wrote it meant: everything of the kind is deleted by one request.',
  remediation: 'Name the verbs that are used.',
  subject: 'object',
  kinds: ROLES,
  check: (object, { roles }): readonly Report[] => {
    const { rules, isDefault, needs } = roles.roleOf(object);
    if (isDefault) return [];
    const told = new Set(needs.map(({ ruleIndex }) => ruleIndex));
    return rules.flatMap(({ verbs, apiGroups, resources }, index): readonly Report[] => {
      if (!verbs.includes('*') || resources.length === 0 || resources.includes('*')) return [];
      const isBuiltIn = apiGroups.some((group) => group === '*' || isBuiltInGroup(group));
      return [
        {
          fields: [`rules[${index}].verbs`],
          message: `every verb on ${resources.join(', ')}`,
          severity: isBuiltIn && !told.has(index) ? 'low' : 'info',
        },
      ];
    });
  },
};
