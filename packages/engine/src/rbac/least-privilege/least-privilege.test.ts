import { describe, expect, it } from 'vitest';
import { type Attributes, nonResourceAttributes, resourceAttributes } from '../../authorization/attributes.js';
import { profileFor } from '../../authorization/profile.test-support.js';
import { userInfo } from '../../authorization/user-info.js';
import { compactRuleString } from '../policy-rule.js';
import { RbacIndex } from '../rbac-index.js';
import { binding, indexOf, role } from '../role.test-support.js';
import { impersonationRequests, requestsBehind } from './implied-requests.js';
import { keptRules } from './kept-rules.js';
import { minimalRules } from './minimal-rules.js';
import { suggestedName, suggestedObjects } from './suggested-objects.js';
import { unusedGrants } from './unused-grants.js';

const ANN = userInfo({ name: 'ann', groups: ['devs'] });
const WEB = userInfo({ name: 'system:serviceaccount:shop:web' });

/** `verb [namespace:][group/]resource[/subresource] [name]`, where a group has a dot; or `verb /path`. */
function asked(text: string, user = ANN): Attributes {
  const [verb = '', what = '', name = ''] = text.split(' ');
  if (what.startsWith('/')) return nonResourceAttributes(user, verb, what);
  const [, namespace = '', apiGroup = '', resource = '', subresource = ''] =
    /^(?:([^:]*):)?(?:([^/]*\.[^/]*)\/)?([^/]+)(?:\/(.+))?$/.exec(what) ?? [];
  return resourceAttributes({ user, verb, namespace, apiGroup, resource, subresource, name });
}

function applied(requests: readonly Attributes[]): RbacIndex {
  const index = new RbacIndex();
  const { user } = requests[0] ?? asked('get a:pods');
  for (const { kind, object } of suggestedObjects(user.name, suggestedName(user.name), minimalRules(requests))) {
    expect(index.set(kind, object)).toEqual([]);
  }
  expect(index.danglingReferences()).toEqual([]);
  return index;
}

const many = Array.from({ length: 11 }, (_, number) => `get a:configmaps cm${number}`);

const CASES: readonly { logged: readonly string[]; nearMisses: readonly string[] }[] = [
  {
    logged: ['get a:configmaps one', 'get a:configmaps two'],
    nearMisses: ['get a:configmaps three', 'get b:configmaps one', 'list a:configmaps', 'update a:configmaps one'],
  },
  {
    logged: ['get a:pods/log web', 'list a:pods', 'get a:pods web'],
    nearMisses: ['get a:pods/exec web', 'get a:pods/log other', 'list :pods', 'watch a:pods', 'get a:pods other'],
  },
  // A name that the event took from the object was not seen by authorization.
  {
    logged: ['create a:configmaps one', 'deletecollection a:configmaps one'],
    nearMisses: ['delete a:configmaps one', 'create a:secrets one'],
  },
  { logged: ['create a:serviceaccounts/token web'], nearMisses: ['create a:serviceaccounts/token root'] },
  // By a field selector.
  { logged: ['watch a:secrets tls'], nearMisses: ['watch a:secrets', 'watch a:secrets other', 'get a:secrets tls'] },
  { logged: ['list a:secrets tls', 'list a:secrets'], nearMisses: ['list :secrets', 'get a:secrets tls'] },
  {
    logged: ['get :nodes n1', 'get /metrics', 'head /metrics', 'get /healthz/etcd'],
    nearMisses: ['get :nodes n2', 'get /metrics/x', 'post /metrics', 'head /healthz/etcd', 'get a:pods n1'],
  },
  {
    logged: ['get a:apps.k8s.io/deployments web', 'update a:apps.k8s.io/deployments/scale web'],
    nearMisses: ['update a:apps.k8s.io/deployments web', 'get a:deployments web', 'get a:apps.k8s.io/deployments db'],
  },
  // The Namespace object.
  { logged: ['get shop:namespaces shop'], nearMisses: ['get b:namespaces b', 'get shop:pods shop'] },
  // Many names are any name; names of one verb are no names of another.
  { logged: [...many, 'delete a:configmaps cm1'], nearMisses: ['delete a:configmaps cm2', 'get b:configmaps cm1'] },
  // What holds everywhere is not said again for a namespace.
  { logged: ['list :pods', 'list a:pods', 'get a:pods x'], nearMisses: ['get b:pods x', 'list a:services'] },
];

