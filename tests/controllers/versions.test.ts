/** Every loop at work on the oldest and the newest version: each may do what it does by its roles. */
import { describe, expect, it } from 'vitest';
import { isGone, testCluster } from './cluster.test-support.js';

describe.each([27, 31, 36] as const)('on 1.%i', (minor) => {
  it('an application comes, changes and goes with its namespace', { timeout: 60_000 }, async () => {
    const cluster = await testCluster(minor, { simulatedNodes: { count: 1, stopMs: 20 } });
    const labels = { app: 'web' };
    const spec = { containers: [{ name: 'c', image: 'registry.example/app:1' }] };
    await cluster.create('/api/v1/namespaces', { metadata: { name: 'shop' } });
    await cluster.create('/apis/apps/v1/namespaces/shop/deployments', {
      metadata: { name: 'web' },
      spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
    });
    const port = { spec: { selector: labels, ports: [{ port: 80 }] } };
    await cluster.create('/api/v1/namespaces/shop/services', { metadata: { name: 'web' }, ...port });
    const budgets = '/apis/policy/v1/namespaces/shop/poddisruptionbudgets';
    await cluster.create(budgets, {
      metadata: { name: 'web' },
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    });
    const quotas = '/api/v1/namespaces/shop/resourcequotas';
    await cluster.create(quotas, { metadata: { name: 'q' }, spec: { hard: { pods: '5' } } });
    const secret = { name: 'token', annotations: { 'kubernetes.io/service-account.name': 'default' } };
    await cluster.until('/api/v1/namespaces/shop/serviceaccounts/default', ({ status }) => status === 200);
    await cluster.create('/api/v1/namespaces/shop/secrets', {
      type: 'kubernetes.io/service-account-token',
      metadata: secret,
    });
    await cluster.until(
      '/apis/apps/v1/namespaces/shop/deployments/web',
      ({ body }) => body.status.availableReplicas === 2,
    );
    await cluster.until(`${budgets}/web`, ({ body }) => body.status?.disruptionsAllowed === 1);
    await cluster.until(`${quotas}/q`, ({ body }) => body.status?.used?.pods === '2');
    await cluster.until('/api/v1/namespaces/shop/secrets/token', ({ body }) => body.data?.token !== undefined);
    await cluster.until(
      '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices',
      ({ body }) => body.items[0]?.endpoints?.length === 2,
    );
    await cluster.ask('DELETE', '/api/v1/namespaces/shop');
    await cluster.until('/api/v1/namespaces/shop', isGone);
    await cluster.stop();
    expect(cluster.complaints).toEqual([]);
  });
});
