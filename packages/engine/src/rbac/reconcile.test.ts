import type { ClusterRole, RoleBinding } from '@bulkhead/apimachinery/types/rbac-v1';
import { describe, expect, it } from 'vitest';
import { AUTO_UPDATE_ANNOTATION, reconcileBinding, reconcileRole } from './reconcile.js';
import { rule, subject } from './role.test-support.js';

const clusterRole = (metadata: ClusterRole['metadata'], ...rules: string[]): ClusterRole => ({
  metadata: { name: 'r', ...metadata },
  rules: rules.map(rule),
});

describe('reconcileRole', () => {
  it('creates what is missing', () => {
    const expected = clusterRole({}, '/pods: get');
    expect(reconcileRole(undefined, expected, true)).toMatchObject({
      operation: 'create',
      role: expected,
      missingRules: [rule('/pods: get')],
    });
  });

  it('leaves alone what has it all', () => {
    const existing = clusterRole({ labels: { a: 'x' } }, '/pods: get,list', '/nodes: get');
    expect(reconcileRole(existing, clusterRole({}, '/pods: list'), false)).toMatchObject({
      operation: 'none',
      role: existing,
      missingRules: [],
    });
  });

  it('adds missing rights behind the others', () => {
    const result = reconcileRole(
      clusterRole({}, '/pods: get', '/extra: get'),
      clusterRole({}, '/pods: get,list'),
      false,
    );
    expect(result.operation).toBe('update');
    expect(result.missingRules).toEqual([rule('/pods: list')]);
    expect(result.extraRules).toEqual([rule('/extra: get')]);
    expect(result.role.rules).toEqual(['/pods: get', '/extra: get', '/pods: list'].map(rule));
  });

  it('removes others when asked to', () => {
    const existing = clusterRole({}, '/pods: get', '/extra: get');
    const result = reconcileRole(existing, clusterRole({}, '/pods: get'), true);
    expect(result.operation).toBe('update');
    expect(result.role.rules).toEqual([rule('/pods: get')]);
  });

  it('adds labels and annotations and keeps the values that are there', () => {
    const existing = clusterRole({ labels: { a: '1', b: '2' }, annotations: { c: '3' } });
    const result = reconcileRole(existing, clusterRole({ labels: { a: 'x' }, annotations: { d: '4' } }), true);
    expect(result.operation).toBe('update');
    expect(result.role.metadata).toMatchObject({ labels: { a: '1', b: '2' }, annotations: { c: '3', d: '4' } });
  });

  it('respects the wish to be left alone', () => {
    const existing = clusterRole({ annotations: { [AUTO_UPDATE_ANNOTATION]: 'false' } });
    expect(reconcileRole(existing, clusterRole({}, '/pods: get'), false)).toMatchObject({
      operation: 'update',
      protected: true,
    });
    const other = clusterRole({ annotations: { [AUTO_UPDATE_ANNOTATION]: 'no' } });
    expect(reconcileRole(other, clusterRole({}, '/pods: get'), false).protected).toBe(false);
  });

  it('unites selectors of aggregation', () => {
    const aggregating = (...keys: string[]): ClusterRole => ({
      metadata: { name: 'r' },
      aggregationRule: { clusterRoleSelectors: keys.map((key) => ({ matchLabels: { [key]: 'x' } })) },
    });
    const result = reconcileRole(aggregating('a', 'b'), aggregating('b', 'c'), false);
    expect(result.missingSelectors).toEqual([{ matchLabels: { c: 'x' } }]);
    expect(result.extraSelectors).toEqual([{ matchLabels: { a: 'x' } }]);
    expect(result.role.aggregationRule?.clusterRoleSelectors).toHaveLength(3);
    expect(reconcileRole(aggregating('a', 'b'), aggregating('b', 'c'), true).role.aggregationRule).toEqual(
      aggregating('b', 'c').aggregationRule,
    );
  });
});

describe('reconcileBinding', () => {
  const roleBinding = (role: string, ...subjects: string[]): RoleBinding => ({
    metadata: { name: 'b', namespace: 'a' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role },
    subjects: subjects.map(subject),
  });

  it.each([
    ['creates', undefined, roleBinding('r', 'user:a'), false, 'create', ['user:a']],
    [
      'leaves alone',
      roleBinding('r', 'user:a', 'user:b'),
      roleBinding('r', 'user:a'),
      false,
      'none',
      ['user:a', 'user:b'],
    ],
    ['adds', roleBinding('r', 'user:a'), roleBinding('r', 'user:b'), false, 'update', ['user:a', 'user:b']],
    ['replaces', roleBinding('r', 'user:a'), roleBinding('r', 'user:b'), true, 'update', ['user:b']],
    ['creates anew', roleBinding('q', 'user:a'), roleBinding('r', 'user:b'), false, 'recreate', ['user:b']],
  ] as const)('%s', (_, existing, expected, removes, operation, subjects) => {
    const result = reconcileBinding(existing, expected, removes);
    expect(result.operation).toBe(operation);
    expect(result.binding.subjects).toEqual(subjects.map(subject));
    expect(result.binding.roleRef).toEqual(expected.roleRef);
  });
});
