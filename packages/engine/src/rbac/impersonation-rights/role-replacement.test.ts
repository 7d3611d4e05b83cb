import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attributes, nonResourceAttributes, resourceAttributes } from '../../authorization/attributes.js';
import { runProcedure } from '../../authorization/procedure.js';
import { profileFor } from '../../authorization/profile.test-support.js';
import { type UserInfo, userInfo } from '../../authorization/user-info.js';
import { impersonate } from '../../impersonation/index.js';
import { apiPolicyRule, compactRuleString } from '../policy-rule.js';
import type { RbacIndex } from '../rbac-index.js';
import { binding, type Item, indexOf, role } from '../role.test-support.js';
import { type RoleReplacement, roleReplacement, subjectReference } from './role-replacement.js';
import { SubjectGrants } from './subject-grants.js';

const NEW = 'authentication.k8s.io';
const deputy = (namespace: string, ...rules: string[]): Item[] => [
  role('', 'deputy', ...rules),
  binding(namespace, 'deputy', 'ClusterRole/deputy', 'user:eve', 'sa:shop/helper'),
];

const OTHERS: Item[] = [
  role('', 'discovery', { nonResourceURLs: ['/api', '/api/*'], verbs: ['get'] }),
  binding('', 'discovery', 'ClusterRole/discovery', 'group:system:authenticated'),
  role('shop', 'pods', '/pods: *', '/pods[p]: *', '/secrets: use,get', 'rbac.authorization.k8s.io/roles: escalate'),
  binding('shop', 'pods', 'Role/pods', 'user:ann', 'sa:shop/web'),
  role('', 'nodes', '/nodes: get'),
  binding('', 'nodes', 'ClusterRole/nodes', 'group:devs'),
];

function replaced(items: readonly Item[], verbs?: readonly string[]): RoleReplacement | undefined {
  const index = indexOf(...items);
  const found = [...index.roles()].find(({ name }) => name === 'deputy');
  if (found === undefined) throw new Error('no deputy');
  const options = { nodeRules: [], ...(verbs === undefined ? {} : { verbs }) };
  return roleReplacement(found, new SubjectGrants(index), options);
}

const actionTexts = (found: RoleReplacement | undefined): string[] =>
  [...(found?.actions ?? [])].flatMap(([scope, rules]) => rules.map((own) => `${scope} ${compactRuleString(own)}`));

const ALL = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];
const on = (mode: string, verbs: readonly string[]): string =>
  `Verbs:[${verbs.map((verb) => `"impersonate-on:${mode}:${verb}"`).join(' ')}]`;

describe('what may be done in the name of others', () => {
  it('is what those who are named may do, where they may', () => {
    const found = replaced([...deputy('', '/users[ann]: impersonate'), ...OTHERS]);
    expect(actionTexts(found)).toEqual([
      ` {NonResourceURLs:["/api" "/api/*"], ${on('user-info', ['get'])}}`,
      `shop {APIGroups:[""], Resources:["pods"], ${on('user-info', ALL)}}`,
      `shop {APIGroups:[""], Resources:["pods"], ResourceNames:["p"], ${on(
        'user-info',
        ALL.filter((verb) => verb !== 'create' && verb !== 'deletecollection'),
      )}}`,
      `shop {APIGroups:[""], Resources:["secrets"], ${on('user-info', ['get'])}}`,
    ]);
    expect(found?.open).toEqual([]);
  });

  it('counts the groups that are named, and only the verbs that are wanted', () => {
    const rules = ['/users[bob]: impersonate', '/groups[devs]: impersonate'];
    expect(actionTexts(replaced([...deputy('', ...rules), ...OTHERS], ['get', 'list']))).toEqual([
      ` {APIGroups:[""], Resources:["nodes"], ${on('user-info', ['get'])}}`,
      ` {NonResourceURLs:["/api" "/api/*"], ${on('user-info', ['get'])}}`,
    ]);
  });

  it('of a service account is told by its name, wherever the role is bound', () => {
    const pods = `shop {APIGroups:[""], Resources:["pods"], ${on('serviceaccount', ['get'])}}`;
    for (const place of ['', 'shop']) {
      const found = replaced([...deputy(place, '/serviceaccounts[web]: impersonate'), ...OTHERS], ['get']);
      expect(actionTexts(found)).toContain(pods);
    }
    const elsewhere = replaced([...deputy('db', '/serviceaccounts[web]: impersonate'), ...OTHERS], ['get']);
    expect(actionTexts(elsewhere)).not.toContain(pods);
  });

  it('is open where anybody can be meant, until the verbs are chosen', () => {
    const items = deputy('', '/users,serviceaccounts: impersonate');
    expect(replaced(items)).toMatchObject({ open: ['user-info', 'serviceaccount'], actions: new Map() });
    expect(actionTexts(replaced(items, ['get']))).toEqual(
      ['user-info', 'serviceaccount'].flatMap((mode) => [
        ` {APIGroups:["*"], Resources:["*"], ${on(mode, ['get'])}}`,
        ` {NonResourceURLs:["*"], ${on(mode, ['get'])}}`,
      ]),
    );
    expect(actionTexts(replaced(deputy('shop', '/serviceaccounts: impersonate'), ['get']))).toEqual([
      `shop {APIGroups:["*"], Resources:["*"], ${on('serviceaccount', ['get'])}}`,
    ]);
  });

  it('has no mode for users where the role is bound in a namespace', () => {
    expect(replaced(deputy('shop', '/users: impersonate'))).toMatchObject({ modes: [], open: [] });
  });

  it('would count for identities that a holder has already', () => {
    const more = [
      role('', 'more', `${NEW}/users[root]: impersonate:user-info`),
      binding('', 'more', 'ClusterRole/more', 'user:eve'),
    ];
    const found = replaced([...deputy('', '/users[ann]: impersonate'), ...more]);
    expect(found?.widened.map(({ subject, mode }) => `${subject.name} ${mode}`)).toEqual(['eve user-info']);
  });

  it('goes to everybody who is bound', () => {
    expect(replaced(deputy('', '/users[ann]: impersonate'))?.subjects.map(subjectReference)).toEqual([
      { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'eve' },
      { kind: 'ServiceAccount', name: 'helper', namespace: 'shop' },
    ]);
  });
});

