import { describe, expect, it } from 'vitest';
import { resourceAttributes } from '../authorization/attributes.js';
import type { Authorizer } from '../authorization/authorizer.js';
import { ALLOW, NO_OPINION } from '../authorization/decision.js';
import { runProcedure } from '../authorization/procedure.js';
import { listedAuthorizer, person, profileFor } from '../authorization/profile.test-support.js';
import { type UserInfo, userInfo } from '../authorization/user-info.js';
import { impersonate } from './impersonate.js';
import { identityKey, impersonationKey } from './impersonation-cache-key.js';
import { type HeaderList, isImpersonationHeader, wantedUser } from './impersonation-headers.js';
import { type ImpersonationMode, modeApplies } from './impersonation-mode.js';

const legacy = profileFor(34);
const constrained = profileFor(35, { ConstrainedImpersonation: true });
const NODE_NAME = 'authentication.kubernetes.io/node-name';

const headers = (...lines: string[]): HeaderList => lines.map((line) => line.split(': ') as [string, string]);
const user = (name: string, ...groups: string[]): UserInfo => userInfo({ name, groups });
const withExtra = (name: string, extra: Record<string, string[]>): UserInfo =>
  userInfo({ name, extra: new Map(Object.entries(extra)) });

describe('headers', () => {
  it.each([
    [[], { kind: 'none' }],
    [['Impersonate-User: '], { kind: 'none' }],
    [['impersonate-user: bob', 'Impersonate-User: second'], { kind: 'user', user: user('bob') }],
    [
      [
        'Impersonate-User: bob',
        'Impersonate-Group: a',
        'IMPERSONATE-GROUP: b',
        'Impersonate-Uid: 1',
        'Impersonate-Uid: 2',
      ],
      { kind: 'user', user: userInfo({ name: 'bob', groups: ['a', 'b'], uid: '1' }) },
    ],
    [
      [
        'Impersonate-User: bob',
        'Impersonate-Extra-Acme.com%2fFoo: x',
        'impersonate-extra-acme.com%2Ffoo: y',
        'Impersonate-Extra-%zz: z',
      ],
      { kind: 'user', user: withExtra('bob', { 'acme.com/foo': ['x', 'y'], '%zz': ['z'] }) },
    ],
    [['Impersonate-User: bob', 'Impersonate-Foo: x', 'Impersonate_User: y'], { kind: 'user', user: user('bob') }],
  ])('%j', (lines, expected) => {
    expect(wantedUser(headers(...lines), constrained)).toEqual(expected);
  });

  it('keeps keys that look like properties', () => {
    const wanted = wantedUser(headers('Impersonate-User: x', 'Impersonate-Extra-__proto__: y'), constrained);
    expect(wanted).toMatchObject({ kind: 'user' });
    expect(wanted.kind === 'user' && [...wanted.user.extra]).toEqual([['__proto__', ['y']]]);
  });

  it.each([
    [
      27,
      ['Impersonate-Group: g'],
      { kind: 'internalError', message: 'requested [{Group  g    }] without impersonating a user' },
    ],
    [
      34,
      ['Impersonate-Uid: u'],
      {
        kind: 'internalError',
        message: 'requested [{UID  u  authentication.k8s.io/v1  }] without impersonating a user',
      },
    ],
    [
      35,
      ['Impersonate-Extra-k: v', 'Impersonate-Group: g'],
      {
        kind: 'badRequest',
        status: {
          code: 400,
          reason: 'BadRequest',
          message:
            'requested [{Group  g    } {UserExtra  v  authentication.k8s.io/v1  k}] without impersonating a user',
        },
      },
    ],
    [
      36,
      ['Impersonate-Group: system:masters', 'Impersonate-Extra-k: v'],
      {
        kind: 'badRequest',
        status: {
          code: 400,
          reason: 'BadRequest',
          message:
            'requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string{"system:masters"}, Extra:map[string][]string{"k":[]string{"v"}}} without impersonating a user name',
        },
      },
    ],
  ])('refuses in 1.%i everything but a user without a user', (minor, lines, expected) => {
    expect(wantedUser(headers(...lines), profileFor(minor))).toEqual(expected);
  });

  it('are to be taken off the request', () => {
    const names = [
      'Impersonate-User',
      'impersonate-group',
      'IMPERSONATE-UID',
      'Impersonate-Extra-X',
      'Impersonate-Foo',
      'User',
    ];
    expect(names.filter(isImpersonationHeader)).toEqual(names.slice(0, 4));
  });
});

const bob = person('bob');
const listPods = (requester: UserInfo) =>
  resourceAttributes({ user: requester, verb: 'list', resource: 'pods', namespace: 'a' });

function run(
  wanted: UserInfo,
  allowed: string[],
  options: { requester?: UserInfo; profile?: typeof legacy; last?: ImpersonationMode } = {},
) {
  const { requester = bob, profile = legacy, last } = options;
  const asked: string[] = [];
  const result = runProcedure(
    impersonate(wanted, listPods(requester), profile, last),
    listedAuthorizer(allowed, asked),
  );
  return { result, asked };
}

