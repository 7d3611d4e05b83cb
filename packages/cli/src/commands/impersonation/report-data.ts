/** The report as data. */
import { apiPolicyRule } from '@bulkhead/engine/rbac';
import {
  type IdentitiesByScope,
  type NameSet,
  type PlacedRule,
  subjectReference,
} from '@bulkhead/engine/rbac/impersonation-rights';
import type { ClusterAccess } from '../../authorization/cluster-access.js';
import type { Answer, ListedHolder, ListedReplacement } from './answer.js';

export function reportData({ holders, replacements }: Answer, access: ClusterAccess): object {
  return {
    apiVersion: 'bulkhead.dev/v1',
    kind: 'ImpersonationReport',
    constrainedImpersonation: access.profile.enabled('ConstrainedImpersonation'),
    holders: holders.map(holderData),
    replacements: replacements.map(replacementData),
    problems: access.accessProblems,
    errors: access.input.errors,
  };
}

function holderData({ subject, tier, tierWithGate, legacy, effect, via }: ListedHolder): object {
  return {
    subject,
    tier: tier ?? null,
    tierWithGate: tierWithGate ?? null,
    identities: identityData(legacy),
    via: via.map(({ placed, source }) => ({ ...placeData(placed), source })),
    withGate: {
      keepsLegacy: effect.keepsLegacy,
      gained: effect.gained.map(({ mode, identities, actions, byWildcard }) => ({
        mode,
        identities: identityData(identities),
        actions: [...actions.values()].flat().map(placeData),
        byWildcard,
      })),
      nodesJoinGroup: effect.nodesJoinGroup,
      incomplete: effect.incomplete,
    },
  };
}

function placeData({ binding, rule, ruleIndex }: PlacedRule): object {
  const { role, namespace, name } = binding;
  return { binding: name, namespace, role: role.name, ruleIndex, rule: apiPolicyRule(rule) };
}

/** By namespace, `''` for the cluster; `"*"` stands for whatever name. */
function identityData(identities: IdentitiesByScope): readonly object[] {
  return [...identities].map(([namespace, rights]) => ({
    namespace,
    users: namesData(rights.users),
    groups: namesData(rights.groups),
    uids: namesData(rights.uids),
    extras: Object.fromEntries([...rights.extras].map(([key, values]) => [key, namesData(values)])),
    everyExtra: namesData(rights.everyExtra),
    serviceAccounts: namesData(rights.serviceAccounts),
    nodes: namesData(rights.nodes),
    associatedNode: rights.associatedNode,
  }));
}

const namesData = (names: NameSet): '*' | readonly string[] => (names === 'any' ? '*' : [...names].sort());

function replacementData(replacement: ListedReplacement): object {
  const { role, source, refusals, lost, wildcardRules, subjects, identityRules, actions, open, objects } = replacement;
  return {
    role: { kind: role.kind, namespace: role.namespace, name: role.name },
    source,
    subjects: subjects.map(subjectReference),
    identityRules: identityRules.map(apiPolicyRule),
    actionRules: [...actions].map(([namespace, rules]) => ({ namespace, rules: rules.map(apiPolicyRule) })),
    open,
    lost: lost.map(({ text }) => text),
    wildcardRules,
    refusals,
    objects,
  };
}
