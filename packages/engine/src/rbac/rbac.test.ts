import { describe, expect, it } from 'vitest';
import { nonResourceAttributes, resourceAttributes } from '../authorization/attributes.js';
import { person } from '../authorization/profile.test-support.js';
import type { UserInfo } from '../authorization/user-info.js';
import type { RbacIndex } from './rbac-index.js';
import { binding, indexOf, role, rule, url } from './role.test-support.js';

const ann = person('ann', 'devs', 'system:authenticated');

/** `verb group/resource/subresource namespace/name`, or `verb /path`. */
function ask(index: RbacIndex, user: UserInfo, text: string) {
  const [verb = '', what = '', where = '/'] = text.split(' ');
  if (what.startsWith('//')) return index.authorize(nonResourceAttributes(user, verb, what.slice(1)));
  const [apiGroup = '', resource = '', subresource = ''] = what.split('/');
  const [namespace = '', name = ''] = where.split('/');
  return index.authorize(resourceAttributes({ user, verb, apiGroup, resource, subresource, namespace, name }));
}

const granting = (...rules: (string | ReturnType<typeof rule>)[]): RbacIndex =>
  indexOf(role('', 'r', ...rules), binding('', 'b', 'ClusterRole/r', 'user:ann'));

describe('rules', () => {
  it.each([
    ['/pods: get', 'get /pods/ a/x', true],
    ['/pods: get', 'list /pods/ a/', false],
    ['/pods: get', 'GET /pods/ a/x', false],
    ['/pods: get', 'get apps/pods/ a/x', false],
    ['*/pods: get', 'get apps/pods/ a/x', true],
    ['/pods: *', ' /pods/ a/x', true],
    ['/pods: get', ' /pods/ a/x', false],
    ['/pods: get', 'get /pods/log a/x', false],
    ['/pods/log: get', 'get /pods/log a/x', true],
    ['/pods/*: get', 'get /pods/log a/x', false],
    ['/pods/*: get', 'get /pods/* a/x', true],
    ['/*/log: get', 'get /pods/log a/x', true],
    ['/*/log: get', 'get /pods/ a/x', false],
    ['/*/scale: get', 'get /deployments/status a/x', false],
    ['/*: get', 'get /pods/log a/x', true],
    ['/Pods: get', 'get /pods/ a/x', false],
    ['/po*: get', 'get /pods/ a/x', false],
    ['/pods[x]: get', 'get /pods/ a/x', true],
    ['/pods[x]: get', 'get /pods/ a/y', false],
    ['/pods[x]: list', 'list /pods/ a/', false],
    ['/pods[*]: get', 'get /pods/ a/x', false],
    ['/pods[*]: get', 'get /pods/ a/*', true],
    ['/pods[]: create', 'create /pods/ a/', true],
    ['/__proto__: get', 'get /__proto__/ a/x', true],
    ['/constructor: toString', 'toString /constructor/ a/x', true],
    ['/pods: get', 'hasOwnProperty /constructor/ a/x', false],
  ])('%s for %s: %s', (text, question, expected) => {
    expect(ask(granting(text), ann, question).decision).toBe(expected ? 'allow' : 'noOpinion');
  });

  it.each([
    ['/a', 'get //a', true],
    ['/a', 'get //a/', false],
    ['/a*', 'get //ab', true],
    ['/a/*', 'get //a/b/c', true],
    ['/a/*', 'get //a', false],
    ['/a/*/b', 'get //a/x/b', false],
    ['*', 'get //anything', true],
    ['/a**', 'get //a*', true],
  ])('path %s for %s: %s', (path, question, expected) => {
    expect(ask(granting(url(path, 'get')), ann, question).decision).toBe(expected ? 'allow' : 'noOpinion');
  });

  it('does not mix paths and resources', () => {
    const both = { ...rule('/pods: get'), nonResourceURLs: ['/a'] };
    expect(ask(granting(both), ann, 'get /pods/ a/x').decision).toBe('allow');
    expect(ask(granting(both), ann, 'get //a').decision).toBe('allow');
    expect(ask(granting('*/*: *'), ann, 'get //a').decision).toBe('noOpinion');
    expect(ask(granting(url('*', '*')), ann, 'get /pods/ a/x').decision).toBe('noOpinion');
  });
});

