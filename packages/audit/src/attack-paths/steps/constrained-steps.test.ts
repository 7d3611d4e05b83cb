/** Constrained impersonation: identity, action and the identity's own right must come together. */
import { describe, expect, it } from 'vitest';
import { attackGraph } from '../attack-paths.js';
import { ANN, factsOf, grant, pod } from '../attack-paths.test-support.js';
import type { ClusterObject } from '../cluster-facts.js';
import { type Foothold, foothold, footholdText } from '../foothold.js';
import { requirementText } from '../reports/evidence.js';

const IDENTITY = 'authentication.k8s.io';

/** Where constrained impersonation leads: `identity: step, step`. */
function acting(objects: readonly ClusterObject[], from: Foothold = ANN, version = '1.36', gates = '') {
  const graph = attackGraph(factsOf(objects, version, gates));
  return (
    graph
      .stepsFrom(from)
      // The version's own users are there, too.
      .filter(({ technique, to }) => technique === 'constrained-impersonation' && !to.name.includes('"system:'))
      .map(({ to, severity }) => {
        const reached = graph.stepsFrom(to).map((step) => `${step.technique} -> ${footholdText(step.to)}`);
        return `${severity} ${footholdText(to)}: ${[...new Set(reached)].sort().join(', ')}`;
      })
  );
}
const bobReads = grant('', ['get,list /secrets'], 'User/bob', 'bob');
const be = (...rules: string[]) => grant('', rules, 'User/ann', 'be');
const onIt = (namespace: string, ...rules: string[]) => grant(namespace, rules, 'User/ann', 'on');

describe('constrained impersonation of users', () => {
  const asBob = 'acting as user "bob" (user-info) by user "ann"';
  const user = be(`impersonate:user-info ${IDENTITY}/users`);

  it.each<[string, readonly ClusterObject[], readonly string[]]>([
    [
      'what both may do, where both may do it',
      [...user, ...onIt('shop', 'impersonate-on:user-info:get /secrets')],
      [`medium ${asBob}: read-secrets -> secrets of namespace shop`],
    ],
    [
      'any action by the wildcard verb',
      [...user, ...onIt('', '* /secrets')],
      [`medium ${asBob}: read-secrets -> secrets of every namespace`],
    ],
    [
      'the names of both',
      [...user, ...onIt('', 'impersonate-on:user-info:get /secrets[one]')],
      [`medium ${asBob}: read-secrets -> secrets of every namespace`],
    ],
    [
      'one user only',
      [
        ...be(`impersonate:user-info ${IDENTITY}/users[bob]`),
        ...onIt('shop', 'impersonate-on:user-info:list /secrets'),
      ],
      [`low ${asBob}: read-secrets -> secrets of namespace shop`],
    ],
  ])('gives %s', (_, objects, expected) => {
    expect(acting([...bobReads, ...objects])).toEqual(expected);
  });

  it.each<[string, readonly ClusterObject[]]>([
    ['the identity without an action', user],
    ['an action without the identity', onIt('', 'impersonate-on:user-info:get /secrets')],
    ['an action that the identity may not do', [...user, ...onIt('', 'impersonate-on:user-info:delete /secrets')]],
    ['the action of another mode', [...user, ...onIt('', 'impersonate-on:serviceaccount:get /secrets')]],
    ['the literal wildcard of actions', [...user, ...onIt('', 'impersonate-on:user-info:* /secrets')]],
    ['the literal wildcard of modes', [...be(`impersonate:* ${IDENTITY}/users`), ...onIt('', '* /secrets')]],
    ['the identity in the core group', [...be('impersonate:user-info /users'), ...onIt('', '* /secrets')]],
    [
      'the identity in a namespace',
      [...grant('shop', [`impersonate:user-info ${IDENTITY}/users`], 'User/ann', 'be'), ...onIt('', '* /secrets')],
    ],
    ['another user', [...be(`impersonate:user-info ${IDENTITY}/users[eve]`), ...onIt('', '* /secrets')]],
    [
      'service accounts as users',
      [
        ...grant('', ['get /secrets'], 'ServiceAccount/shop/web', 'web'),
        ...be(`impersonate:user-info ${IDENTITY}/users[system:serviceaccount:shop:web]`),
        ...onIt('', '* /secrets'),
      ],
    ],
  ])('near miss: %s', (_, objects) => {
    expect(acting([...bobReads, ...objects])).toEqual([]);
  });

  it('counts where the gate is on', () => {
    const objects = [...bobReads, ...user, ...onIt('', '* /secrets')];
    expect(acting(objects, ANN, '1.35')).toEqual([]);
    expect(acting(objects, ANN, '1.35', 'ConstrainedImpersonation=true')).toHaveLength(1);
  });

  it('takes on groups together with a user, but never system:masters', () => {
    const groups = grant('', ['* */*'], 'Group/admins', 'admins');
    const action = onIt('', 'impersonate-on:user-info:get /secrets');
    const wanted = (names: string) => [...be(`impersonate:user-info ${IDENTITY}/groups${names}`), ...action, ...groups];
    const user2 = grant('', [`impersonate:user-info ${IDENTITY}/users[eve]`], 'User/ann', 'eve');
    expect(acting([...wanted('[admins,system:masters]'), ...user2])).toEqual([
      'low acting as group "admins" (user-info) by user "ann": read-secrets -> secrets of every namespace',
    ]);
    expect(acting(wanted('[admins]'))).toEqual([]);
  });

  it('asks the identity alone for escalate and bind, and leads to no further impersonation', () => {
    const RBAC = 'rbac.authorization.k8s.io';
    const bob = grant('', [`* ${RBAC}/clusterroles`, `* ${RBAC}/clusterrolebindings`], 'User/bob', 'bob');
    const more = grant('', ['impersonate /users'], 'User/bob', 'more');
    const action = onIt('', `impersonate-on:user-info:create ${RBAC}/clusterrolebindings`);
    expect(acting([...bob, ...more, ...user, ...action])).toEqual([`high ${asBob}: bind-role -> cluster-admin`]);
    const other = onIt('', `impersonate-on:user-info:bind ${RBAC}/clusterroles`);
    expect(acting([...bob, ...more, ...user, ...other])).toEqual([]);
  });

  it('is nothing that impersonation without constraints does not give', () => {
    expect(
      acting([
        ...bobReads,
        ...be('impersonate /users', `impersonate:user-info ${IDENTITY}/users`),
        ...onIt('', '* /secrets'),
      ]),
    ).toEqual([]);
  });

  it('names the rule of the identity and the one of the action', () => {
    const graph = attackGraph(
      factsOf([...bobReads, ...user, ...onIt('shop', 'impersonate-on:user-info:get /secrets')], '1.36'),
    );
    const bob = graph.stepsFrom(ANN).find(({ to }) => to.name.includes('"bob"'))?.to ?? ANN;
    const [step] = graph.stepsFrom(bob);
    expect(step?.requirements.map(requirementText)).toEqual([
      'get, list secrets: ClusterRoleBinding bob of ClusterRole bob to User bob, ' +
        'rules[0] {APIGroups:[""], Resources:["secrets"], Verbs:["get" "list"]}; impersonated by RoleBinding shop/on ' +
        'of Role shop/on to User ann, ' +
        'rules[0] {APIGroups:[""], Resources:["secrets"], Verbs:["impersonate-on:user-info:get"]}',
    ]);
  });
});

