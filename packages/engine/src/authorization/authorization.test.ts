/** Whole requests through the chain of a server: path, impersonation, authorizers, answer. */
import type { VersionProfile } from '@bulkhead/apimachinery';
import { describe, expect, it } from 'vitest';
import { impersonate } from '../impersonation/impersonate.js';
import { wantedUser } from '../impersonation/impersonation-headers.js';
import { NodeAuthorizer } from '../node-authorization/node-authorizer.js';
import { NodeGraph } from '../node-authorization/node-graph.js';
import { buildRbacIndex } from '../rbac/cluster-rbac.js';
import { checkEscalation } from '../rbac/escalation.js';
import { binding, type Item, role, rule, url } from '../rbac/role.test-support.js';
import { reviewSelfSubjectRules, reviewSubjectAccess } from './access-review.js';
import { type Authorizer, privilegedGroupAuthorizer, unionAuthorizer } from './authorizer.js';
import { filterOutcome } from './forbidden.js';
import { runProcedure } from './procedure.js';
import { person, profileFor } from './profile.test-support.js';
import { attributesOf, requestInfoFromURL } from './request-info.js';
import { unionRuleResolver } from './rule-resolver.js';
import { type UserInfo, userInfo } from './user-info.js';
import { webhookFailure, webhookSkipped } from './webhook-authorizer.js';

interface Server {
  readonly profile?: VersionProfile;
  readonly objects?: readonly Item[];
  readonly before?: readonly Authorizer[];
}

function server({ profile = profileFor(35), objects = [], before = [] }: Server) {
  const { index } = buildRbacIndex(objects, profile);
  const graph = new NodeGraph(profile);
  const node = new NodeAuthorizer(graph, profile);
  const authorizer = unionAuthorizer([privilegedGroupAuthorizer, ...before, node, index]);
  const resolver = unionRuleResolver([node, index]);

  /** `allow`, or status and message. `headers` are `Name: value`. */
  const request = (user: UserInfo, method: string, target: string, ...headers: string[]): string => {
    const found = requestInfoFromURL(method, target, profile);
    if (found.kind !== 'requestInfo') throw new Error(found.kind);
    const pairs = headers.map((line) => line.split(': ') as [string, string]);
    const wanted = wantedUser(pairs, profile);
    let actual = user;
    if (wanted.kind === 'user') {
      const result = runProcedure(
        impersonate(wanted.user, attributesOf(user, found.info, profile), profile),
        authorizer,
      );
      if (result.kind === 'refused') return `${result.status.code} ${result.status.message}`;
      actual = result.user;
    }
    const attributes = attributesOf(actual, found.info, profile);
    const outcome = filterOutcome(attributes, authorizer.authorize(attributes), target);
    if (outcome.kind === 'allowed') return 'allow';
    return outcome.kind === 'forbidden' ? `403 ${outcome.status.message}` : `500 ${outcome.body}`;
  };
  const review = (user: UserInfo, resourceAttributes: object) =>
    runProcedure(
      reviewSubjectAccess({ spec: { user: user.name, groups: [...user.groups], resourceAttributes } }, profile),
      authorizer,
    );
  return { request, review, resolver, authorizer, index, profile };
}

const alice = person('alice', 'system:authenticated');
const bob = person('bob', 'system:authenticated');