describe('by the verb impersonate', () => {
  it('asks for user, groups, extras and uid, in this order', () => {
    const wanted = userInfo({ name: 'panda', uid: 'u', groups: ['g', 'h'], extra: new Map([['k', ['v', 'w']]]) });
    const questions = [
      'impersonate /users/ /panda',
      'impersonate /groups/ /g',
      'impersonate /groups/ /h',
      'impersonate authentication.k8s.io/userextras/k /v',
      'impersonate authentication.k8s.io/userextras/k /w',
      'impersonate authentication.k8s.io/uids/ /u',
    ];
    const { result, asked } = run(wanted, questions);
    expect(asked).toEqual(questions);
    expect(result).toMatchObject({ kind: 'impersonated', mode: 'legacy', constraint: '' });
    expect(result.kind === 'impersonated' && result.user).toEqual({
      ...wanted,
      groups: ['g', 'h', 'system:authenticated'],
    });
    for (let missing = 0; missing < questions.length; missing++) {
      const refused = run(
        wanted,
        questions.filter((_, at) => at !== missing),
      );
      expect(refused.result.kind).toBe('refused');
      expect(refused.asked).toEqual(questions.slice(0, missing + 1));
    }
  });

  it.each([
    ['system:serviceaccount:a:web', [], ['system:serviceaccounts', 'system:serviceaccounts:a', 'system:authenticated']],
    ['system:serviceaccount:a:web', ['g'], ['g', 'system:authenticated']],
    ['system:anonymous', [], ['system:unauthenticated']],
    ['panda', ['system:unauthenticated'], ['system:unauthenticated']],
    ['panda', ['system:authenticated', 'g'], ['system:authenticated', 'g']],
  ])('%s with %j is in %j', (name, groups, expected) => {
    const allowAll: Authorizer = { authorize: () => ALLOW };
    const result = runProcedure(impersonate(user(name, ...groups), listPods(bob), legacy), allowAll);
    expect(result.kind === 'impersonated' && result.user.groups).toEqual(expected);
  });

  it('asks for a service account in its namespace', () => {
    expect(run(user('system:serviceaccount:a:web'), []).asked).toEqual(['impersonate /serviceaccounts/ a/web']);
    expect(run(user('system:serviceaccount:A:web'), []).asked).toEqual([
      'impersonate /users/ /system:serviceaccount:A:web',
    ]);
  });

  it('takes an error for a refusal where the old filter does', () => {
    const shaky: Authorizer = { authorize: () => ({ ...ALLOW, errors: ['down'] }) };
    const text =
      'users "panda" is forbidden: User "bob" cannot impersonate resource "users" in API group "" at the cluster scope';
    expect(runProcedure(impersonate(user('panda'), listPods(bob), legacy), shaky)).toMatchObject({
      kind: 'refused',
      status: { message: text },
    });
    expect(runProcedure(impersonate(user('panda'), listPods(bob), constrained), shaky).kind).toBe('impersonated');
    const broken: Authorizer = { authorize: () => ({ ...NO_OPINION, reason: 'r', errors: ['down'] }) };
    expect(runProcedure(impersonate(user('panda'), listPods(bob), constrained), broken)).toMatchObject({
      status: { message: expect.stringMatching(/at the cluster scope: down: r$|in the namespace "a": down: r$/) },
    });
  });
});