describe('bindings', () => {
  const podReader = role('', 'reader', '/pods: get,list');

  it.each([
    ['user:ann', ann, true],
    ['user:ann', person('Ann'), false],
    ['user:*', ann, false],
    ['group:devs', ann, true],
    ['group:system:authenticated', ann, true],
    ['group:dev', ann, false],
    ['sa:a/web', person('system:serviceaccount:a:web'), true],
    ['sa:a/web', person('system:serviceaccount:b:web'), false],
    ['user:system:serviceaccount:a:web', person('system:serviceaccount:a:web'), true],
    ['sa:/web', person('system:serviceaccount:a:web'), false],
    ['user:', person(''), true],
    ['group:', person('ann', ''), true],
  ])('%s for %o: %s', (subject, user, expected) => {
    const index = indexOf(podReader, binding('', 'b', 'ClusterRole/reader', subject));
    expect(ask(index, user, 'get /pods/ a/x').decision).toBe(expected ? 'allow' : 'noOpinion');
  });

  it('takes a service account without a namespace for one of the RoleBinding', () => {
    const index = indexOf(podReader, binding('a', 'b', 'ClusterRole/reader', 'sa:/web'));
    expect(ask(index, person('system:serviceaccount:a:web'), 'get /pods/ a/x').decision).toBe('allow');
    expect(ask(index, person('system:serviceaccount:b:web'), 'get /pods/ a/x').decision).toBe('noOpinion');
  });

  it('holds a RoleBinding to its namespace', () => {
    const index = indexOf(
      podReader,
      role('a', 'own', '/secrets: get'),
      binding('a', 'b', 'ClusterRole/reader', 'user:ann'),
    );
    expect(ask(index, ann, 'get /pods/ a/x').decision).toBe('allow');
    expect(ask(index, ann, 'get /pods/ b/x').decision).toBe('noOpinion');
    expect(ask(index, ann, 'list /pods/ /').decision).toBe('noOpinion');
    expect(ask(index, ann, 'get /pods/ __proto__/x').decision).toBe('noOpinion');
  });

  it('looks for a Role beside its binding alone', () => {
    const index = indexOf(
      role('a', 'r', '/pods: get'),
      role('', 'r', '/secrets: get'),
      binding('a', 'b', 'Role/r', 'user:ann'),
      binding('b', 'b', 'Role/r', 'user:ann'),
    );
    expect(ask(index, ann, 'get /pods/ a/x').decision).toBe('allow');
    expect(ask(index, ann, 'get /secrets/ a/x').decision).toBe('noOpinion');
    expect(ask(index, ann, 'get /pods/ b/x')).toMatchObject({
      decision: 'noOpinion',
      reason: 'RBAC: role.rbac.authorization.k8s.io "r" not found',
    });
  });
});

describe('reasons', () => {
  const index = indexOf(
    role('', 'view', '/pods: list'),
    role('foo', 'nspatch', '/namespaces: get,patch'),
    role('', 'urls', url('/zzz', 'get'), '/services: get'),
    binding('foo', 'nspatch', 'Role/nspatch', 'user:alice'),
    binding('foo', 'urls', 'ClusterRole/urls', 'sa:foo/sa1'),
    binding('', 'zz', 'ClusterRole/view', 'group:devs'),
    binding('', 'aa', 'ClusterRole/view', 'user:bob', 'group:devs', 'user:ann'),
    binding('foo', 'a0', 'ClusterRole/view', 'user:ann'),
  );

  it.each([
    [
      person('alice'),
      'get /namespaces/ foo/foo',
      'RBAC: allowed by RoleBinding "nspatch/foo" of Role "nspatch" to User "alice"',
    ],
    [
      person('system:serviceaccount:foo:sa1'),
      'get /services/ foo/x',
      'RBAC: allowed by RoleBinding "urls/foo" of ClusterRole "urls" to ServiceAccount "sa1/foo"',
    ],
    [ann, 'list /pods/ foo/', 'RBAC: allowed by ClusterRoleBinding "aa" of ClusterRole "view" to Group "devs"'],
    [person('bob'), 'list /pods/ /', 'RBAC: allowed by ClusterRoleBinding "aa" of ClusterRole "view" to User "bob"'],
    [
      person('x', 'devs'),
      'list /pods/ /',
      'RBAC: allowed by ClusterRoleBinding "aa" of ClusterRole "view" to Group "devs"',
    ],
    [person('x'), 'list /pods/ /', ''],
  ])('%o %s', (user, question, reason) => {
    expect(ask(index, user, question).reason).toBe(reason);
  });

  it('quotes names as Go does', () => {
    const odd = indexOf(role('', 'r"', '/pods: get'), binding('', 'b\n', 'ClusterRole/r"', 'user:ann\u0000'));
    expect(ask(odd, person('ann\u0000'), 'get /pods/ /x').reason).toBe(
      'RBAC: allowed by ClusterRoleBinding "b\\n" of ClusterRole "r\\"" to User "ann\\x00"',
    );
  });
});

