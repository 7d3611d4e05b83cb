/** Short forms of roles and bindings for tests. */
import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  Subject,
} from '@bulkhead/apimachinery/types/rbac-v1';
import { RbacIndex } from './rbac-index.js';
import type { RbacKind } from './rbac-object.js';

export interface Item {
  readonly kind: RbacKind;
  readonly object: Role | ClusterRole | RoleBinding | ClusterRoleBinding;
}

/** `group/resources: verbs`, or `/path: verbs`; several separated by commas, names in brackets: `/pods[x,y]: get,list`. */
export function rule(text: string): PolicyRule {
  const colon = text.lastIndexOf(': ');
  const verbs = text.slice(colon + 2).split(',');
  const what = text.slice(0, colon);
  const match = /^([^/]*)\/([^[]*)(?:\[(.*)\])?$/.exec(what);
  if (match === null) return { verbs, nonResourceURLs: [what] };
  const [, group = '', resources = '', names] = match;
  return {
    verbs,
    apiGroups: [group],
    resources: resources.split(','),
    ...(names === undefined ? {} : { resourceNames: names.split(',') }),
  };
}

export const url = (path: string, ...verbs: string[]): PolicyRule => ({ verbs, nonResourceURLs: [path] });

export const role = (namespace: string, name: string, ...rules: (string | PolicyRule)[]): Item => ({
  kind: namespace === '' ? 'ClusterRole' : 'Role',
  object: {
    metadata: { name, ...(namespace === '' ? {} : { namespace }) },
    rules: rules.map((each) => (typeof each === 'string' ? rule(each) : each)),
  },
});

/** `user:ann`, `group:devs` or `sa:namespace/name`. */
export function subject(text: string): Subject {
  const colon = text.indexOf(':');
  const name = text.slice(colon + 1);
  const kind = text.slice(0, colon);
  if (kind !== 'sa') {
    return { kind: kind === 'user' ? 'User' : 'Group', apiGroup: 'rbac.authorization.k8s.io', name };
  }
  const slash = name.indexOf('/');
  return { kind: 'ServiceAccount', namespace: name.slice(0, slash), name: name.slice(slash + 1) };
}

/** `roleRef` is `Role/name` or `ClusterRole/name`. */
export function binding(namespace: string, name: string, roleRef: string, ...subjects: string[]): Item {
  const [kind = '', roleName = ''] = roleRef.split('/');
  return {
    kind: namespace === '' ? 'ClusterRoleBinding' : 'RoleBinding',
    object: {
      metadata: { name, ...(namespace === '' ? {} : { namespace }) },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: roleName },
      subjects: subjects.map(subject),
    },
  };
}

export function indexOf(...items: Item[]): RbacIndex {
  const index = new RbacIndex();
  for (const { kind, object } of items) index.set(kind, object);
  return index;
}