describe('requests through the whole chain', () => {
  it('treats a Namespace as an object inside itself', () => {
    const { request } = server({
      objects: [role('foo', 'r', '/namespaces: get,patch'), binding('foo', 'r', 'Role/r', 'user:alice')],
    });
    expect(request(alice, 'PATCH', '/api/v1/namespaces/foo')).toBe('allow');
    expect(request(alice, 'PATCH', '/api/v1/namespaces/bar')).toContain('403 namespaces "bar" is forbidden');
    expect(request(alice, 'PATCH', '/api/v1/namespaces/foo/status')).toBe(
      '403 namespaces "foo" is forbidden: User "alice" cannot patch resource "namespaces/status" in API group "" in the namespace "foo"',
    );
  });

  it('knows no wildcard behind a resource', () => {
    const { request, review } = server({
      objects: [role('foo', 'r', '/pods/*: get'), binding('foo', 'r', 'Role/r', 'user:alice')],
    });
    expect(request(alice, 'GET', '/api/v1/namespaces/foo/pods/x/log')).toContain('403');
    expect(review(alice, { verb: 'get', resource: 'pods', subresource: '*', namespace: 'foo' })).toMatchObject({
      status: { allowed: true },
    });
  });

  it('lets a field selector name the one object that may be listed', () => {
    const { request } = server({
      objects: [
        role('foo', 'r', '/configmaps[cm1]: list,deletecollection'),
        binding('foo', 'r', 'Role/r', 'user:alice'),
      ],
    });
    const path = '/api/v1/namespaces/foo/configmaps';
    const selector = '?fieldSelector=metadata.name%3Dcm1';
    expect(request(alice, 'GET', `${path}${selector}`)).toBe('allow');
    expect(request(alice, 'GET', path)).toContain('403 configmaps is forbidden: User "alice" cannot list');
    expect(request(alice, 'DELETE', `${path}${selector}`)).toContain('cannot deletecollection');
  });

  it('gives no path by a RoleBinding, though the rules are listed', () => {
    const { request, resolver } = server({
      objects: [role('', 'urls', url('/zzz', 'get')), binding('foo', 'urls', 'ClusterRole/urls', 'user:alice')],
    });
    expect(request(alice, 'GET', '/zzz')).toBe('403 forbidden: User "alice" cannot get path "/zzz"');
    const reviewed = reviewSelfSubjectRules({ spec: { namespace: 'foo' } }, alice, resolver);
    expect(reviewed).toMatchObject({ status: { incomplete: false } });
    expect(JSON.stringify(reviewed)).toContain('"/zzz"');
  });

  it('names a role that does not exist', () => {
    const { request } = server({ objects: [binding('foo', 'b', 'ClusterRole/nosuch', 'user:carol')] });
    const carol = person('carol');
    expect(request(carol, 'GET', '/api/v1/namespaces/foo/pods')).toBe(
      '403 pods is forbidden: User "carol" cannot list resource "pods" in API group "" in the namespace "foo": RBAC: clusterrole.rbac.authorization.k8s.io "nosuch" not found',
    );
    expect(request(carol, 'GET', '/api/v1/namespaces/bar/pods')).toBe(
      '403 pods is forbidden: User "carol" cannot list resource "pods" in API group "" in the namespace "bar"',
    );
  });

  it('explains an access review', () => {
    const { review } = server({});
    expect(review(person('x', 'system:masters'), { verb: '*', resource: '*' })).toEqual({
      kind: 'status',
      status: { allowed: true },
    });
    const secret = { verb: 'get', resource: 'secrets', namespace: 'a', name: 's' };
    expect(review(person('system:node:node9', 'system:nodes'), secret)).toEqual({
      kind: 'status',
      status: { allowed: false, reason: "no relationship found between node 'node9' and this object" },
    });
  });

  it('words an escalation rule by rule', () => {
    const { index, authorizer } = server({});
    const item = role('foo', 'big', '/secrets: get,list', 'apps/deployments: *', '/pods: create');
    const request = { user: alice, kind: 'Role', namespace: 'foo', nameInURL: '', object: item.object } as const;
    const result = runProcedure(checkEscalation(index, request), authorizer);
    expect(result.kind === 'refused' && result.status.message.split('\n')).toEqual([
      'roles.rbac.authorization.k8s.io "big" is forbidden: user "alice" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:',
      '{APIGroups:[""], Resources:["pods"], Verbs:["create"]}',
      '{APIGroups:[""], Resources:["secrets"], Verbs:["get" "list"]}',
      '{APIGroups:["apps"], Resources:["deployments"], Verbs:["*"]}',
    ]);
  });

  it('lets the right to bind one role stand for its rights', () => {
    const { index, authorizer } = server({
      objects: [
        role('', 'binder', 'rbac.authorization.k8s.io/clusterroles[view]: bind'),
        binding('', 'binder', 'ClusterRole/binder', 'user:alice'),
      ],
    });
    const decide = (name: string) => {
      const { object } = binding('', 'new', `ClusterRole/${name}`, 'user:x');
      const request = { user: alice, kind: 'ClusterRoleBinding', namespace: '', nameInURL: '', object } as const;
      return runProcedure(checkEscalation(index, request), authorizer).kind;
    };
    expect([decide('view'), decide('edit')]).toEqual(['allowed', 'refused']);
  });
});

describe('a webhook that cannot be reached', () => {
  const down: Authorizer = {
    authorize: () => webhookFailure('NoOpinion', 'Post "https://x/authorize": dial tcp: refused'),
  };
  const reader = [role('foo', 'r', '/pods: list'), binding('foo', 'r', 'Role/r', 'user:alice')];

  it('turns a refusal into an error, and leaves what others allow', () => {
    const { request, review } = server({ objects: reader, before: [down] });
    expect(request(bob, 'GET', '/api/v1/namespaces/foo/pods')).toBe(
      '500 Internal Server Error: "/api/v1/namespaces/foo/pods": Post "https://x/authorize": dial tcp: refused\n',
    );
    expect(request(alice, 'GET', '/api/v1/namespaces/foo/pods')).toBe('allow');
    expect(review(bob, { verb: 'list', resource: 'pods', namespace: 'foo' })).toEqual({
      kind: 'status',
      status: { allowed: false, evaluationError: 'Post "https://x/authorize": dial tcp: refused' },
    });
  });

  it('is not noticed when its conditions do not hold', () => {
    const skipped: Authorizer = {
      authorize: (attributes) =>
        webhookSkipped([{ expression: "request.user in ['ann']", outcome: false }], 'Deny') ??
        down.authorize(attributes),
    };
    const { request } = server({ objects: reader, before: [skipped] });
    expect(request(bob, 'GET', '/api/v1/namespaces/foo/pods')).toMatch(/^403 pods is forbidden/);
  });
});

