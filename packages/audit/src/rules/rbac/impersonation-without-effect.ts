import type { PolicyRule } from '@bulkhead/engine/rbac';
import type { ClusterProfile } from '@bulkhead/features';
import type { ObjectRule, Report } from '../../rule.js';
import { ROLES } from './grant-rule.js';

const AUTHENTICATION = 'authentication.k8s.io';
/** What each mode of constrained impersonation asks about, by the verb of its identity check. */
const TARGETS: ReadonlyMap<string, readonly string[]> = new Map([
  ['impersonate:user-info', ['users', 'uids', 'groups', 'userextras']],
  ['impersonate:serviceaccount', ['serviceaccounts']],
  ['impersonate:arbitrary-node', ['nodes']],
  ['impersonate:associated-node', ['nodes']],
]);
const ACTION = /^impersonate-on:(user-info|serviceaccount|arbitrary-node|associated-node):[^*]+$/;
/** Asked on the cluster, whatever the namespace of the request is. */
const CLUSTER_SCOPED = ['users', 'groups', 'uids', 'userextras', 'nodes'];

export const impersonationWithoutEffect: ObjectRule = {
  id: 'rbac/impersonation-without-effect',
  title: 'A right to impersonate that grants nothing',
  severity: 'low',
  gains: 'nothing',
  isAlwaysUsual: true,
  layer: 'code',
  standards: [],
  description:
    'A rule has a verb of impersonation in a form that no request asks for: of a version or gate that the cluster does not have, in the wrong API group, on the wrong resource, in a namespace where only the cluster counts, or with a wildcard inside the verb.',
  risk: 'What was meant to be allowed is refused, and the usual repair is the unlimited verb `impersonate`.',
  remediation: 'Write the rule as the message says; `bulkhead explain KEP-5284` shows the verbs and resources.',
  subject: 'object',
  kinds: ROLES,
  check: (object, { profile, roles }): readonly Report[] =>
    roles.roleOf(object).rules.flatMap((rule, index) =>
      rule.verbs.flatMap((verb, at) => {
        const message = problemOf(verb, rule, object.identity.kind === 'Role', profile);
        return message === undefined ? [] : [{ fields: [`rules[${index}].verbs[${at}]`], message }];
      }),
    ),
};

function problemOf(verb: string, rule: PolicyRule, isNamespaced: boolean, profile: ClusterProfile): string | undefined {
  if (verb === 'impersonate') return isNamespaced ? scopeProblem(verb, rule) : undefined;
  if (!verb.startsWith('impersonate:') && !verb.startsWith('impersonate-on:')) return undefined;
  const targets = TARGETS.get(verb);
  if (targets === undefined && !ACTION.test(verb)) return `${verb}: no request asks for this verb`;
  if (!profile.enabled('ConstrainedImpersonation')) return `${verb}: constrained impersonation is off in this cluster`;
  return targets === undefined ? undefined : targetProblem(verb, targets, rule, isNamespaced);
}

function targetProblem(
  verb: string,
  targets: readonly string[],
  rule: PolicyRule,
  isNamespaced: boolean,
): string | undefined {
  const { apiGroups, resources, resourceNames } = rule;
  if (!apiGroups.includes('*') && !apiGroups.includes(AUTHENTICATION))
    return `${verb}: asked in the API group ${AUTHENTICATION}`;
  const meant = resources.filter((resource) => resource === '*' || targets.includes(resource.split('/')[0] ?? ''));
  if (meant.length === 0) return `${verb}: asked on ${targets.join(', ')}`;
  if (verb === 'impersonate:associated-node' && resourceNames.length > 0 && !resourceNames.includes('*'))
    return `${verb}: asked with the name "*" only`;
  return isNamespaced ? scopeProblem(verb, rule) : undefined;
}

function scopeProblem(verb: string, { resources }: PolicyRule): string | undefined {
  const found = resources.filter((resource) => CLUSTER_SCOPED.includes(resource.split('/')[0] ?? ''));
  const isAll = found.length > 0 && found.length === resources.length;
  return isAll ? `${verb} ${found.join(', ')}: asked on the cluster, where a Role does not count` : undefined;
}
