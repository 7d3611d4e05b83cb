/** The role or binding that a request of the log wrote, as far as the log holds it: from level Request on. */
import type { Attributes } from '@bulkhead/engine/authorization';
import type { RbacKind } from '@bulkhead/engine/rbac';
import { RBAC_GROUP } from '@bulkhead/engine/rbac';
import type { RoleWrite } from '@bulkhead/engine/rbac/least-privilege';
import { member, text } from '../../authorization/untyped.js';

const KINDS: ReadonlyMap<string, RbacKind> = new Map([
  ['roles', 'Role'],
  ['clusterroles', 'ClusterRole'],
  ['rolebindings', 'RoleBinding'],
  ['clusterrolebindings', 'ClusterRoleBinding'],
]);
const WRITES: ReadonlySet<string> = new Set(['create', 'update', 'patch']);

/** Undefined for every other request. */
export function roleWrite(event: unknown, request: Attributes): RoleWrite | undefined {
  const { user, verb, apiGroup, resource, subresource, namespace } = request;
  const kind = apiGroup === RBAC_GROUP && subresource === '' && WRITES.has(verb) ? KINDS.get(resource) : undefined;
  if (kind === undefined) return undefined;
  // The answer holds the whole object, also after a patch.
  const object = [member(event, 'responseObject'), verb === 'patch' ? undefined : member(event, 'requestObject')].find(
    (each) => member(each, 'kind') === kind,
  );
  const name = text(member(member(object, 'metadata'), 'name')) || text(member(member(event, 'objectRef'), 'name'));
  return { user, kind, namespace, name, isCreate: verb === 'create', object };
}

/** Equal for writes that hand out the same. */
export function writeKey({ user, kind, namespace, name, isCreate, object }: RoleWrite): string {
  const parts = ['rules', 'aggregationRule', 'roleRef'].map((field) => member(object, field));
  return JSON.stringify([user.name, user.groups, kind, namespace, name, isCreate, parts]);
}
