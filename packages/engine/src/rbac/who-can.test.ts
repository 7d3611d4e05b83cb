import { describe, expect, it } from 'vitest';
import { nonResourceAttributes, resourceAttributes } from '../authorization/attributes.js';
import { person } from '../authorization/profile.test-support.js';
import type { RbacIndex } from './rbac-index.js';
import { binding, indexOf, role, rule, url } from './role.test-support.js';
import { whoCan, whoCanAnywhere } from './who-can.js';

const NOBODY = person('');
const getSecrets = (namespace: string, name = '') =>
  resourceAttributes({ user: NOBODY, verb: 'get', resource: 'secrets', namespace, name });

const listed = (index: RbacIndex, attributes = getSecrets('a'), options = {}) =>
  lines(whoCan(index, attributes, options));

const lines = (subjects: ReturnType<typeof whoCan>) =>
  subjects.map(({ how, kind, namespace, name, via }) => {
    const who = namespace === '' ? name : `${namespace}/${name}`;
    return [`${how} ${kind} ${who}`, ...via.map((by) => `${by.binding}/${by.namespace}=${by.role}`)].join(' ');
  });

describe('whoCan', () => {
  it('always lists the privileged group', () => {
    expect(listed(indexOf())).toEqual(['group Group system:masters']);
  });

  it('finds subjects through bindings in reach', () => {
    const index = indexOf(
      role('', 'reader', '/secrets: get'),
      role('', 'everything', '*/*: *'),
      role('a', 'own', '/secrets[x]: get'),
      binding('a', 'b1', 'ClusterRole/reader', 'user:ann', 'group:devs', 'sa:a/web'),
      binding('a', 'b2', 'Role/own', 'user:ann'),
      binding('b', 'b3', 'ClusterRole/reader', 'user:far'),
      binding('', 'c1', 'ClusterRole/everything', 'user:root', 'sa:kube-system/op'),
    );
    expect(listed(index)).toEqual([
      'direct ServiceAccount a/web b1/a=reader',
      'direct ServiceAccount kube-system/op c1/=everything',
      'direct User ann b1/a=reader',
      'direct User root c1/=everything',
      'group Group devs b1/a=reader',
      'group Group system:masters',
      ...['escalate', 'bind', 'impersonate'].flatMap((how) => [
        `${how} ServiceAccount kube-system/op c1/=everything`,
        `${how} User root c1/=everything`,
      ]),
    ]);
    expect(listed(index, getSecrets('a', 'x'))[2]).toBe('direct User ann b1/a=reader b2/a=own');
    expect(listed(index, getSecrets('')).slice(0, 2)).toEqual([
      'direct ServiceAccount kube-system/op c1/=everything',
      'direct User root c1/=everything',
    ]);
  });

  it('follows aggregated roles as they are filled, and paths', () => {
    const index = indexOf(role('', 'r', url('/metrics', 'get')), binding('', 'b', 'ClusterRole/r', 'user:ann'));
    const attributes = nonResourceAttributes(NOBODY, 'get', '/metrics');
    expect(listed(index, attributes)).toContain('direct User ann b/=r');
  });

  it('finds those who can give themselves a role', () => {
    const RBAC = 'rbac.authorization.k8s.io';
    const index = indexOf(
      role('', 'reader', '/secrets: get'),
      role('a', 'escalator', `${RBAC}/roles: escalate,update`),
      role('a', 'escalator-without-write', `${RBAC}/roles: escalate,get`),
      role('', 'binder', { ...rule(`${RBAC}/clusterroles[reader]: bind`) }, `${RBAC}/rolebindings: create`),
      role('', 'binder-of-another', { ...rule(`${RBAC}/clusterroles[other]: bind`) }, `${RBAC}/rolebindings: create`),
      binding('a', 'e1', 'Role/escalator', 'user:eve'),
      binding('a', 'e2', 'Role/escalator-without-write', 'user:noeve'),
      binding('', 'k1', 'ClusterRole/binder', 'user:kim'),
      binding('', 'k2', 'ClusterRole/binder-of-another', 'user:nokim'),
    );
    expect(listed(index)).toEqual([
      'group Group system:masters',
      'escalate User eve e1/a=escalator',
      'bind User kim k1/=binder',
    ]);
    expect(listed(index, getSecrets('b'))).toEqual(['group Group system:masters', 'bind User kim k1/=binder']);
  });

  it('finds those who can be somebody else', () => {
    const index = indexOf(
      role('', 'reader', '/secrets: get'),
      role('', 'as-ann', '/users[ann]: impersonate'),
      role('', 'as-bob', '/users[bob]: impersonate'),
      role('a', 'as-web', '/serviceaccounts[web]: impersonate'),
      role('', 'as-devs', '/groups[devs]: impersonate', '/users: impersonate'),
      role('', 'as-devs-only', '/groups[devs]: impersonate'),
      binding('a', 'r', 'ClusterRole/reader', 'user:ann', 'group:devs', 'sa:a/web'),
      binding('', 'i1', 'ClusterRole/as-ann', 'user:one'),
      binding('', 'i2', 'ClusterRole/as-bob', 'user:two'),
      binding('a', 'i3', 'Role/as-web', 'user:three'),
      binding('', 'i4', 'ClusterRole/as-devs', 'user:four'),
      binding('', 'i5', 'ClusterRole/as-devs-only', 'user:five'),
    );
    expect(listed(index).filter((line) => line.startsWith('impersonate'))).toEqual([
      'impersonate User four i4/=as-devs',
      'impersonate User one i1/=as-ann',
      'impersonate User three i3/a=as-web',
    ]);
  });

  it('keeps odd names apart', () => {
    const index = indexOf(
      role('', 'reader', '/secrets: get'),
      binding('', '__proto__', 'ClusterRole/reader', 'user:__proto__', 'user:constructor', 'sa:a/b', 'user:a/b'),
    );
    expect(listed(index).filter((line) => line.startsWith('direct'))).toEqual([
      'direct ServiceAccount a/b __proto__/=reader',
      'direct User __proto__ __proto__/=reader',
      'direct User a/b __proto__/=reader',
      'direct User constructor __proto__/=reader',
    ]);
  });
});

