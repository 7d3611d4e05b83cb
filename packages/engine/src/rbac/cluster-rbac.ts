/**
 * The index of a cluster from the objects at hand: the defaults of its version where no object of the same name is
 * given, aggregated roles filled, and a list of everything that was not understood or cannot take effect.
 */
import type { VersionProfile } from '@bulkhead/apimachinery';
import type { ClusterRole } from '@bulkhead/apimachinery/types/rbac-v1';
import { aggregateClusterRoles } from './aggregation.js';
import { type BootstrapObjects, bootstrapObjects } from './bootstrap-objects.js';
import { RbacIndex } from './rbac-index.js';
import type { RbacKind, RbacProblem } from './rbac-object.js';

export interface RbacObject {
  readonly kind: RbacKind;
  readonly object: unknown;
}

export interface ClusterRBAC {
  readonly index: RbacIndex;
  /** Those of the objects and of the defaults, the aggregated ones filled. */
  readonly clusterRoles: readonly ClusterRole[];
  readonly problems: readonly RbacProblem[];
}

/** Objects of the same kind and name: the last one counts. */
export function buildRbacIndex(objects: readonly RbacObject[], profile: VersionProfile): ClusterRBAC {
  const index = new RbacIndex();
  const problems: RbacProblem[] = [];
  const add = (kind: RbacKind, object: unknown): void => {
    problems.push(...index.set(kind, object));
  };
  const defaults = bootstrapObjects(profile);
  for (const role of defaults.roles) add('Role', role);
  for (const binding of defaults.roleBindings) add('RoleBinding', binding);
  for (const binding of defaults.clusterRoleBindings) add('ClusterRoleBinding', binding);
  for (const { kind, object } of objects) if (kind !== 'ClusterRole') add(kind, object);
  const { clusterRoles, problems: aggregationProblems } = aggregateClusterRoles(
    effectiveClusterRoles(defaults, objects),
    profile.minor,
  );
  for (const role of clusterRoles) add('ClusterRole', role);
  return { index, clusterRoles, problems: [...problems, ...aggregationProblems, ...index.danglingReferences()] };
}

function effectiveClusterRoles(defaults: BootstrapObjects, objects: readonly RbacObject[]): readonly ClusterRole[] {
  const byName = new Map<unknown, ClusterRole>(defaults.clusterRoles.map((role) => [role.metadata?.name, role]));
  for (const { kind, object } of objects) {
    // Aggregation and the index both look at every part before they use it.
    if (kind === 'ClusterRole') byName.set(nameOf(object) ?? object, object ?? {});
  }
  return [...byName.values()];
}

function nameOf(object: unknown): unknown {
  const metadata = (object as ClusterRole | null | undefined)?.metadata as unknown;
  return typeof metadata === 'object' && metadata !== null ? (metadata as { readonly name?: unknown }).name : undefined;
}
