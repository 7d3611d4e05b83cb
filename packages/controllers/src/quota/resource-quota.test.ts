import { expect, it } from 'vitest';
import { fakeCluster, settled } from '../frame/fake-cluster.test-support.js';
import { startLoop } from '../frame/loop.js';
import { resourceQuotaLoop } from './resource-quota.js';

it('writes what is used when it changes, and only then', async () => {
  const cluster = fakeCluster();
  const quota = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { namespace: 'a', name: 'q' },
    spec: { hard: { pods: '1' } },
    status: { hard: { pods: '1' }, used: { pods: '0' } },
  };
  cluster.caches.cache('', 'resourcequotas').put(quota);
  const pods = cluster.caches.cache('', 'pods');
  const loop = startLoop(
    resourceQuotaLoop(cluster, () => ({ pods: String(pods.list('a').length) })),
    cluster,
  );
  await settled();
  expect(cluster.requests).toEqual([]);
  pods.put({ apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'b', name: 'elsewhere' } });
  pods.put({ apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'a', name: 'p' } });
  await settled();
  expect(cluster.requests).toMatchObject([
    {
      method: 'PUT',
      path: '/api/v1/namespaces/a/resourcequotas/q/status?fieldManager=kube-controller-manager',
      body: { status: { hard: { pods: '1' }, used: { pods: '1' } } },
    },
  ]);
  await loop.stop();
});
