/** From a question to what allows it: each binding with its subject, role and rule; or what was looked at in vain. */

import { formatMinor } from '@bulkhead/apimachinery';
import type { PolicyRule } from '@bulkhead/apimachinery/types/rbac-v1';
import { painter, printable } from '@bulkhead/audit';
import { type Attributes, SYSTEM_PRIVILEGED_GROUP } from '@bulkhead/engine/authorization';
import { accessGrants, aggregationChain, apiPolicyRule } from '@bulkhead/engine/rbac';
import type { ClusterAccess } from '../../authorization/cluster-access.js';
import { rbacKey } from '../../authorization/rbac-source.js';
import { titled } from '../../authorization/titled.js';

export interface Explanation {
  /** Who allows it: the group that may do everything, a kubelet's own authorizer, or RBAC; `''` for nobody. */
  readonly authorizer: 'privileged group' | 'Node' | 'RBAC' | '';
  readonly grants: readonly ExplainedGrant[];
  /** Bindings of the user that do not allow it, and why where they cannot allow anything. */
  readonly considered: readonly ConsideredBinding[];
}

export interface ExplainedGrant {
  readonly binding: NamedObject;
  readonly subject: { readonly kind: string; readonly namespace: string; readonly name: string };
  readonly role: NamedObject;
  /** For an aggregated role: the roles through which the rule came in, the role itself first. */
  readonly aggregation: readonly string[];
  readonly rule: PolicyRule;
  readonly ruleIndex: number;
}

interface ConsideredBinding {
  readonly binding: NamedObject;
  readonly role: NamedObject;
  readonly error: string;
}

interface NamedObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** `rbac.yaml:12`, or `default of Kubernetes 1.35`. */
  readonly source: string;
}

export function explanationOf(access: ClusterAccess, attributes: Attributes, allowed: boolean): Explanation {
  const { index, clusterRoles, profile } = access;
  const grants = accessGrants(index, attributes).map(({ binding, subject, rule, ruleIndex }): ExplainedGrant => {
    const { role } = binding;
    const namespace = subject.kind === 'ServiceAccount' ? subject.namespace || binding.namespace : '';
    return {
      binding: named(access, binding),
      subject: { kind: subject.kind, namespace, name: subject.name },
      role: named(access, role),
      aggregation:
        role.kind === 'ClusterRole' ? aggregationChain(role.name, attributes, clusterRoles, profile.minor) : [],
      rule: apiPolicyRule(rule),
      ruleIndex,
    };
  });
  const granting = new Set(grants.map(({ binding }) => keyOf(binding)));
  const considered = index
    .bindingsOf(attributes.user, attributes.namespace)
    .map((binding) => ({
      binding: named(access, binding),
      role: named(access, binding.role),
      error: binding.role.error,
    }))
    .filter(({ binding }) => !granting.has(keyOf(binding)));
  const isPrivileged = attributes.user.groups.includes(SYSTEM_PRIVILEGED_GROUP);
  const byRoles = grants.length > 0 ? 'RBAC' : 'Node';
  return { authorizer: isPrivileged ? 'privileged group' : allowed ? byRoles : '', grants, considered };
}

export function* printExplanation({ authorizer, grants, considered }: Explanation, colour: boolean): Iterable<string> {
  const paint = painter(colour);
  if (authorizer === 'privileged group')
    yield `  group ${SYSTEM_PRIVILEGED_GROUP} may do everything; no role is asked\n`;
  if (authorizer === 'Node')
    yield '  the Node authorizer allows it: it is a right of every node, or a pod on this one needs it\n';
  for (const { binding, subject, role, aggregation, rule, ruleIndex } of grants) {
    yield `  ${paint.bold(printable(titled(binding)))} to ${printable(titled(subject))}  ${paint.dim(printable(binding.source))}\n`;
    yield `    of ${printable(titled(role))}  ${paint.dim(printable(role.source))}\n`;
    if (aggregation.length > 1) yield `    by way of ${printable(aggregation.slice(1).join(', '))} (aggregated)\n`;
    yield `    rules[${ruleIndex}]: ${printable(JSON.stringify(rule))}\n`;
  }
  if (authorizer !== '') return;
  if (considered.length === 0) yield '  no binding in reach names this user or one of its groups\n';
  else yield '  none of the bindings in reach allows it:\n';
  for (const { binding, role, error } of considered) {
    const why = error === '' ? '' : `: ${printable(error)}`;
    yield `    ${printable(`${titled(binding)} of ${titled(role)}`)}${why}  ${paint.dim(printable(binding.source))}\n`;
  }
}

const keyOf = ({ kind, namespace, name }: NamedObject): string => `${kind}/${namespace}/${name}`;

function named(
  { rbacSources, profile }: ClusterAccess,
  object: {
    readonly kind: 'Role' | 'ClusterRole' | 'RoleBinding' | 'ClusterRoleBinding' | '';
    readonly namespace: string;
    readonly name: string;
    readonly error?: string;
  },
): NamedObject {
  const { kind, namespace, name, error = '' } = object;
  const found = kind === '' ? undefined : rbacSources.get(rbacKey(kind, namespace, name));
  const place =
    found === undefined
      ? `default of Kubernetes ${formatMinor(profile.minor)}`
      : `${found.file}:${found.source.place([]).line}`;
  return { kind, namespace, name, source: error === '' ? place : 'nowhere' };
}
