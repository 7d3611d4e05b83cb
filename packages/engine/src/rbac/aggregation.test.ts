import type { ClusterRole } from '@bulkhead/apimachinery/types/rbac-v1';
import { describe, expect, it } from 'vitest';
import { aggregateClusterRoles } from './aggregation.js';
import { rule } from './role.test-support.js';

const clusterRole = (
  name: string,
  labels: Record<string, string>,
  selectors?: object[],
  ...rules: string[]
): ClusterRole => ({
  metadata: { name, labels },
  ...(selectors === undefined ? {} : { aggregationRule: { clusterRoleSelectors: selectors } }),
  rules: rules.map(rule),
});
const LABEL = { agg: 'true' };
const BY_LABEL = [{ matchLabels: LABEL }];

function aggregate(...roles: ClusterRole[]) {
  const { clusterRoles, problems } = aggregateClusterRoles(roles, 35);
  return {
    rules: Object.fromEntries(clusterRoles.map((role) => [role.metadata?.name, role.rules])),
    problems: problems.map(({ name, fieldPath, message }) => `${name} ${fieldPath}: ${message}`),
  };
}

describe('aggregateClusterRoles', () => {
  it('fills a role with the rules of its members by name, each once', () => {
    const { rules } = aggregate(
      clusterRole('agg', {}, BY_LABEL),
      clusterRole('z', LABEL, undefined, '/pods: get', '/nodes: get'),
      clusterRole('a', LABEL, undefined, '/secrets: get', '/pods: get'),
      clusterRole('other', {}, undefined, '/*: *'),
    );
    expect(rules['agg']).toEqual(['/secrets: get', '/pods: get', '/nodes: get'].map(rule));
    expect(rules['other']).toEqual([rule('/*: *')]);
  });

  it('goes selector by selector', () => {
    const { rules } = aggregate(
      clusterRole('agg', {}, [{ matchLabels: { b: '1' } }, { matchExpressions: [{ key: 'a', operator: 'Exists' }] }]),
      clusterRole('one', { a: '1' }, undefined, '/one: get'),
      clusterRole('two', { b: '1' }, undefined, '/two: get'),
    );
    expect(rules['agg']).toEqual(['/two: get', '/one: get'].map(rule));
  });

  it('replaces rules that were written by hand, unless there are no others', () => {
    const { rules } = aggregate(
      clusterRole('agg', {}, BY_LABEL, '/*: *'),
      clusterRole('lonely', {}, [{ matchLabels: { nobody: 'x' } }], '/hand: get'),
      clusterRole('member', LABEL, undefined, '/pods: get'),
    );
    expect(rules['agg']).toEqual([rule('/pods: get')]);
    expect(rules['lonely']).toEqual([rule('/hand: get')]);
  });

  it('does not take a role for its own member', () => {
    const { rules, problems } = aggregate(clusterRole('agg', LABEL, BY_LABEL, '/hand: get'));
    expect(rules['agg']).toEqual([rule('/hand: get')]);
    expect(problems).toEqual([]);
  });

  it('fills members before what they are members of', () => {
    const { rules } = aggregate(
      clusterRole('aaa', {}, [{ matchLabels: { to: 'a' } }]),
      clusterRole('bbb', { to: 'a' }, [{ matchLabels: { to: 'b' } }]),
      clusterRole('ccc', { to: 'b' }, undefined, '/pods: get'),
    );
    expect(rules['aaa']).toEqual([rule('/pods: get')]);
  });

  it('ends on circles, with everything that any of their roles gathers', () => {
    const { rules, problems } = aggregate(
      clusterRole('a', { to: 'b' }, [{ matchLabels: { to: 'a' } }]),
      clusterRole('b', { to: 'a' }, [{ matchLabels: { to: 'b' } }]),
      clusterRole('m', { to: 'a' }, undefined, '/pods: get'),
      clusterRole('n', { to: 'b' }, undefined, '/nodes: get'),
    );
    const sorted = (list: unknown) => (list as object[]).map((each) => JSON.stringify(each)).sort();
    const both = ['/pods: get', '/nodes: get'].map(rule);
    expect(sorted(rules['a'])).toEqual(sorted(both));
    expect(sorted(rules['b'])).toEqual(sorted(both));
    expect(problems).toEqual([
      'a aggregationRule: aggregates itself through others: a, b',
      'b aggregationRule: aggregates itself through others: a, b',
    ]);
  });

  it.each([
    [{ matchExpressions: [{ key: 'a', operator: 'Near' }] }, '"Near" is not a valid label selector operator'],
    [{ matchExpressions: 'x' }, 'no label selector'],
    [{ matchLabels: { 'not a key': 'x' } }, 'not a key'],
  ])('leaves a role as it is that has no valid selector: %j', (selector, text) => {
    const { rules, problems } = aggregate(
      clusterRole('agg', {}, [selector], '/hand: get'),
      clusterRole('m', LABEL, undefined, '/pods: get'),
    );
    expect(rules['agg']).toEqual([rule('/hand: get')]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(text);
  });

  it('takes an empty selector for every role', () => {
    const { rules } = aggregate(clusterRole('agg', {}, [{}]), clusterRole('m', {}, undefined, '/pods: get'));
    expect(rules['agg']).toEqual([rule('/pods: get')]);
  });

  it('aggregates thousands of roles in a chain', () => {
    const chain = Array.from({ length: 2000 }, (_, at) =>
      clusterRole(
        `r${at}`,
        { to: `${at}` },
        at === 1999 ? undefined : [{ matchLabels: { to: `${at + 1}` } }],
        ...(at === 1999 ? ['/pods: get'] : []),
      ),
    );
    const { rules, problems } = aggregate(...chain);
    expect(rules['r0']).toEqual([rule('/pods: get')]);
    expect(problems).toEqual([]);
  });
});
