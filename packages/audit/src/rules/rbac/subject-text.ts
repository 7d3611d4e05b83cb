/** Subjects and roles of bindings in words, and where they stand. */
import { ALL_AUTHENTICATED, ALL_UNAUTHENTICATED, ANONYMOUS } from '@bulkhead/engine/authorization';
import type { BindingObject, Subject } from '@bulkhead/engine/rbac';
import type { Need } from '../../attack-paths/need.js';
import type { Severity } from '../../finding.js';

export const BINDINGS: ReadonlySet<string> = new Set(['RoleBinding', 'ClusterRoleBinding']);

const ALL_SERVICE_ACCOUNTS = 'system:serviceaccounts';

/** Whether the subject is everybody, or every workload of the cluster. */
export const isEverybody = ({ kind, name }: Subject): boolean =>
  kind === 'Group'
    ? name === ALL_AUTHENTICATED || name === ALL_UNAUTHENTICATED || name === ALL_SERVICE_ACCOUNTS
    : kind === 'User' && name === ANONYMOUS;

/** Whether a caller needs no credentials to be the subject. */
export const isAnonymous = ({ name }: Subject): boolean => name === ALL_UNAUTHENTICATED || name === ANONYMOUS;

/** The account of every pod that names none. */
export const isDefaultServiceAccount = ({ kind, name }: Subject): boolean =>
  kind === 'ServiceAccount' && name === 'default';

export const subjectText = ({ kind, name, namespace }: Subject, binding: BindingObject): string =>
  kind === 'ServiceAccount' ? `ServiceAccount ${namespace || binding.namespace}/${name}` : `${kind} ${name}`;

/** `every right in the cluster`, `Role pods in namespace shop`. */
export function rightsText({ roleRef, kind, namespace }: BindingObject, powers: ReadonlySet<Need>): string {
  const scope = kind === 'ClusterRoleBinding' ? 'in the cluster' : `in namespace ${namespace}`;
  return powers.has('everything') ? `every right ${scope}` : `the rights of ${roleRef.kind} ${roleRef.name} ${scope}`;
}

/** How bad it is that a subject which should have no rights has these. */
export function severityOfPowers(powers: ReadonlySet<Need>, binding: BindingObject, usual: Severity): Severity {
  if (powers.size === 0) return usual;
  return powers.has('everything') && binding.kind === 'ClusterRoleBinding' ? 'critical' : 'high';
}