describe('modes', () => {
  const account = withExtra('system:serviceaccount:a:agent', { [NODE_NAME]: ['n1'] });
  it.each([
    [bob, user('panda'), ['user-info']],
    [bob, user('panda', 'g'), ['user-info']],
    [bob, user('system:node:n1'), ['arbitrary-node']],
    [bob, user('system:node:n1', 'g'), []],
    [bob, user('system:node:Bad'), ['user-info']],
    [bob, user('system:serviceaccount:a:b'), ['serviceaccount']],
    [bob, user('system:serviceaccount:a:b', 'g'), []],
    [account, user('system:node:n1'), ['associated-node', 'arbitrary-node']],
    [account, user('system:node:n2'), ['arbitrary-node']],
    [withExtra(account.name, { [NODE_NAME]: ['n1', 'n2'] }), user('system:node:n1'), ['arbitrary-node']],
    [withExtra('ann', { [NODE_NAME]: ['n1'] }), user('system:node:n1'), ['arbitrary-node']],
  ])('of %o for %o: %j', (requester, wanted, modes) => {
    const all = ['associated-node', 'arbitrary-node', 'serviceaccount', 'user-info'] as const;
    expect(all.filter((mode) => modeApplies(mode, requester, wanted))).toEqual(modes);
  });

  it('ask for the deed before the person, and fall back to the old way', () => {
    const { result, asked } = run(user('panda'), [], { profile: constrained });
    expect(asked).toEqual(['impersonate-on:user-info:list /pods/ a/', 'impersonate /users/ /panda']);
    expect(result).toMatchObject({
      kind: 'refused',
      status: { message: expect.stringContaining('cannot impersonate-on:user-info:list resource "pods"') },
    });
  });

  it('let through with both rights', () => {
    const rights = [
      'impersonate-on:user-info:list /pods/ a/',
      'impersonate:user-info authentication.k8s.io/users/ /panda',
    ];
    const { result, asked } = run(user('panda'), rights, { profile: constrained });
    expect(asked).toEqual(rights);
    expect(result).toMatchObject({
      kind: 'impersonated',
      mode: 'user-info',
      constraint: 'impersonate:user-info',
      user: { name: 'panda', groups: ['system:authenticated'] },
    });
  });

  it('begin with the one that let the requester through last', () => {
    const { asked } = run(user('panda'), [], { profile: constrained, last: 'legacy' });
    expect(asked[0]).toBe('impersonate /users/ /panda');
    expect(asked).toHaveLength(2);
  });

  it('ask for the node of an account as for any node, and hide on which node it runs', () => {
    const requesters: UserInfo[] = [];
    const authorizer: Authorizer = {
      authorize(attributes) {
        requesters.push(attributes.user);
        return ALLOW;
      },
    };
    const result = runProcedure(impersonate(user('system:node:n1'), listPods(account), constrained), authorizer);
    expect(result).toMatchObject({
      constraint: 'impersonate:associated-node',
      user: { groups: ['system:nodes', 'system:authenticated'] },
    });
    expect([...(requesters[0]?.extra ?? [])]).toEqual([
      ['authentication.kubernetes.io/associated-node-keys', [NODE_NAME]],
    ]);
    const { asked } = run(user('system:node:n1'), ['impersonate-on:associated-node:list /pods/ a/'], {
      profile: constrained,
      requester: account,
    });
    expect(asked[1]).toBe('impersonate:associated-node authentication.k8s.io/nodes/ /*');
  });

  it.each([
    [user('panda', 'system:masters'), 'groups'],
    [user('panda', ''), 'groups'],
    [withExtra('panda', { 'no-domain': ['v'] }), 'extra'],
    [withExtra('panda', { 'example.com/k': [''] }), 'extra'],
    [withExtra('panda', { 'Example.com/k': ['v'] }), 'extra'],
  ])('never allow %o', (wanted) => {
    const onlyConstrained: Authorizer = { authorize: ({ verb }) => (verb === 'impersonate' ? NO_OPINION : ALLOW) };
    expect(runProcedure(impersonate(wanted, listPods(bob), constrained), onlyConstrained).kind).toBe('refused');
  });

  it('ask for many groups at once, then one by one', () => {
    const groups = ['a', 'b', 'c', 'd'];
    const deed = 'impersonate-on:user-info:list /pods/ a/';
    const name = 'impersonate:user-info authentication.k8s.io/users/ /panda';
    const group = (each: string) => `impersonate:user-info authentication.k8s.io/groups/ /${each}`;
    expect(run(user('panda', ...groups), [deed, name, group('*')], { profile: constrained }).asked).toEqual([
      deed,
      name,
      group('*'),
    ]);
    const single = [deed, name, ...groups.map(group)];
    expect(run(user('panda', ...groups), single, { profile: constrained }).asked).toEqual([
      deed,
      name,
      group('*'),
      ...groups.map(group),
    ]);
    expect(run(user('panda', 'a'), [deed, name, group('a')], { profile: constrained }).asked).toEqual([
      deed,
      name,
      group('a'),
    ]);
  });
});

describe('keys of remembered impersonations', () => {
  const wanted = user('panda', 'g');
  it('tell apart what is answered differently', () => {
    const key = impersonationKey('user-info', wanted, listPods(bob));
    const others = [
      impersonationKey('user-info', user('panda', 'h'), listPods(bob)),
      impersonationKey('user-info', wanted, { ...listPods(bob), verb: 'get' }),
      impersonationKey('user-info', wanted, listPods(person('eve'))),
      impersonationKey('user-info', wanted, {
        ...listPods(bob),
        fieldSelectorRequirements: [{ field: 'a', operator: '=', value: 'b' }],
      }),
    ];
    expect(new Set([key, ...others]).size).toBe(5);
    expect(identityKey('user-info', wanted, bob)).not.toBe(key);
  });

  it('are the same for an account on every node', () => {
    const on = (node: string) => withExtra('system:serviceaccount:a:agent', { [NODE_NAME]: [node] });
    expect(identityKey('associated-node', user('system:node:n1'), on('n1'))).toBe(
      identityKey('associated-node', user('system:node:n2'), on('n2')),
    );
    expect(identityKey('arbitrary-node', user('system:node:n1'), on('n1'))).not.toBe(
      identityKey('arbitrary-node', user('system:node:n2'), on('n2')),
    );
  });

  it('do not exist for a request whose selectors were not understood', () => {
    expect(impersonationKey('user-info', wanted, { ...listPods(bob), fieldSelectorError: 'x' })).toBeUndefined();
  });
});
