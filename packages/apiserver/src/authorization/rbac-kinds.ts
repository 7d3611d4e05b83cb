import type { RbacKind } from '@bulkhead/engine/rbac';

/** By resource. Roles first: bindings then find theirs in place. */
export const RBAC_KINDS: ReadonlyMap<string, RbacKind> = new Map([
  ['clusterroles', 'ClusterRole'],
  ['roles', 'Role'],
  ['clusterrolebindings', 'ClusterRoleBinding'],
  ['rolebindings', 'RoleBinding'],
]);