describe('whoCan with constrained impersonation', () => {
  const AUTHENTICATION = 'authentication.k8s.io';
  const index = indexOf(
    role('', 'reader', '/secrets: get'),
    role('', 'as-ann', `${AUTHENTICATION}/users[ann]: impersonate:user-info`),
    role('', 'as-devs', `${AUTHENTICATION}/users,groups: impersonate:user-info`),
    role('a', 'as-web', `${AUTHENTICATION}/serviceaccounts[web]: impersonate:serviceaccount`),
    role('', 'as-node', `${AUTHENTICATION}/nodes[n1]: impersonate:arbitrary-node`),
    role('a', 'read-as-user', '/secrets: impersonate-on:user-info:get'),
    role('a', 'read-as-account', '/secrets: impersonate-on:serviceaccount:get'),
    role('', 'read-as-node', '/secrets: impersonate-on:arbitrary-node:get'),
    binding('a', 'r', 'ClusterRole/reader', 'user:ann', 'group:devs', 'sa:a/web', 'user:system:node:n1'),
    binding('', 'i1', 'ClusterRole/as-ann', 'user:one', 'user:identity-only'),
    binding('a', 'o1', 'Role/read-as-user', 'user:one', 'user:two', 'user:action-only'),
    binding('', 'i2', 'ClusterRole/as-devs', 'user:two'),
    binding('a', 'i3', 'Role/as-web', 'user:three'),
    binding('a', 'o3', 'Role/read-as-account', 'user:three'),
    binding('', 'i4', 'ClusterRole/as-node', 'user:four'),
    binding('', 'o4', 'ClusterRole/read-as-node', 'user:four'),
  );
  const impersonating = (options: object, namespace = 'a') =>
    listed(index, getSecrets(namespace), options).filter((line) => line.startsWith('impersonate'));

  it('takes the identity and the action', () => {
    expect(impersonating({ constrainedImpersonation: true })).toEqual([
      'impersonate User four i4/=as-node',
      'impersonate User one i1/=as-ann',
      'impersonate User three i3/a=as-web',
      'impersonate User two i2/=as-devs',
    ]);
    expect(impersonating({ constrainedImpersonation: true }, 'b')).toEqual([]);
  });

  it('is none where the gate is off', () => expect(impersonating({})).toEqual([]));

  it('never takes on system:masters', () => {
    const everybody = indexOf(
      role(
        '',
        'all',
        `${AUTHENTICATION}/users,groups: impersonate:user-info`,
        '/secrets: impersonate-on:user-info:get',
      ),
      binding('', 'b', 'ClusterRole/all', 'user:eve'),
    );
    expect(listed(everybody, getSecrets('a'), { constrainedImpersonation: true })).toEqual([
      'group Group system:masters',
    ]);
  });
});

describe('whoCanAnywhere', () => {
  it('lists each subject once a way, with its bindings of all namespaces', () => {
    const index = indexOf(
      role('', 'reader', '/secrets: get'),
      role('', 'as-ann', '/users[ann]: impersonate'),
      role('b', 'as-web', '/serviceaccounts[web]: impersonate'),
      role('c', 'escalator', 'rbac.authorization.k8s.io/roles: escalate,update'),
      binding('a', 'r1', 'ClusterRole/reader', 'user:ann'),
      binding('b', 'r2', 'ClusterRole/reader', 'user:ann', 'sa:b/web', 'group:devs'),
      binding('', 'i1', 'ClusterRole/as-ann', 'user:one'),
      binding('b', 'i2', 'Role/as-web', 'user:two'),
      binding('c', 'e', 'Role/escalator', 'user:three'),
    );
    expect(lines(whoCanAnywhere(index, getSecrets('')))).toEqual([
      'direct ServiceAccount b/web r2/b=reader',
      'direct User ann r1/a=reader r2/b=reader',
      'group Group devs r2/b=reader',
      'group Group system:masters',
      'escalate User three e/c=escalator',
      'impersonate User one i1/=as-ann',
      'impersonate User two i2/b=as-web',
    ]);
  });

  it('is the union of all namespaces', () => {
    const index = indexOf(
      role('', 'everything', '*/*: *'),
      role('a', 'own', '*/*: *'),
      role('', 'groups', '/groups,serviceaccounts: impersonate'),
      binding('', 'b1', 'ClusterRole/everything', 'user:root'),
      binding('a', 'b2', 'Role/own', 'sa:a/op', 'group:ops'),
      binding('b', 'b3', 'ClusterRole/everything', 'group:devs', 'user:bea'),
      binding('', 'b4', 'ClusterRole/groups', 'user:gil'),
    );
    const union = new Set(['', 'a', 'b'].flatMap((namespace) => listed(index, getSecrets(namespace)).map(withoutVia)));
    const anywhere = lines(whoCanAnywhere(index, getSecrets(''))).map(withoutVia);
    expect(new Set(anywhere)).toEqual(union);
    expect(anywhere).toHaveLength(union.size);
  });
});

const withoutVia = (line: string): string => line.replace(/ \S+=.*$/, '');
