import { describe, expect, it } from 'vitest';
import { resourceAttributes } from '../authorization/attributes.js';
import { profileFor } from '../authorization/profile.test-support.js';
import { userInfo } from '../authorization/user-info.js';
import { accessGrants, aggregationChain } from './access-grant.js';
import { buildRbacIndex } from './cluster-rbac.js';
import { binding, indexOf, role, rule } from './role.test-support.js';

const ANN = userInfo({ name: 'ann', groups: ['devs', 'system:authenticated'] });
const question = (verb: string, resource: string, namespace: string) =>
  resourceAttributes({ user: ANN, verb, resource, namespace });

describe('accessGrants', () => {
  const index = indexOf(
    role('', 'reader', '/configmaps: get', '/secrets: get'),
    role('a', 'own', '/secrets: *'),
    binding('', 'c', 'ClusterRole/reader', 'user:bob', 'group:devs'),
    binding('a', 'a2', 'Role/own', 'user:ann'),
    binding('a', 'a1', 'ClusterRole/reader', 'user:ann', 'group:devs'),
    binding('a', 'gone', 'Role/gone', 'user:ann'),
    binding('b', 'b1', 'ClusterRole/reader', 'user:ann'),
  );
  const listed = (...args: Parameters<typeof question>) =>
    accessGrants(index, question(...args)).map(
      (grant) => `${grant.binding.name} ${grant.subject.kind} ${grant.subject.name} rules[${grant.ruleIndex}]`,
    );

  it.each([
    {
      asked: ['get', 'secrets', 'a'],
      expected: ['c Group devs rules[1]', 'a1 User ann rules[1]', 'a2 User ann rules[0]'],
    },
    { asked: ['get', 'secrets', ''], expected: ['c Group devs rules[1]'] },
    { asked: ['delete', 'secrets', 'a'], expected: ['a2 User ann rules[0]'] },
    { asked: ['delete', 'secrets', 'b'], expected: [] },
  ] as const)('names every binding, subject and rule: $asked', ({ asked: [verb, resource, namespace], expected }) => {
    expect(listed(verb, resource, namespace)).toEqual(expected);
  });

  it('agrees with the authorizer on the first', () => {
    expect(index.authorize(question('get', 'secrets', 'a')).reason).toBe(
      'RBAC: allowed by ClusterRoleBinding "c" of ClusterRole "reader" to Group "devs"',
    );
  });
});

describe('aggregationChain', () => {
  const profile = profileFor(35);
  const aggregated = (name: string, label: string, labels: Record<string, string> = {}) => ({
    kind: 'ClusterRole' as const,
    object: {
      metadata: { name, labels },
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [label]: '1' } }] },
    },
  });

  it('follows the default roles', () => {
    const { clusterRoles } = buildRbacIndex([], profile);
    const chain = (verb: string, resource: string) =>
      aggregationChain('admin', question(verb, resource, 'a'), clusterRoles, profile.minor);
    expect(chain('get', 'secrets')).toEqual(['admin', 'edit', 'system:aggregate-to-edit']);
    expect(chain('get', 'nodes')).toEqual(['admin']);
  });

  it('ends where roles aggregate each other', () => {
    const objects = [
      aggregated('one', 'two', { one: '1' }),
      aggregated('two', 'one', { two: '1', three: '1' }),
      {
        kind: 'ClusterRole' as const,
        object: { metadata: { name: 'own', labels: { one: '1' } }, rules: [rule('/pods: get')] },
      },
    ];
    const { clusterRoles } = buildRbacIndex(objects, profile);
    expect(aggregationChain('one', question('get', 'pods', ''), clusterRoles, profile.minor)).toEqual([
      'one',
      'two',
      'own',
    ]);
  });
});
