import { attributesOf, requestInfoFromURL, userInfo } from '@bulkhead/engine/authorization';
import { RbacIndex } from '@bulkhead/engine/rbac';
import { describe, expect, it } from 'vitest';
import { profileFor } from '../http/request-context.test-support.js';
import type { KubeObject } from '../registry/kube-object.js';
import { TestObjectCaches } from '../registry/object-caches.test-support.js';
import { followRbac } from './rbac-follower.js';

const GROUP = 'rbac.authorization.k8s.io';
const profile = profileFor(35);

function allows(index: RbacIndex, name: string): boolean {
  const parsed = requestInfoFromURL('GET', '/api/v1/namespaces/a/pods', profile);
  if (parsed.kind !== 'requestInfo') throw new Error(parsed.kind);
  return index.authorize(attributesOf(userInfo({ name }), parsed.info, profile)).decision === 'allow';
}

const object = (kind: string, rest: object): KubeObject => ({
  apiVersion: `${GROUP}/v1`,
  kind,
  metadata: { name: 'x', namespace: 'a', uid: 'u' },
  ...rest,
});

const ROLE = object('Role', { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }] });
const REF = { apiGroup: GROUP, kind: 'Role', name: 'x' };
const SUBJECTS = [{ kind: 'User', apiGroup: GROUP, name: 'ann' }];

describe('followRbac', () => {
  it.each<[string, KubeObject]>([
    ['a role without readable rules', object('Role', { rules: 5 })],
    ['a binding without a readable role', object('RoleBinding', { roleRef: 5, subjects: SUBJECTS })],
    ['a binding without readable subjects', object('RoleBinding', { roleRef: REF, subjects: 'ann' })],
    ['a binding of another version', { ...object('RoleBinding', { roleRef: REF }), apiVersion: 'x/v9' }],
  ])('%s grants nothing, whatever stood there before', (_, changed) => {
    const caches = new TestObjectCaches();
    const index = new RbacIndex();
    followRbac(caches, index);
    caches.cache(GROUP, 'roles').set(ROLE);
    caches.cache(GROUP, 'rolebindings').set(object('RoleBinding', { roleRef: REF, subjects: SUBJECTS }));
    expect(allows(index, 'ann')).toBe(true);
    caches.cache(GROUP, changed.kind === 'Role' ? 'roles' : 'rolebindings').set(changed);
    expect(allows(index, 'ann')).toBe(false);
  });
});
