/** What the roles and bindings of the input say about impersonation. */
import { nodeRules, policyRule } from '@bulkhead/engine/rbac';
import {
  type ImpersonationHolder,
  impersonationHolders,
  type PlacedRule,
  type RoleReplacement,
  type RoleReplacementOptions,
  roleReplacement,
  SubjectGrants,
  subjectReference,
} from '@bulkhead/engine/rbac/impersonation-rights';
import { rolesWithBindings } from '@bulkhead/engine/rbac/least-privilege';
import type { ClusterAccess } from '../../authorization/cluster-access.js';
import { rbacKey, type SourceObject } from '../../authorization/rbac-source.js';
import { titled } from '../../authorization/titled.js';
import { member } from '../../authorization/untyped.js';
import { compareText } from '../../compare-text.js';
import { replacedRole } from './replaced-role.js';

export interface Answer {
  readonly holders: readonly ListedHolder[];
  readonly replacements: readonly ListedReplacement[];
}

export interface ListedHolder extends ImpersonationHolder {
  readonly via: readonly Via[];
  /** Whether it is so in every cluster of the version. */
  readonly isDefault: boolean;
}

/** A rule by which somebody may be somebody else. `source` is `''` for defaults of the version. */
export interface Via {
  readonly placed: PlacedRule;
  readonly source: string;
}

export interface ListedReplacement extends RoleReplacement {
  readonly source: string;
  /** Why the role is left as it is. */
  readonly refusals: readonly string[];
  /** Ready to apply; empty when the role is left. */
  readonly objects: readonly object[];
}

const SEVERITY = ['critical', 'high', 'medium', 'low'] as const;

export function answerOf(access: ClusterAccess, options: Omit<RoleReplacementOptions, 'nodeRules'>): Answer {
  const { index, profile, rbacSources } = access;
  const grants = new SubjectGrants(index);
  const holders = impersonationHolders(grants).map((holder): ListedHolder => {
    const via = holder.rules.map((placed) => ({ placed, source: sourceOf(access, placed) }));
    return { ...holder, via, isDefault: via.every(({ source }) => source === '') };
  });
  const all = { ...options, nodeRules: nodeRules(profile).map(policyRule) };
  const replacements = [...index.roles()]
    .sort((a, b) => compareText(titled(a), titled(b)))
    .flatMap((role) => {
      const source = role.kind === '' ? undefined : rbacSources.get(rbacKey(role.kind, role.namespace, role.name));
      const found = source === undefined ? undefined : roleReplacement(role, grants, all);
      return found === undefined || source === undefined ? [] : [listed(found, source)];
    });
  return { holders: [...holders].sort((a, b) => rank(a) - rank(b)), replacements };
}

/** By the worse of now and then. */
const rank = ({ tier, tierWithGate }: ImpersonationHolder): number =>
  Math.min(...[tier, tierWithGate].map((each) => (each === undefined ? SEVERITY.length : SEVERITY.indexOf(each))));

function sourceOf({ rbacSources }: ClusterAccess, { binding }: PlacedRule): string {
  const found = rbacSources.get(rbacKey(binding.kind, binding.namespace, binding.name));
  return found === undefined ? '' : placeOf(found);
}

const placeOf = ({ file, source }: SourceObject): string => `${file}:${source.place([]).line}`;

function listed(replacement: RoleReplacement, found: SourceObject): ListedReplacement {
  const { role, identityRules, remaining, actions, subjects } = replacement;
  const refusals = refusalsOf(replacement, found.source.value);
  if (refusals.length > 0) return { ...replacement, source: placeOf(found), refusals, objects: [] };
  const suffixed = rolesWithBindings(`${role.name}:impersonate-on`, actions, subjects.map(subjectReference));
  const objects = [
    // First, so that there is no moment in which neither the old nor the new rules hold.
    ...suffixed.map(({ object }) => object),
    replacedRole(found.source.value, [...remaining, ...identityRules]),
  ];
  return { ...replacement, source: placeOf(found), refusals, objects };
}

function refusalsOf(replacement: RoleReplacement, source: unknown): readonly string[] {
  const { lost, open, widened } = replacement;
  const needed = lost.filter(({ isNamed }) => isNamed).map(({ text }) => text);
  const isAggregated = member(source, 'aggregationRule') !== undefined;
  return [
    ...(isAggregated ? ['its rules come from other roles: replace them there'] : []),
    ...needed.map((text) => `constrained impersonation cannot give ${text}`),
    ...(open.length === 0
      ? []
      : [`anybody can be meant (${open.join(', ')}), so what may be done is a choice: --verbs get,list,watch`]),
    ...widened.map(({ subject, mode }) => {
      const { kind = '', name = '', namespace = '' } = subjectReference(subject);
      const who = titled({ kind, namespace, name });
      return `${who} may be others by impersonate:${mode} already, and the new rules would count for those too`;
    }),
  ];
}
