import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resourceAttributes } from '../../authorization/attributes.js';
import { runProcedure } from '../../authorization/procedure.js';
import { profileFor } from '../../authorization/profile.test-support.js';
import { type UserInfo, userInfo } from '../../authorization/user-info.js';
import { impersonate } from '../../impersonation/index.js';
import { apiPolicyRule, compactRuleString, type PolicyRule, policyRule } from '../policy-rule.js';
import { binding, indexOf, role, rule } from '../role.test-support.js';
import { actionRulesForVerbs } from './action-rules.js';
import { constrainedReplacement } from './constrained-replacement.js';

const rules = (...texts: string[]): PolicyRule[] => texts.map((text) => policyRule(rule(text)));
const NEW = 'authentication.k8s.io';

describe('rules in place of the verb impersonate', () => {
  it.each<[string[], string[], string[]]>([
    [['/users: impersonate'], [`${NEW}/users: impersonate:user-info`], []],
    [['/users[ann,bob]: impersonate'], [`${NEW}/users[ann,bob]: impersonate:user-info`], []],
    // Asked for in the core group; the new verbs in their own.
    [[`${NEW}/users: impersonate`], [], []],
    [
      ['/users,groups: impersonate'],
      [`${NEW}/users,groups: impersonate:user-info`, `${NEW}/nodes: impersonate:arbitrary-node`],
      ['the group system:masters', 'service accounts and nodes with other groups, a uid or extras than their own'],
    ],
    [
      ['/users: impersonate', '/groups[devs,system:masters]: impersonate'],
      [`${NEW}/users: impersonate:user-info`, `${NEW}/groups[devs]: impersonate:user-info`],
      ['! the group system:masters'],
    ],
    // The name * would stand for any four groups.
    [['/groups[*]: impersonate'], [], []],
    [['/serviceaccounts[web]: impersonate'], [`${NEW}/serviceaccounts[web]: impersonate:serviceaccount`], []],
    // No user is asked for by the name of a service account.
    [['/users[system:serviceaccount:shop:web]: impersonate'], [], []],
    [['/users[system:node:n1]: impersonate'], [], ['! system:node:n1 without the group system:nodes']],
    [
      ['/users[system:node:n1]: impersonate', '/groups[system:nodes]: impersonate'],
      [`${NEW}/groups[system:nodes]: impersonate:user-info`, `${NEW}/nodes[n1]: impersonate:arbitrary-node`],
      ['service accounts and nodes with other groups, a uid or extras than their own'],
    ],
    [
      [`${NEW}/uids: impersonate`, `${NEW}/userextras/acme.io/team[red]: impersonate`],
      [`${NEW}/uids: impersonate:user-info`, `${NEW}/userextras/acme.io/team[red]: impersonate:user-info`],
      [],
    ],
    [
      [`${NEW}/userextras/scopes,userextras/*: impersonate`],
      [],
      ['! the extra keys scopes, *, which are no lower-case paths with a domain'],
    ],
    [
      [`${NEW}/*: impersonate`],
      [`${NEW}/uids: impersonate:user-info`],
      ['extras of every key: name the keys, as userextras/example.com/key'],
    ],
    [
      ['*/*: impersonate'],
      [
        `${NEW}/*: impersonate:user-info`,
        `${NEW}/serviceaccounts: impersonate:serviceaccount`,
        `${NEW}/nodes: impersonate:arbitrary-node`,
      ],
      ['the group system:masters', 'service accounts and nodes with other groups, a uid or extras than their own'],
    ],
  ])('%j', (before, after, lost) => {
    const replacement = constrainedReplacement(rules(...before));
    const texts = (replacement?.identityRules ?? []).map(compactRuleString);
    expect(texts).toEqual(rules(...after).map(compactRuleString));
    expect((replacement?.lost ?? []).map(({ text, isNamed }) => `${isNamed ? '! ' : ''}${text}`)).toEqual(lost);
  });

  it('leaves the other verbs, and rules for every verb, as they are', () => {
    const replacement = constrainedReplacement(
      rules('/serviceaccounts: get,impersonate', '/users: impersonate', '/pods: *', '/serviceaccounts: *'),
    );
    expect(replacement?.remaining).toEqual(rules('/serviceaccounts: get', '/pods: *', '/serviceaccounts: *'));
    expect(replacement?.wildcardRules).toEqual([3]);
  });

  it('is nothing for a role that does not name the verb', () => {
    expect(constrainedReplacement(rules('*/*: *', '/pods: impersonate', '/users: get'))).toBeUndefined();
  });

  it('can be the node on which a service account runs, where it could be any', () => {
    const replaced = (...before: string[]) =>
      constrainedReplacement(rules(...before), { associatedNode: true })?.identityRules.map(({ verbs }) => verbs[0]);
    expect(replaced('/users,groups: impersonate')).toEqual(['impersonate:user-info', 'impersonate:associated-node']);
    expect(replaced('/users[system:node:n1]: impersonate', '/groups: impersonate')).toEqual([
      'impersonate:user-info',
      'impersonate:arbitrary-node',
    ]);
  });
});