describe('references that lead nowhere', () => {
  it('are named where they would have counted', () => {
    const index = indexOf(
      binding('foo', 'b', 'ClusterRole/nosuch', 'user:carol'),
      binding('foo', 'a', 'Role/gone', 'group:g'),
      binding('bar', 'c', 'ClusterRole/other', 'user:carol'),
    );
    const carol = person('carol', 'g');
    expect(ask(index, carol, 'list /pods/ foo/').reason).toBe(
      'RBAC: [role.rbac.authorization.k8s.io "gone" not found, clusterrole.rbac.authorization.k8s.io "nosuch" not found]',
    );
    expect(ask(index, carol, 'list /pods/ other/')).toEqual({ decision: 'noOpinion', reason: '', errors: [] });
    expect(index.danglingReferences().map(({ name, message }) => [name, message])).toEqual([
      ['b', 'clusterrole.rbac.authorization.k8s.io "nosuch" not found'],
      ['a', 'role.rbac.authorization.k8s.io "gone" not found'],
      ['c', 'clusterrole.rbac.authorization.k8s.io "other" not found'],
    ]);
  });

  it('do not stand in the way of what is allowed', () => {
    const index = indexOf(
      role('', 'r', '/pods: get'),
      binding('', 'a', 'ClusterRole/nosuch', 'user:ann'),
      binding('', 'b', 'ClusterRole/r', 'user:ann'),
    );
    expect(ask(index, ann, 'get /pods/ a/x')).toMatchObject({ decision: 'allow', errors: [] });
  });

  it('include roles of an unknown kind and Roles of the cluster', () => {
    const index = indexOf(
      binding('a', 'b', 'Robot/x', 'user:ann'),
      binding('', 'b', 'Role/r', 'user:ann'),
      role('a', 'r', '/pods: get'),
    );
    expect(ask(index, ann, 'get /pods/ a/x').reason).toBe(
      'RBAC: [role.rbac.authorization.k8s.io "r" not found, unsupported role reference kind: "Robot"]',
    );
  });

  it('come to count when the role appears', () => {
    const index = indexOf(binding('', 'b', 'ClusterRole/late', 'user:ann'));
    expect(ask(index, ann, 'get /pods/ a/x').decision).toBe('noOpinion');
    index.set('ClusterRole', role('', 'late', '/pods: get').object);
    expect(ask(index, ann, 'get /pods/ a/x').decision).toBe('allow');
    expect(index.danglingReferences()).toEqual([]);
    expect(index.delete('ClusterRole', '', 'late')).toBe(true);
    expect(ask(index, ann, 'get /pods/ a/x').reason).toBe(
      'RBAC: clusterrole.rbac.authorization.k8s.io "late" not found',
    );
  });
});

describe('changes', () => {
  it('take effect at once', () => {
    const index = granting('/pods: get');
    const decide = () => ask(index, ann, 'get /pods/ a/x').decision;
    expect(decide()).toBe('allow');
    index.set('ClusterRole', role('', 'r', '/secrets: get').object);
    expect(decide()).toBe('noOpinion');
    index.set('ClusterRole', role('', 'r', '/pods: get').object);
    expect(decide()).toBe('allow');
    index.set('ClusterRoleBinding', binding('', 'b', 'ClusterRole/r', 'user:bob').object);
    expect(decide()).toBe('noOpinion');
    index.set('ClusterRoleBinding', binding('', 'b', 'ClusterRole/r', 'group:devs').object);
    expect(decide()).toBe('allow');
    expect(index.delete('ClusterRoleBinding', '', 'b')).toBe(true);
    expect(index.delete('ClusterRoleBinding', '', 'b')).toBe(false);
    expect(decide()).toBe('noOpinion');
  });

  it('tell whether there was something to delete', () => {
    const index = indexOf(role('a', 'r', '/pods: get'));
    expect(index.delete('Role', 'b', 'r')).toBe(false);
    expect(index.delete('ClusterRole', 'a', 'r')).toBe(false);
    expect(index.delete('Role', '', 'r')).toBe(false);
    expect(index.delete('Role', 'a', 'r')).toBe(true);
    expect([...index.roles()]).toEqual([]);
  });
});

describe('rulesFor', () => {
  it('lists rules as they stand, paths of namespaced bindings too', () => {
    const index = indexOf(
      role('', 'urls', url('/zzz', 'get'), { ...rule('/pods: get'), nonResourceURLs: ['/both'] }),
      role('', 'dup', '/pods: get'),
      binding('a', 'b', 'ClusterRole/urls', 'user:ann'),
      binding('', 'z', 'ClusterRole/dup', 'user:ann'),
      binding('a', 'c', 'ClusterRole/gone', 'user:ann'),
    );
    const pods = { verbs: ['get'], apiGroups: [''], resources: ['pods'] };
    expect(index.rulesFor(ann, 'a')).toEqual({
      resourceRules: [pods, pods],
      nonResourceRules: [
        { verbs: ['get'], nonResourceURLs: ['/zzz'] },
        { verbs: ['get'], nonResourceURLs: ['/both'] },
      ],
      incomplete: false,
      errors: ['clusterrole.rbac.authorization.k8s.io "gone" not found'],
    });
    expect(index.rulesFor(ann, '').resourceRules).toEqual([pods]);
    expect(ask(index, ann, 'get //zzz').decision).toBe('noOpinion');
  });
});
