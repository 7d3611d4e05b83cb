import type { PolicyRule } from '@bulkhead/engine/rbac';
import type { ObjectRule, Report } from '../../rule.js';
import { ROLES } from './grant-rule.js';

const AUTHENTICATION = 'authentication.k8s.io';
const IDENTITIES: ReadonlyMap<string, readonly string[]> = new Map([
  ['impersonate:user-info', ['users', 'groups']],
  ['impersonate:serviceaccount', ['serviceaccounts']],
  ['impersonate:arbitrary-node', ['nodes']],
]);

export const constrainedImpersonation: ObjectRule = {
  id: 'rbac/constrained-impersonation',
  title: 'Constrained impersonation of anybody',
  severity: 'medium',
  gains: 'cluster',
  isAlwaysUsual: true,
  layer: 'cluster',
  standards: ['CIS:5.1.8', 'NSA:rbac', 'MITRE:T1550'],
  description:
    'The role may take on any identity of a mode of constrained impersonation (KEP-5284), without a limit to names; the verb `*` in the group authentication.k8s.io holds that, too. Every identity can be used for every action that the subject has in the same mode.',
  risk: 'Each action that is granted by `impersonate-on:` is done with the rights of whoever has most.',
  remediation:
    'Limit the identities by `resourceNames`, and the actions to those that are used; name the verbs instead of `*`.',
  subject: 'object',
  kinds: ROLES,
  check: (object, { profile, roles }): readonly Report[] => {
    if (!profile.enabled('ConstrainedImpersonation')) return [];
    return roles.roleOf(object).rules.flatMap((rule, index) => {
      const found = [...IDENTITIES].flatMap(([verb, resources]) => identities(rule, verb, resources));
      if (found.length === 0) return [];
      return { fields: [`rules[${index}].resources`], message: `${found.join('; ')}: of any name` };
    });
  },
};

function identities(
  { verbs, apiGroups, resources, resourceNames }: PolicyRule,
  verb: string,
  meant: readonly string[],
): readonly string[] {
  const isUnlimited = resourceNames.length === 0 && (apiGroups.includes(AUTHENTICATION) || apiGroups.includes('*'));
  if (!isUnlimited) return [];
  // A rule for every verb of every group is `rbac/wildcard`'s; in this group somebody wrote it for something else.
  const byWildcard = verbs.includes('*') && apiGroups.includes(AUTHENTICATION);
  if (!verbs.includes(verb) && !byWildcard) return [];
  const found = meant.filter((resource) => resources.includes(resource) || resources.includes('*'));
  if (found.length === 0) return [];
  return [`${byWildcard ? `* holds ${verb}` : verb} ${found.join(', ')}`];
}