const names = (...list: string[]): fc.Arbitrary<string[]> => fc.uniqueArray(fc.constantFrom(...list), { maxLength: 4 });
const someOf = (...list: string[]): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...list), { minLength: 1, maxLength: 4 });

const NAMES = [
  ...['ann', 'bob', 'web', 'system:node:n1', 'system:serviceaccount:shop:web', 'devs', 'ops', 'n1', 'v1', 'u1'],
  ...['system:masters', 'system:nodes', '*', ''],
];

const anyRule = fc.record({
  verbs: fc.constantFrom(['impersonate'], ['impersonate'], ['get', 'impersonate'], ['get']),
  apiGroups: fc.constantFrom([''], [''], [NEW], ['', NEW], ['*'], ['apps']),
  resources: someOf(
    ...['users', 'groups', 'serviceaccounts', 'uids', 'userextras', 'userextras/acme.io/a', 'userextras/scopes'],
    ...['*/acme.io/b', 'userextras/*', '*', 'nodes'],
  ),
  resourceNames: fc.oneof(fc.constant([]), names(...NAMES)),
  nonResourceURLs: fc.constant([]),
});

/** Rules that say what they can mean, so that several come together to something. */
const meantRule = fc
  .tuple(
    fc.constantFrom(
      ...['/users', '/users', '/groups', '/groups', '/serviceaccounts', `${NEW}/uids`],
      ...[`${NEW}/userextras/acme.io/a`, `${NEW}/userextras/*`],
    ),
    fc.oneof(fc.constant([]), fc.constant(['*']), names(...NAMES)),
  )
  .map(([what, resourceNames]) => ({ ...policyRule(rule(`${what}: impersonate`)), resourceNames }));

const legacyRules = fc.oneof(
  fc.array(anyRule, { minLength: 1, maxLength: 3 }),
  fc.array(meantRule, { minLength: 1, maxLength: 4 }),
);

const wantedUser: fc.Arbitrary<UserInfo> = fc
  .record({
    name: fc.constantFrom(
      ...['ann', 'bob', '*', 'system:node:n1', 'system:node:n2', 'system:node:N', 'system:anonymous'],
      ...['system:serviceaccount:shop:web', 'system:serviceaccount:db:web', 'system:serviceaccount:x'],
    ),
    uid: fc.constantFrom('', '', 'u1', 'u2'),
    groups: fc.oneof(
      fc.constantFrom([], [], ['system:nodes'], ['devs', 'ops', 'g3', 'g4']),
      names('devs', 'ops', 'system:masters', 'system:nodes', '', '*', 'g3', 'g4'),
    ),
    extra: fc.oneof(
      fc.constant({}),
      fc.constant({}),
      fc.dictionary(
        fc.constantFrom('acme.io/a', 'acme.io/b', 'scopes', '*'),
        fc.oneof(fc.constant(['v1', 'v2', 'v3', 'v4']), names('v1', 'v2', '*', '')),
      ),
    ),
  })
  .map(({ extra, ...rest }) => userInfo({ ...rest, extra: new Map(Object.entries(extra)) }));

