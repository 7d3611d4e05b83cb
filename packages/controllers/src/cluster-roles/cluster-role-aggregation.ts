/**
 * Fills aggregated ClusterRoles with the rules of those they select.
 *
 * Source: pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go.
 */
import type { ClusterRole } from '@bulkhead/apimachinery/types/rbac-v1';
import { aggregateClusterRoles } from '@bulkhead/engine/rbac';
import type { ClusterAccess } from '../cluster-access.js';
import { CLUSTER_ROLES } from '../frame/api-resource.js';
import type { Loop } from '../frame/loop.js';
import { at, LoopClient } from '../frame/loop-client.js';

const NAME = 'clusterrole-aggregation-controller';
/** Roles depend on each other in chains, so that all are looked at together. */
const ALL = 'clusterroles';

export function clusterRoleAggregationLoop(access: ClusterAccess): Loop {
  const { caches, profile } = access;
  const client = LoopClient.as(NAME, access, NAME);
  return {
    name: NAME,
    watches: [{ ...CLUSTER_ROLES, keysOf: () => [ALL] }],
    workers: 1,
    async reconcile() {
      const { group, resource } = CLUSTER_ROLES;
      const present: readonly ClusterRole[] = (caches.cache(group, resource)?.list('') ?? []).map(
        ({ object }) => object,
      );
      const filled = changedRoles(present, aggregateClusterRoles(present, profile.minor).clusterRoles);
      await Promise.all(
        filled.map(async (role) => {
          const name = role.metadata?.name ?? '';
          // The one field that the loop owns: what others wrote into it is replaced.
          const body = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name } };
          await client.patch(at(CLUSTER_ROLES, '', name), 'application/apply-patch+yaml', {
            ...body,
            rules: role.rules ?? [],
          });
        }),
      );
      return undefined;
    },
  };
}

/** Those whose rules are not as they should be. */
export function changedRoles(present: readonly ClusterRole[], filled: readonly ClusterRole[]): readonly ClusterRole[] {
  return filled.filter((role, index) => {
    const rules = present[index]?.rules ?? [];
    return role !== present[index] && JSON.stringify(role.rules ?? []) !== JSON.stringify(rules);
  });
}
