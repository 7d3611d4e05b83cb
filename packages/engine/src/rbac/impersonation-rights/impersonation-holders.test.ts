import { describe, expect, it } from 'vitest';
import { policyRule } from '../policy-rule.js';
import { binding, type Item, indexOf, role, rule } from '../role.test-support.js';
import { gateEffect } from './gate-effect.js';
import { impersonationHolders } from './impersonation-holders.js';
import type { NameSet } from './name-set.js';
import { type PlacedRule, SubjectGrants } from './subject-grants.js';

const NEW = 'authentication.k8s.io';
const ADMIN = role('', 'admin', '*/*: *');

/** Holders of a role with these rules, bound in the cluster or a namespace. */
function holders(namespace: string, rules: readonly string[], ...others: Item[]) {
  const items = [role('', 'deputy', ...rules), binding(namespace, 'deputy', 'ClusterRole/deputy', 'sa:shop/deputy')];
  const grants = new SubjectGrants(indexOf(...items, ...others));
  return impersonationHolders(grants).filter(({ subject }) => subject.name === 'deputy');
}

describe('tiers', () => {
  it.each<[string, string[], string | undefined]>([
    ['', ['/users,groups: impersonate'], 'critical'],
    // The controller manager is a user, and issues tokens of every service account.
    ['', ['/users: impersonate'], 'critical'],
    ['', ['/users[ann]: impersonate'], 'low'],
    ['', ['/users[root]: impersonate'], 'critical'],
    ['', ['/groups: impersonate'], 'low'],
    ['', ['/users[ann]: impersonate', '/groups[ops]: impersonate'], 'critical'],
    ['', ['/users[ann]: impersonate', '/groups[devs]: impersonate'], 'low'],
    ['', ['/users[system:node:n1]: impersonate', '/groups[system:nodes]: impersonate'], 'high'],
    ['', ['/serviceaccounts: impersonate'], 'critical'],
    ['', ['/serviceaccounts[web]: impersonate'], 'low'],
    ['', ['/serviceaccounts[robot]: impersonate'], 'critical'],
    ['shop', ['/serviceaccounts: impersonate'], 'medium'],
    ['ci', ['/serviceaccounts: impersonate'], 'critical'],
    ['kube-system', ['/serviceaccounts: impersonate'], 'critical'],
    ['shop', ['/users,groups: impersonate'], undefined],
    ['', ['/users[ann]: impersonate', `${NEW}/userextras/acme.io/scopes: impersonate`], 'medium'],
    ['', ['/pods: get'], undefined],
  ])('%s %j: %s', (namespace, rules, tier) => {
    const admins = binding('', 'admins', 'ClusterRole/admin', 'user:root', 'group:ops', 'sa:ci/robot');
    expect(holders(namespace, rules, ADMIN, admins)[0]?.tier).toBe(tier);
  });
});

const text = (names: NameSet): string => (names === 'any' ? 'any' : [...names].join('+'));

/** Modes in which the gate gives something new, with the identities. */
function gained(...rules: (string | [string, string])[]): string[] {
  const byScope = new Map<string, PlacedRule[]>();
  for (const each of rules) {
    const [scope, own] = typeof each === 'string' ? (['', each] as const) : each;
    const placed = { rule: policyRule(rule(own)), ruleIndex: 0 } as PlacedRule;
    byScope.set(scope, [...(byScope.get(scope) ?? []), placed]);
  }
  return gateEffect(byScope).gained.map(({ mode, identities, byWildcard }) => {
    const parts = [...identities].flatMap(([scope, { users, groups, serviceAccounts, nodes, associatedNode }]) => {
      const found = { users: text(users), groups: text(groups), accounts: text(serviceAccounts), nodes: text(nodes) };
      const named = Object.entries(found).flatMap(([key, own]) => (own === '' ? [] : [`${scope}${key} ${own}`]));
      return associatedNode ? [...named, 'own node'] : named;
    });
    return `${mode}: ${parts.join(', ')}${byWildcard ? ' by *' : ''}`;
  });
}

