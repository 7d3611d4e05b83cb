import { compactRuleString } from '@bulkhead/engine/rbac';
import {
  ALWAYS_POWERFUL,
  constrainedReplacement,
  impersonationTier,
  legacyIdentities,
} from '@bulkhead/engine/rbac/impersonation-rights';
import type { RuleOfNeed } from '../../attack-paths/need.js';
import type { Fix, ObjectIdentity, Severity } from '../../finding.js';
import type { ObjectRule } from '../../rule.js';
import { grantRule } from './grant-rule.js';

/** By whom one can become, as far as the role alone says it. */
function severityOf(grants: readonly RuleOfNeed[], { kind, namespace }: ObjectIdentity): Severity {
  const rights = legacyIdentities(grants.map(({ rule }) => rule));
  if (kind !== 'Role') return impersonationTier('', rights, ALWAYS_POWERFUL);
  // Users and groups are asked for on the cluster, where a Role does not count.
  const { serviceAccounts } = rights;
  return impersonationTier(namespace, { ...legacyIdentities([]), serviceAccounts }, ALWAYS_POWERFUL);
}

/** The rules for the same identities; what may be done in their names is for somebody to say who knows the use. */
function fixOf(grants: readonly RuleOfNeed[]): Fix | undefined {
  const replacement = constrainedReplacement([...new Set(grants.map(({ rule }) => rule))]);
  if (replacement === undefined || replacement.lost.some(({ isNamed }) => isNamed)) return undefined;
  const { identityRules, modes } = replacement;
  if (identityRules.length === 0) return undefined;
  const actions = modes.map((mode) => `impersonate-on:${mode}:VERB`).join(', ');
  return {
    description: `with the gate ConstrainedImpersonation (on from 1.36): ${identityRules.map(compactRuleString).join(' ')} and ${actions} for what is done; bulkhead impersonation --format yaml writes the roles`,
    patch: [],
  };
}

export const impersonation: ObjectRule = grantRule({
  id: 'rbac/impersonation',
  title: 'Can act as somebody else',
  severity: 'high',
  gains: 'cluster',
  standards: ['CIS:5.1.8', 'NSA:rbac', 'MITRE:T1550'],
  needs: ['impersonateUsers', 'impersonateGroups', 'impersonateServiceAccounts'],
  named: 'low',
  severityOf,
  fixOf,
  gain: 'acts with the rights of whoever it names',
  description: 'The role has the verb `impersonate` on users, groups or service accounts; the verb `*` holds it, too.',
  risk: 'The rights of anybody: with groups those of `system:masters`, with service accounts those of every controller.',
  remediation:
    'Limit `impersonate` by `resourceNames`, or use constrained impersonation (KEP-5284); `bulkhead impersonation` shows who may become whom and writes the roles.',
});
