import { describe, expect, it } from 'vitest';
import { kindsOf } from './kind-sets.js';
import { clusterPlace, dumpPath } from './object-place.js';

const role = (name: string, namespace = '') => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: namespace === '' ? 'ClusterRole' : 'Role',
  namespace,
  name,
});

describe('where an object of a cluster stands', () => {
  it('is said by namespace, kind and name', () => {
    expect(clusterPlace({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' })).toBe(
      'cluster:shop/Deployment/web',
    );
    expect(clusterPlace(role('x'))).toBe('cluster:ClusterRole/x');
  });

  it.each([
    ['web', 'web'],
    ['system:controller:x', 'system%3Acontroller%3Ax'],
    ['../../etc/passwd', '%2E./../etc/passwd'.replaceAll('/', '%2F')],
    ['..', '%2E%2E'],
    ['.hidden', '%2Ehidden'],
    ['a\n\u0000b', 'a%0A%00b'],
    ['CON', '%43ON'],
    ['nul.x', '%6Eul.x'],
    ['é\u202e', '%C3%A9%E2%80%AE'],
    ['a%2F', 'a%252F'],
    ['__proto__', '__proto__'],
  ])('%j has the file name %j', (name, file) => {
    expect(dumpPath(role(name))).toBe(`_cluster/ClusterRole.rbac.authorization.k8s.io/${file}.yaml`);
  });

  it('has a short and still unique file name', () => {
    const path = dumpPath(role('x'.repeat(5000), 'a'));
    expect(path.length).toBeLessThan(260);
    expect(path).not.toBe(dumpPath(role('x'.repeat(5001), 'a')));
  });
});

describe('the kinds of a command', () => {
  it('are those that it needs', () => {
    const names = (set: Parameters<typeof kindsOf>[0]) => kindsOf(set).map(({ kind }) => kind);
    expect(names('roles')).not.toContain('Pod');
    expect(names('roles')).toContain('RoleBinding');
    expect(names('workloads')).not.toContain('Secret');
    expect(names('network')).toContain('NetworkPolicy');
    expect(names('audit')).not.toContain('CustomResourceDefinition');
    expect(new Set(names('everything'))).toEqual(new Set([...names('everything'), ...names('roles-and-nodes')]));
  });
});
