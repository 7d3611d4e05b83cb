import { describe, expect, it, vi } from 'vitest';
import { NAMESPACES, PODS, pathOf, resourceOf } from './api-resource.js';
import { cachedResources } from './cached-resources.js';
import { fakeCluster, settled } from './fake-cluster.test-support.js';
import { keyOf, splitKey, startLoop } from './loop.js';
import { at, LoopClient } from './loop-client.js';
import { isAlreadyExists, isConflict, isNotFound, RequestError } from './request-error.js';

const pod = (name: string, resourceVersion = '1') => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace: 'default', name, resourceVersion },
});

describe('a loop', () => {
  it('looks at what is there, then at what changes, until it is stopped', async () => {
    const cluster = fakeCluster();
    const pods = cluster.caches.cache('', 'pods');
    pods.put(pod('first'));
    const looked: string[] = [];
    const loop = startLoop(
      {
        name: 'x-controller',
        watches: [{ ...PODS, keysOf: (object) => [keyOf(object)] }],
        reconcile: (key) => {
          looked.push(key);
          return Promise.resolve(undefined);
        },
      },
      cluster,
    );
    await settled();
    pods.put(pod('second'));
    pods.delete('default', 'first');
    await settled();
    expect(looked).toEqual(['default/first', 'default/second', 'default/first']);
    await loop.stop();
    pods.put(pod('third'));
    await settled();
    expect(looked).toHaveLength(3);
    expect(pods.listeners).toBe(0);
  });

  it('complains about what goes on failing, but not about conflicts', async () => {
    const cluster = fakeCluster();
    cluster.caches.cache('', 'namespaces').put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a' } });
    cluster.caches.cache('', 'namespaces').put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'b' } });
    const loop = startLoop(
      {
        name: 'x-controller',
        watches: [{ ...NAMESPACES, keysOf: ({ name }) => [name] }],
        reconcile: (key) =>
          Promise.reject(key === 'a' ? new Error('no') : new RequestError('/b', 409, { reason: 'Conflict' })),
      },
      cluster,
    );
    await vi.waitFor(() => expect(cluster.lines).toEqual(['x-controller: a: no']), 5000);
    await loop.stop();
  });
});

describe('the client of a loop', () => {
  it('acts as its service account and resolves when the cache has the write', async () => {
    const cluster = fakeCluster(() => ({ status: 201, body: pod('web', '3') }));
    const pods = cluster.caches.cache('', 'pods');
    const client = LoopClient.as('x-controller', cluster);
    let isDone = false;
    const write = client.create(at(PODS, 'default'), pod('web')).then(() => {
      isDone = true;
    });
    pods.put(pod('other'));
    pods.put(pod('another'));
    await settled();
    expect(isDone).toBe(false);
    pods.put(pod('web'));
    await write;
    expect(cluster.requests).toMatchObject([
      {
        user: 'system:serviceaccount:kube-system:x-controller',
        method: 'POST',
        path: '/api/v1/namespaces/default/pods?fieldManager=kube-controller-manager',
      },
    ]);
  });

  it('writes a status only where it differs, and not of what is gone', async () => {
    const missing = { kind: 'Status', reason: 'NotFound', message: 'gone', details: { name: 'web' } };
    const cluster = fakeCluster(() => ({ status: 404, body: missing }));
    const client = LoopClient.as('x-controller', cluster);
    const metadata = { namespace: 'default', name: 'web' };
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata, status: { phase: 'Running', podIP: '10.0.0.1' } };
    await client.updateStatus(PODS, pod, { podIP: '10.0.0.1', phase: 'Running' });
    expect(cluster.requests).toEqual([]);
    await client.updateStatus(PODS, pod, { phase: 'Failed' });
    expect(cluster.requests).toMatchObject([{ method: 'PUT', body: { ...pod, status: { phase: 'Failed' } } }]);
  });

  it('sends preconditions, and takes an object that is gone as deleted', async () => {
    const cluster = fakeCluster(() => ({
      status: 404,
      body: { kind: 'Status', reason: 'NotFound', message: 'gone', details: { name: 'web' } },
    }));
    const client = LoopClient.as('x-controller', cluster);
    expect(await client.delete(at(PODS, 'default', 'web'), { uid: 'u', propagationPolicy: 'Orphan' })).toBe(false);
    expect(await client.get(at(PODS, 'default', 'web'))).toBeUndefined();
    expect(cluster.requests[0]?.body).toEqual({
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      propagationPolicy: 'Orphan',
      preconditions: { uid: 'u' },
    });
    await expect(client.update(at(PODS, 'default', 'web'), {})).rejects.toThrow('gone');
  });
});

it('tells failures apart', () => {
  const exists = new RequestError('/', 409, { reason: 'AlreadyExists', message: 'x' });
  expect([isConflict(exists), isAlreadyExists(exists), isNotFound(exists)]).toEqual([true, true, false]);
  expect(new RequestError('/x', 500, 'oops').message).toBe('/x: the server answered 500');
});

it('makes paths and keys', () => {
  expect(pathOf(at(PODS, 'a', 'b', 'status'))).toBe('/api/v1/namespaces/a/pods/b/status');
  expect(pathOf({ ...resourceOf('rbac.authorization.k8s.io/v1', 'clusterroles'), namespace: '', name: 'a:b' })).toBe(
    '/apis/rbac.authorization.k8s.io/v1/clusterroles/a%3Ab',
  );
  expect(splitKey(keyOf({ namespace: 'a', name: 'b' }))).toEqual(['a', 'b']);
  expect(splitKey('node')).toEqual(['', 'node']);
});

it('knows each kept resource once', () => {
  const { caches } = fakeCluster();
  const all = cachedResources({
    cache: (group, resource) => caches.cache(resource === 'events' ? '' : group, resource),
  });
  expect(all.filter(({ resource }) => resource === 'events')).toHaveLength(1);
  expect(all.find(({ resource }) => resource === 'pods')).toMatchObject({ group: '', kind: 'Pod', namespaced: true });
});