const requester = userInfo({ name: 'deputy', groups: ['system:authenticated'] });
const attributes = resourceAttributes({ user: requester, verb: 'get', apiGroup: '', resource: 'pods', namespace: 'x' });

function become(
  wanted: UserInfo,
  own: readonly PolicyRule[],
  namespace: string,
  isGateOn: boolean,
): UserInfo | undefined {
  const profile = profileFor(35, { ConstrainedImpersonation: isGateOn });
  // What may be done is bound in the cluster: the question here is whom one may be.
  const actions = (['user-info', 'serviceaccount', 'arbitrary-node'] as const).flatMap((mode) =>
    actionRulesForVerbs(mode, ['get'], true),
  );
  const index = indexOf(
    role('', 'identities', ...own.map(apiPolicyRule)),
    binding(namespace, 'identities', 'ClusterRole/identities', 'user:deputy'),
    role('', 'actions', ...actions.map(apiPolicyRule)),
    binding('', 'actions', 'ClusterRole/actions', 'user:deputy'),
  );
  const result = runProcedure(impersonate(wanted, attributes, profile), index);
  return result.kind === 'impersonated' ? result.user : undefined;
}

const asText = (user: UserInfo | undefined): string =>
  user === undefined ? '' : JSON.stringify([user.name, user.uid, [...user.groups].sort(), [...user.extra].sort()]);

const isNode = (name: string): boolean => name === 'system:node:n1' || name === 'system:node:n2';
const isAccount = (name: string): boolean => name.startsWith('system:serviceaccount:') && name.endsWith(':web');

/** What the new rules can say; the rest is named as lost. */
function isExpressible({ name, groups, uid, extra }: UserInfo, hasEveryExtra: boolean): boolean {
  const isBare = groups.length === 0 && uid === '' && extra.size === 0;
  if (isAccount(name)) return isBare;
  if (isNode(name)) return false;
  if (groups.some((group) => ['system:masters', '', '*'].includes(group))) return false;
  const areKeysRight = [...extra].every(([key, values]) => key.startsWith('acme.io/') && !isOdd(values));
  return areKeysRight && (extra.size === 0 || !hasEveryExtra);
}

const isOdd = (values: readonly string[]): boolean =>
  values.length === 0 || values.includes('') || values.includes('*');

describe('the new rules, asked by the authorizer itself', () => {
  const cases = fc.tuple(legacyRules, wantedUser, fc.constantFrom('', '', 'shop'));

  it('let their holder be nobody else than the old ones, and all that they can say', () => {
    fc.assert(
      fc.property(cases, ([before, wanted, namespace]) => {
        const replacement = constrainedReplacement(before);
        const { remaining = before, identityRules = [], lost = [] } = replacement ?? {};
        const after = become(wanted, [...remaining, ...identityRules], namespace, true);
        const old = become(wanted, before, namespace, false);
        if (after !== undefined) {
          const asNode = become({ ...wanted, groups: ['system:nodes'] }, before, namespace, false);
          expect([asText(old), ...(isNode(wanted.name) ? [asText(asNode)] : [])]).toContain(asText(after));
        }
        const hasEveryExtra = lost.some(({ text }) => text.startsWith('extras of every key'));
        if (old !== undefined && isExpressible(wanted, hasEveryExtra)) expect(asText(after)).toBe(asText(old));
        if (isNode(wanted.name) && asText(old).includes('"system:nodes"]') && wanted.groups.length === 1) {
          const bare = become(userInfo({ name: wanted.name }), [...remaining, ...identityRules], namespace, true);
          if (wanted.uid === '' && wanted.extra.size === 0) expect(asText(bare)).toBe(asText(old));
        }
      }),
      { numRuns: 3000 },
    );
  });
});
