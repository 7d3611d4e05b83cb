import { defaultProfile } from '@bulkhead/features';
import { expect, it } from 'vitest';
import type { CachedObject, KubeObject, ObjectCache, ObjectCaches } from '../../registry/kube-object.js';
import { usedByQuota } from './used-by-quota.js';

const cached = (object: KubeObject): CachedObject => ({
  key: '',
  namespace: 'a',
  name: object.metadata.name ?? '',
  revision: 1,
  object,
  bytes: Buffer.alloc(0),
});
const cacheOf = (...objects: readonly KubeObject[]): ObjectCache => ({
  revision: 1,
  get: () => undefined,
  list: () => objects.map(cached),
  subscribe: () => () => undefined,
});
const pod = (name: string, cpu?: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'a' },
  spec: { containers: [{ name: 'c', ...(cpu === undefined ? {} : { resources: { requests: { cpu } } }) }] },
});
const all: Readonly<Record<string, ObjectCache>> = {
  '/pods': cacheOf(pod('x', '500m'), pod('y', '250m'), pod('z')),
  '/secrets': cacheOf({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'a' } }),
  'apps/deployments': cacheOf({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd', namespace: 'a' } }),
};
const caches: ObjectCaches = { cache: (group, resource) => all[`${group}/${resource}`] };
const used = (spec: object) =>
  usedByQuota(
    { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'q', namespace: 'a' }, spec },
    caches,
    defaultProfile(35),
  );

it('counts the objects of every resource that a quota is about', () => {
  const hard = {
    pods: '9',
    'requests.cpu': '9',
    'count/secrets': '9',
    'count/deployments.apps': '9',
    'services.nodeports': '0',
  };
  expect(used({ hard })).toEqual({
    pods: '3',
    'requests.cpu': '750m',
    'count/secrets': '1',
    'count/deployments.apps': '1',
    'services.nodeports': '0',
  });
});

it('counts pods of its scopes only', () => {
  expect(used({ hard: { pods: '9' }, scopes: ['BestEffort'] })).toEqual({ pods: '1' });
  expect(used({ hard: { 'count/widgets.example.com': '1' } })).toEqual({ 'count/widgets.example.com': '0' });
});