describe('suggested roles', () => {
  it.each(CASES)('allow $logged and nothing near', ({ logged, nearMisses }) => {
    for (const user of [ANN, WEB]) {
      const requests = logged.map((text) => asked(text, user));
      const index = applied(requests);
      const decide = (text: string) => `${text}: ${index.authorize(asked(text, user)).decision}`;
      expect(logged.map(decide)).toEqual(logged.map((text) => `${text}: allow`));
      expect(nearMisses.map(decide)).toEqual(nearMisses.map((text) => `${text}: noOpinion`));
      const somebodyElse = userInfo({ name: 'bob', groups: ['devs'] });
      expect(
        requests.every((request) => index.authorize({ ...request, user: somebodyElse }).decision !== 'allow'),
      ).toBe(true);
    }
  });

  it.each([...Array(20).keys()])('hold for any log (%i)', (seed) => {
    const pick = random(seed);
    const any = () =>
      asked(
        `${pick(['get', 'list', 'create', 'delete', 'deletecollection', 'watch'])} ` +
          `${pick(['', 'a', 'b'])}:${pick(['', 'x.io/'])}${pick(['pods', 'secrets', 'pods/log'])} ${pick(['', 'n1', 'n2'])}`,
      );
    const logged = Array.from({ length: 12 }, any);
    const index = applied(logged);
    for (const request of logged) expect(index.authorize(request).decision).toBe('allow');
    for (const request of Array.from({ length: 100 }, any)) {
      const isLike = (one: Attributes): boolean =>
        one.verb === request.verb &&
        one.apiGroup === request.apiGroup &&
        one.resource === request.resource &&
        one.subresource === request.subresource &&
        (one.namespace === request.namespace || one.namespace === '');
      if (!logged.some(isLike)) expect(index.authorize(request).decision).toBe('noOpinion');
    }
  });

  it.each([
    { logged: many, expected: ['{APIGroups:[""], Resources:["configmaps"], Verbs:["get"]}'] },
    {
      logged: ['get a:pods web-7d4b9c6f5-x2x9k'],
      expected: ['{APIGroups:[""], Resources:["pods"], Verbs:["get"]}'],
    },
    {
      logged: ['watch a:pods', 'list a:services', 'list a:pods', 'watch a:services'],
      expected: ['{APIGroups:[""], Resources:["pods" "services"], Verbs:["list" "watch"]}'],
    },
    { logged: ['get a:* x', '* a:pods', 'get a:pods/* x', 'get /x*', ' a:pods'], expected: [] },
  ])('are short and never wider: $expected', ({ logged, expected }) => {
    const rules = minimalRules(logged.map((text) => asked(text)));
    expect([...rules.values()].flat().map(compactRuleString)).toEqual(expected);
  });

  it('name no objects when asked so', () => {
    const rules = minimalRules([asked('get a:configmaps one')], { maxNames: 0 });
    expect(rules.get('a')?.[0]?.resourceNames).toEqual([]);
  });
});

describe('requests behind a request', () => {
  const behind = (text: string, status: number, minor: number) =>
    requestsBehind(asked(text), status, profileFor(minor)).map(({ verb, name }) => `${verb} ${name}`);

  it.each([
    ['patch a:configmaps one', 201, 35, ['create one']],
    ['patch a:configmaps one', 200, 35, []],
    ['get a:pods/exec web', 101, 34, []],
    ['get a:pods/exec web', 101, 35, ['create web']],
  ] as const)('%s (%i) in 1.%i: %j', (text, status, minor, expected) => {
    expect(behind(text, status, minor)).toEqual(expected);
  });

  const shown = (request: Attributes) =>
    `${request.user.name} ${request.verb} ${request.namespace}:${request.resource} ${request.name}`;
  it.each([
    [ANN, '', ['bob impersonate :users ann', 'bob impersonate :groups devs']],
    [WEB, '', ['bob impersonate shop:serviceaccounts web']],
    [
      WEB,
      'impersonate:serviceaccount',
      ['bob impersonate:serviceaccount shop:serviceaccounts web', 'bob impersonate-on:serviceaccount:get a:pods x'],
    ],
  ] as const)('impersonation of %o %s', (user, constraint, expected) => {
    const found = impersonationRequests(userInfo({ name: 'bob' }), asked('get a:pods x', user), constraint);
    expect(found.map(shown)).toEqual(expected);
  });
});

describe('unused grants', () => {
  const index = indexOf(
    role('a', 'mixed', '/pods,secrets: get,delete', '/roles: escalate', '/events: create'),
    role('', 'all', '*/*: *'),
    role('', 'kept', '/roles: bind,list'),
    binding('a', 'one', 'Role/mixed', 'user:ann'),
    binding('', 'two', 'ClusterRole/all', 'group:devs'),
    binding('', 'three', 'ClusterRole/kept', 'user:ann'),
  );

  it('names what nobody used, and what is wider than its use', () => {
    const requests = [asked('get a:pods x'), asked('delete a:secrets x')];
    const shown = unusedGrants(index, index.bindings(), requests).map((grant) => [
      `${grant.binding.name} ${grant.ruleIndex} ${grant.used}`,
      ...grant.unused.map(compactRuleString),
      ...grant.wider,
    ]);
    expect(shown).toEqual([
      ['two 0 true', 'verbs', 'apiGroups', 'resources'],
      ['three 0 false', '{APIGroups:[""], Resources:["roles"], Verbs:["list"]}'],
      [
        'one 0 true',
        '{APIGroups:[""], Resources:["pods"], Verbs:["delete"]}',
        '{APIGroups:[""], Resources:["secrets"], Verbs:["get"]}',
      ],
      ['one 2 false', '{APIGroups:[""], Resources:["events"], Verbs:["create"]}'],
    ]);
  });

  it('keeps rules whose use no log shows', () => {
    const kept = [...keptRules(index.bindings(), [ANN])].map(([namespace, rules]) => [
      namespace,
      ...rules.map(compactRuleString),
    ]);
    expect(kept).toEqual([
      ['', '{APIGroups:[""], Resources:["roles"], Verbs:["bind"]}'],
      ['a', '{APIGroups:[""], Resources:["roles"], Verbs:["escalate"]}'],
    ]);
  });
});

/** Repeatable choices. */
function random(seed: number) {
  let state = seed + 1;
  return <Item>(items: readonly [Item, ...Item[]]): Item => {
    state = (state * 48_271) % 2_147_483_647;
    return items[state % items.length] ?? items[0];
  };
}
