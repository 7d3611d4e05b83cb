import { SYSTEM_PRIVILEGED_GROUP } from '@bulkhead/engine/authorization';
import type { RuleOfNeed } from '../../attack-paths/need.js';
import type { ObjectIdentity, Severity } from '../../finding.js';
import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

/** Groups that every cluster binds to `cluster-admin`, or that kubeadm does. */
const ADMIN_GROUPS: readonly string[] = [SYSTEM_PRIVILEGED_GROUP, 'kubeadm:cluster-admins'];

/** By whom one can become; a group is taken on together with a user or a service account only. */
function severityOf(grants: readonly RuleOfNeed[], { kind, namespace }: ObjectIdentity): Severity {
  const of = (...needs: readonly string[]): readonly RuleOfNeed[] => grants.filter(({ need }) => needs.includes(need));
  const isAnyone = (found: readonly RuleOfNeed[]): boolean => found.some(({ names }) => names.length === 0);
  const accounts = of('impersonateServiceAccounts');
  if (kind === 'Role') {
    if (!isAnyone(accounts)) return 'low';
    return namespace === 'kube-system' ? 'critical' : 'medium';
  }
  const groups = of('impersonateGroups');
  const reachesAdmins = groups.some(
    ({ names }) => names.length === 0 || names.some((name) => ADMIN_GROUPS.includes(name)),
  );
  if (reachesAdmins && of('impersonateUsers', 'impersonateServiceAccounts').length > 0) return 'critical';
  if (isAnyone(accounts)) return 'critical';
  return isAnyone(of('impersonateUsers')) ? 'high' : 'low';
}

export const impersonation: ObjectRule = grantRule({
  id: 'rbac/impersonation',
  title: 'Can act as somebody else',
  severity: 'high',
  standards: ['CIS:5.1.8', 'NSA:rbac', 'MITRE:T1550'],
  needs: ['impersonateUsers', 'impersonateGroups', 'impersonateServiceAccounts'],
  named: 'low',
  severityOf,
  gain: 'acts with the rights of whoever it names',
  description: 'The role has the verb `impersonate` on users, groups or service accounts; the verb `*` holds it, too.',
  risk: 'The rights of anybody: with groups those of `system:masters`, with service accounts those of every controller.',
  remediation: 'Limit `impersonate` by `resourceNames`, or use constrained impersonation (KEP-5284).',
});
