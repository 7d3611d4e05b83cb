import { RbacIndex } from '@bulkhead/engine/rbac';
import { describe, expect, it } from 'vitest';
import { person, refusalOf, requestContext } from '../http/request-context.test-support.js';
import type { KubeObject } from '../registry/kube-object.js';
import { rbacWriteCheck } from './rbac-write-check.js';

const group = 'rbac.authorization.k8s.io';
const rbac = new RbacIndex();
const give = (name: string, rules: readonly object[]) => {
  rbac.set('Role', { metadata: { namespace: 'a', name }, rules });
  rbac.set('RoleBinding', {
    metadata: { namespace: 'a', name },
    subjects: [{ kind: 'User', name }],
    roleRef: { apiGroup: group, kind: 'Role', name },
  });
};
give('alice', [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }]);
give('escalator', [{ apiGroups: [group], resources: ['roles'], verbs: ['escalate'] }]);
give('binder', [{ apiGroups: [group], resources: ['roles'], verbs: ['bind'], resourceNames: ['alice'] }]);

const check = rbacWriteCheck({ authorizer: rbac, rbac });
const base = '/apis/rbac.authorization.k8s.io/v1/namespaces/a';
const role = (verbs: readonly string[]): KubeObject => ({
  apiVersion: `${group}/v1`,
  kind: 'Role',
  metadata: { namespace: 'a', name: 'new' },
  rules: [{ apiGroups: [''], resources: ['pods'], verbs }],
});
const bind = (name: string): KubeObject => ({
  apiVersion: `${group}/v1`,
  kind: 'RoleBinding',
  metadata: { namespace: 'a', name: 'new' },
  subjects: [],
  roleRef: { apiGroup: group, kind: 'Role', name },
});
const write = (user: string, resource: string, object: KubeObject, oldObject?: KubeObject) =>
  check(requestContext('POST', `${base}/${resource}`, { user: person(user) }), { group, resource, object, oldObject });

describe('RBAC writes', () => {
  it('lets users hand out what they hold', async () => {
    await write('alice', 'roles', role(['get']));
    await write('alice', 'rolebindings', bind('alice'));
    await write('escalator', 'roles', role(['*']));
    await write('binder', 'rolebindings', bind('alice'));
  });

  it('refuses what they do not hold', async () => {
    const failure = await refusalOf(() => write('alice', 'roles', role(['get', 'delete'])));
    expect(failure).toMatchObject({
      code: 403,
      message:
        'roles.rbac.authorization.k8s.io "new" is forbidden: user "alice" (groups=[]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["pods"], Verbs:["delete"]}',
    });
    const binding = await refusalOf(() => write('alice', 'rolebindings', bind('missing')));
    expect(binding).toMatchObject({
      code: 404,
      message: 'rolebindings.rbac.authorization.k8s.io "missing" not found',
    });
  });

  it('lets garbage collection change owners only', async () => {
    const before = role(['*']);
    const metadata = { ...before.metadata, finalizers: ['x/y'] };
    await write('alice', 'roles', { ...before, metadata }, before);
    await refusalOf(() =>
      write('alice', 'roles', { ...before, metadata: { ...metadata, labels: { a: 'b' } } }, before),
    );
  });

  it('looks at nothing else, and never at system:masters', async () => {
    const master = person('root', 'system:masters');
    const context = requestContext('POST', `${base}/roles`, { user: master });
    await check(context, { group, resource: 'roles', object: role(['*']), oldObject: undefined });
    await write('alice', 'other', role(['*']));
  });

  it('waits for the caches before it looks', async () => {
    const asked: string[] = [];
    const synchronize = () => Promise.resolve(void asked.push('synchronized'));
    const waiting = rbacWriteCheck({ authorizer: rbac, rbac, synchronize });
    const context = requestContext('POST', `${base}/roles`, { user: person('alice') });
    await waiting(context, { group, resource: 'roles', object: role(['get']), oldObject: undefined });
    expect(asked).toEqual(['synchronized']);
  });
});