describe('impersonation', () => {
  const PODS = '/api/v1/namespaces/default/pods';
  const constrained = profileFor(35, { ConstrainedImpersonation: true });
  const beUser = role('', 'be-panda', 'authentication.k8s.io/users[panda]: impersonate:user-info');
  const listFor = role('', 'list-for', '/pods: impersonate-on:user-info:list');
  const bound = (name: string, to = 'user:bob') => binding('', name, `ClusterRole/${name}`, to);

  it('is refused the old way while the gate is off', () => {
    expect(server({}).request(bob, 'GET', PODS, 'Impersonate-User: panda')).toBe(
      '403 users "panda" is forbidden: User "bob" cannot impersonate resource "users" in API group "" at the cluster scope',
    );
  });

  it.each([
    [
      [],
      '403 pods is forbidden: User "bob" cannot impersonate-on:user-info:list resource "pods" in API group "" in the namespace "default"',
    ],
    [
      [listFor, bound('list-for')],
      '403 users.authentication.k8s.io "panda" is forbidden: User "bob" cannot impersonate:user-info resource "users" in API group "authentication.k8s.io" at the cluster scope',
    ],
    [
      [beUser, bound('be-panda'), listFor, bound('list-for')],
      '403 pods is forbidden: User "panda" cannot list resource "pods" in API group "" in the namespace "default"',
    ],
    [
      [role('', 'old', '/users[panda]: impersonate'), bound('old')],
      '403 pods is forbidden: User "panda" cannot list resource "pods" in API group "" in the namespace "default"',
    ],
  ] as [Item[], string][])('asks for the deed and then for the person: %#', (objects, expected) => {
    expect(server({ profile: constrained, objects }).request(bob, 'GET', PODS, 'Impersonate-User: panda')).toBe(
      expected,
    );
  });

  it('asks for many extras at once', () => {
    const extras = role('', 'extras', 'authentication.k8s.io/userextras/*: impersonate:user-info');
    const anything = { ...rule('authentication.k8s.io/*: impersonate:user-info'), resourceNames: ['*'] };
    const objects = [
      beUser,
      bound('be-panda'),
      listFor,
      bound('list-for'),
      extras,
      bound('extras'),
      role('', 'any', anything),
      bound('any'),
    ];
    const { request } = server({ profile: constrained, objects });
    const values = (count: number) =>
      Array.from({ length: count }, (_, at) => `Impersonate-Extra-example.com%2fk: v${at}`);
    expect(request(bob, 'GET', PODS, 'Impersonate-User: panda', ...values(4))).toContain('User "panda" cannot list');
    expect(request(bob, 'GET', PODS, 'Impersonate-User: panda', ...values(1))).toContain(
      'User "bob" cannot impersonate:user-info resource "userextras/example.com/k"',
    );
  });

  it('lets an account be the node that its token is bound to', () => {
    const account = (...nodes: string[]) =>
      userInfo({
        name: 'system:serviceaccount:default:agent',
        groups: ['system:serviceaccounts', 'system:authenticated'],
        extra: new Map(nodes.length > 0 ? [['authentication.kubernetes.io/node-name', nodes]] : []),
      });
    const objects = [
      role('', 'be-node', 'authentication.k8s.io/nodes: impersonate:associated-node'),
      bound('be-node', 'sa:default/agent'),
      role('', 'get-node', '/nodes: impersonate-on:associated-node:get'),
      bound('get-node', 'sa:default/agent'),
    ];
    const { request } = server({ profile: constrained, objects });
    const header = 'Impersonate-User: system:node:n1';
    expect(request(account('n1'), 'GET', '/api/v1/nodes/n1', header)).toBe('allow');
    expect(request(account(), 'GET', '/api/v1/nodes/n1', header)).toContain('impersonate-on:arbitrary-node:get');
    expect(request(account('n2'), 'GET', '/api/v1/nodes/n1', header)).toContain('impersonate-on:arbitrary-node:get');
  });
});