describe('what the gate gives', () => {
  it('is nothing for the verb impersonate, which the new verbs do not hold', () => {
    expect(gained('/users,groups,serviceaccounts: impersonate')).toEqual([]);
  });

  it('is nothing for whoever may do everything, by the verb impersonate already', () => {
    expect(gained('*/*: *')).toEqual([]);
    expect(gained(['shop', '*/*: *'])).toEqual([]);
  });

  it('takes an identity and an action of one mode', () => {
    const being = `${NEW}/users[ann]: impersonate:user-info`;
    expect(gained(being)).toEqual([]);
    expect(gained(being, '/pods: impersonate-on:serviceaccount:get')).toEqual([]);
    expect(gained(being, '/pods: impersonate-on:user-info:get')).toEqual(['user-info: users ann']);
    expect(gained(being, ['shop', '/pods: impersonate-on:user-info:get'])).toEqual(['user-info: users ann']);
    expect(gained(['shop', being], '/pods: impersonate-on:user-info:get')).toEqual([]);
  });

  it('counts the verb * as every verb of every mode, on the resources of its rule', () => {
    // Meant for token reviews; it was no right to be anybody but by uid and extras.
    const review = `${NEW}/*: *`;
    expect(gained(review)).toEqual([
      'associated-node: own node by *',
      'arbitrary-node: nodes any by *',
      'serviceaccount: accounts any by *',
      'user-info: users any, groups any by *',
    ]);
    expect(gained('/pods: *')).toEqual([]);
    expect(gained(['shop', `${NEW}/*: *`], ['shop', '/pods: *'])).toEqual(['serviceaccount: shopaccounts any by *']);
  });

  it('counts beyond what impersonate gives', () => {
    const doing = '/pods: impersonate-on:user-info:get';
    const being = `${NEW}/users[ann,bob],groups: impersonate:user-info`;
    expect(gained('/users[ann]: impersonate', `${NEW}/users[ann,bob]: impersonate:user-info`, doing)).toEqual([
      'user-info: users bob',
    ]);
    expect(gained('/users: impersonate', being, `${NEW}/users: impersonate:user-info`, doing)).toEqual([]);
    expect(
      gained('/serviceaccounts: impersonate', ['shop', `${NEW}/serviceaccounts: impersonate:serviceaccount`]),
    ).toEqual([]);
    const nodes = [`${NEW}/nodes: impersonate:arbitrary-node`, '/pods: impersonate-on:arbitrary-node:get'];
    expect(gained('/users,groups: impersonate', ...nodes)).toEqual([]);
    expect(gained('/users: impersonate', ...nodes)).toEqual(['arbitrary-node: nodes any']);
  });
});

describe('holders', () => {
  it('say what stays, what is half done, and that nodes come with their group', () => {
    const [all] = holders('', ['*/*: *']);
    expect(all?.effect).toMatchObject({ keepsLegacy: true, gained: [], nodesJoinGroup: true, incomplete: [] });
    const [half] = holders('', [`${NEW}/users[ann]: impersonate:user-info`]);
    expect(half?.effect).toMatchObject({ keepsLegacy: false, gained: [], incomplete: ['user-info'] });
    expect(half?.tier).toBeUndefined();
  });

  it('are of a tier with the gate, too', () => {
    const [holder] = holders('', [`${NEW}/users,groups: impersonate:user-info`, '/pods: impersonate-on:user-info:get']);
    expect([holder?.tier, holder?.tierWithGate]).toEqual([undefined, 'critical']);
  });

  it('are found through groups of service accounts, and each subject once', () => {
    const grants = new SubjectGrants(
      indexOf(
        role('', 'deputy', '/users[ann]: impersonate'),
        binding('', 'a', 'ClusterRole/deputy', 'group:system:serviceaccounts:shop', 'user:eve'),
        binding('', 'b', 'ClusterRole/deputy', 'user:eve'),
        role('', 'other', '/pods: get'),
        binding('', 'c', 'ClusterRole/other', 'sa:shop/web', 'sa:db/web'),
      ),
    );
    const found = impersonationHolders(grants);
    expect(found.map(({ subject, rules }) => [subject.kind, subject.name, rules.length])).toEqual([
      ['User', 'eve', 2],
      ['ServiceAccount', 'web', 1],
      ['Group', 'system:serviceaccounts:shop', 1],
    ]);
  });
});
