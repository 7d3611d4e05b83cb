/** Pods on nodes without machines: bound, running, gone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isGone, isOk, type TestCluster, testCluster } from './cluster.test-support.js';

const PODS = '/api/v1/namespaces/default/pods';
let cluster: TestCluster;
beforeAll(async () => {
  cluster = await testCluster(35, { simulatedNodes: { count: 2, stopMs: 50 } });
  await cluster.until('/api/v1/nodes/simulated-1', (answer) => isOk(answer) && answer.body.spec.taints === undefined);
  await cluster.until('/api/v1/nodes/simulated-0', (answer) => isOk(answer) && answer.body.spec.taints === undefined);
});
afterAll(async () => {
  await cluster.stop();
  expect(cluster.complaints).toEqual([]);
});

const pod = (name: string, spec: object = {}) =>
  cluster.create(PODS, {
    metadata: { name },
    spec: { containers: [{ name: 'c', image: 'registry.example/app:1' }], ...spec },
  });
interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message?: string;
}
const condition = (body: { readonly status: { readonly conditions?: readonly Condition[] } }, wanted: string) =>
  body.status.conditions?.find(({ type }) => type === wanted);

describe('pods', () => {
  it('run and are ready, each with its address, and go after their grace', async () => {
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => pod(name)));
    const running = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) =>
        cluster.until(`${PODS}/${name}`, ({ body }) => condition(body, 'Ready')?.status === 'True'),
      ),
    );
    expect(new Set(running.map(({ body }) => body.status.podIP)).size).toBe(4);
    expect(running.map(({ body }) => body.spec.nodeName).sort()).toEqual([
      'simulated-0',
      'simulated-0',
      'simulated-1',
      'simulated-1',
    ]);
    expect(running[0]?.body).toMatchObject({
      metadata: { annotations: { 'bulkhead.dev/simulated': 'true' } },
      status: { phase: 'Running', containerStatuses: [{ name: 'c', ready: true }] },
    });
    const deleted = await cluster.ask('DELETE', `${PODS}/a`);
    expect(deleted.body.metadata.deletionGracePeriodSeconds).toBe(30);
    await cluster.until(`${PODS}/a`, isGone);
  });

  it('wait for a node that takes them, and for their gates', async () => {
    await pod('picky', { nodeSelector: { disk: 'fast' } });
    const waiting = await cluster.until(`${PODS}/picky`, ({ body }) => condition(body, 'PodScheduled') !== undefined);
    expect(condition(waiting.body, 'PodScheduled')?.message).toMatch(
      /^0\/2 nodes are available: 2 node\(s\) didn't match/,
    );
    await cluster.ask('PATCH', '/api/v1/nodes/simulated-1', {
      body: { metadata: { labels: { disk: 'fast' } } },
      headers: { 'Content-Type': 'application/merge-patch+json' },
    });
    const placed = await cluster.until(`${PODS}/picky`, ({ body }) => body.status.phase === 'Running');
    expect(placed.body.spec.nodeName).toBe('simulated-1');
    await pod('gated', { schedulingGates: [{ name: 'x.io/wait' }] });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await cluster.ask('GET', `${PODS}/gated`)).body.spec.nodeName).toBeUndefined();
    await cluster.ask('PATCH', `${PODS}/gated`, {
      body: { spec: { schedulingGates: null } },
      headers: { 'Content-Type': 'application/merge-patch+json' },
    });
    await cluster.until(`${PODS}/gated`, ({ body }) => body.status.phase === 'Running');
  });
});