const eve = userInfo({ name: 'eve', groups: ['system:authenticated'] });

function become(index: RbacIndex, wanted: UserInfo, attributes: Attributes, isGateOn: boolean): UserInfo | undefined {
  const profile = profileFor(35, { ConstrainedImpersonation: isGateOn });
  const result = runProcedure(impersonate(wanted, { ...attributes, user: eve }, profile), index);
  return result.kind === 'impersonated' ? result.user : undefined;
}

describe('a role and its replacement', () => {
  const wantedUser = fc.constantFrom(
    userInfo({ name: 'ann' }),
    userInfo({ name: 'bob' }),
    userInfo({ name: 'ann', groups: ['devs'] }),
    userInfo({ name: 'system:serviceaccount:shop:web' }),
    userInfo({ name: 'system:serviceaccount:db:web' }),
  );
  const request = fc.oneof(
    fc.record({
      verb: fc.constantFrom(...ALL),
      apiGroup: fc.constant(''),
      resource: fc.constantFrom('pods', 'secrets', 'nodes'),
      namespace: fc.constantFrom('', 'shop', 'db'),
      name: fc.constantFrom('', 'p', 'q'),
    }),
    fc.record({ verb: fc.constantFrom('get', 'post'), path: fc.constantFrom('/api', '/api/v1', '/metrics') }),
  );
  const rules = fc.uniqueArray(
    fc.constantFrom(
      '/users[ann]: impersonate',
      '/users[ann,bob]: impersonate',
      '/groups[devs]: impersonate',
      '/serviceaccounts[web]: impersonate',
      '/serviceaccounts[other]: get,impersonate',
    ),
    { minLength: 1 },
  );

  it('allow the same requests in the names of those who are named', () => {
    fc.assert(
      fc.property(rules, wantedUser, request, fc.constantFrom('', 'shop', 'db'), (own, wanted, asked, place) => {
        const items = [...deputy(place, ...own), ...OTHERS];
        const found = replaced(items);
        if (found === undefined) return;
        const before = indexOf(...items);
        const attributes =
          'path' in asked
            ? nonResourceAttributes(eve, asked.verb, asked.path)
            : resourceAttributes({ user: eve, ...asked });
        const after = indexOf(
          ...items,
          role('', 'deputy', ...[...found.remaining, ...found.identityRules].map(apiPolicyRule)),
          ...[...found.actions].flatMap(([scope, actions]) => [
            role(scope, 'actions', ...actions.map(apiPolicyRule)),
            binding(scope, 'actions', scope === '' ? 'ClusterRole/actions' : 'Role/actions', 'user:eve'),
          ]),
        );
        const old = become(before, wanted, attributes, false);
        const now = become(after, wanted, attributes, true);
        // Never more; and as much as the other may do.
        if (now !== undefined) expect(old).toEqual(now);
        const isAllowed = old !== undefined && before.authorize({ ...attributes, user: old }).decision === 'allow';
        if (isAllowed) expect(now).toEqual(old);
      }),
      { numRuns: 1500 },
    );
  });
});
