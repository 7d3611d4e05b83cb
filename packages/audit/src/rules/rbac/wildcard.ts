import type { RuleOfNeed } from '../../attack-paths/need.js';
import type { Severity } from '../../finding.js';
import type { ObjectRule, Report } from '../../rule.js';
import { ROLES } from './grant-rule.js';

export const wildcard: ObjectRule = {
  id: 'rbac/wildcard',
  title: 'A role for every resource',
  severity: 'medium',
  gains: 'cluster',
  layer: 'cluster',
  standards: ['CIS:5.1.3', 'NSA:rbac', 'MITRE:T1078'],
  description:
    'A rule of the role has `*` as its resource: everything of the API group, subresources such as `pods/exec` included, and also what later versions and extensions bring.',
  risk: 'Nobody knows what such a rule grants. In the core group, and with `*` as the group, it holds Secrets, tokens and code execution.',
  remediation: 'Name the resources and verbs that are used; `bulkhead can --list` shows what a subject has.',
  subject: 'object',
  kinds: ROLES,
  check: (object, cluster): readonly Report[] => {
    const { rules, isDefault, needs } = cluster.roles.roleOf(object);
    if (!rules.some(({ resources }) => resources.includes('*')) || isDefault) return [];
    return rules.flatMap(({ resources, apiGroups, verbs, resourceNames }, index) => {
      if (!resources.includes('*')) return [];
      const names = resourceNames.length === 0 ? '' : ` named ${resourceNames.join(', ')}`;
      const groups = apiGroups.map((group) =>
        group === '' ? 'the core group' : group === '*' ? 'every group' : group,
      );
      return {
        fields: [`rules[${index}].resources`],
        message: `${verbs.join(', ')} on every resource of ${groups.join(', ')}${names}`,
        severity: severityOf(
          needs.filter(({ ruleIndex }) => ruleIndex === index),
          object.identity.kind,
        ),
      };
    });
  },
};

function severityOf(needs: readonly RuleOfNeed[], kind: string): Severity {
  if (needs.length === 0) return 'low';
  if (needs.some(({ names }) => names.length > 0)) return 'medium';
  return kind === 'ClusterRole' && needs.some(({ need }) => need === 'everything') ? 'critical' : 'high';
}