describe('constrained impersonation of service accounts and nodes', () => {
  const web = grant('shop', ['create /pods/exec'], 'ServiceAccount/shop/web', 'web');
  const inShop = (rule: string) => grant('shop', [rule], 'User/ann', 'be');
  const exec = onIt('shop', 'impersonate-on:serviceaccount:create /pods/exec');

  it('is asked in the namespace of the service account', () => {
    expect(acting([...web, ...inShop(`impersonate:serviceaccount ${IDENTITY}/serviceaccounts`), ...exec])).toEqual([
      'high acting as service account "shop/web" (serviceaccount) by user "ann": exec -> the pods of namespace shop',
    ]);
    expect(
      acting([
        ...web,
        ...grant('bank', [`impersonate:serviceaccount ${IDENTITY}/serviceaccounts`], 'User/ann', 'be'),
        ...exec,
      ]),
    ).toEqual([]);
    expect(acting([...web, ...inShop(`impersonate:serviceaccount ${IDENTITY}/serviceaccounts[db]`), ...exec])).toEqual(
      [],
    );
  });

  const here = pod('shop', 'web', { nodeName: 'n1', serviceAccountName: 'web' });
  const there = pod('bank', 'db', { nodeName: 'n2', serviceAccountName: 'db' });
  const tokens = (mode: string, namespace = '') =>
    onIt(namespace, `impersonate-on:${mode}:create /serviceaccounts/token`);

  it('gives what a kubelet may do, for the actions that are allowed', () => {
    const node = (names: string) => be(`impersonate:arbitrary-node ${IDENTITY}/nodes${names}`);
    expect(acting([here, there, ...node('[n1]'), ...tokens('arbitrary-node')])).toEqual([
      'high acting as node "n1" (arbitrary-node) by user "ann": node-credentials -> service account shop/web',
    ]);
    expect(acting([here, there, ...node(''), ...tokens('arbitrary-node', 'bank')])).toEqual([
      'high acting as node "* every node" (arbitrary-node) by user "ann": node-credentials -> service account bank/db',
    ]);
    expect(acting([here, ...node('[n1]'), ...onIt('', 'impersonate-on:arbitrary-node:get /pods')])).toEqual([]);
    expect(acting([here, ...node('[n1]'), ...tokens('associated-node')])).toEqual([]);
  });

  it('is the own node for a service account that runs there', () => {
    const facts = (names: string) => [
      here,
      pod('bank', 'db', { nodeName: 'n1', serviceAccountName: 'db' }),
      ...grant('', [`impersonate:associated-node ${IDENTITY}/nodes${names}`], 'ServiceAccount/shop/web', 'be'),
      ...grant('', ['impersonate-on:associated-node:create /serviceaccounts/token'], 'ServiceAccount/shop/web', 'on'),
    ];
    const start = foothold('serviceAccount', 'shop', 'web');
    expect(acting(facts(''), start)).toEqual([
      'high acting as node "n1" (associated-node) by serviceAccount "shop/web": ' +
        'node-credentials -> service account bank/db, node-credentials -> service account shop/web',
    ]);
    expect(acting(facts('[*]'), start)).toHaveLength(1);
    expect(acting(facts('[n1]'), start)).toEqual([]);
  });
});
