/** Deployments from one template to the next, on simulated nodes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isGone, type TestCluster, testCluster } from './cluster.test-support.js';

const APPS = '/apis/apps/v1/namespaces/default';
const PODS = '/api/v1/namespaces/default/pods';
let cluster: TestCluster;
beforeAll(async () => {
  cluster = await testCluster(35, { simulatedNodes: { count: 2, stopMs: 20 } });
});
afterAll(async () => {
  await cluster.stop();
  expect(cluster.complaints).toEqual([]);
});

const deployment = (name: string, spec: object = {}) => ({
  metadata: { name },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'c', image: 'registry.example/app:1' }] },
    },
    ...spec,
  },
});
const patch = (target: string, body: object, type = 'application/strategic-merge-patch+json') =>
  cluster.ask('PATCH', target, { body, headers: { 'Content-Type': type } });
interface Status {
  readonly observedGeneration: number;
  readonly conditions?: readonly { readonly type: string; readonly reason: string }[];
  readonly [count: string]: unknown;
}
const isComplete = ({
  metadata,
  status,
  spec,
}: {
  metadata: { generation: number };
  status: Status;
  spec: { replicas: number };
}) =>
  status.observedGeneration === metadata.generation &&
  [status.replicas, status.updatedReplicas, status.availableReplicas].every(
    (count) => (count ?? 0) === spec.replicas,
  ) &&
  status.conditions?.some(({ reason }) => reason === 'NewReplicaSetAvailable') === true;
const complete = (name: string) => cluster.until(`${APPS}/deployments/${name}`, ({ body }) => isComplete(body));
const setsOf = async (name: string) =>
  (await cluster.ask('GET', `${APPS}/replicasets?labelSelector=app%3D${name}`)).body.items;

describe('a deployment', () => {
  it('rolls out, scales, rolls over, back, and goes with all it made', async () => {
    await cluster.create(`${APPS}/deployments`, deployment('web'));
    const first = await complete('web');
    expect(first.body.metadata.annotations['deployment.kubernetes.io/revision']).toBe('1');
    expect(first.body.metadata.generation).toBe(1);
    const [set] = await setsOf('web');
    expect(set.metadata.name).toBe(`web-${set.metadata.labels['pod-template-hash']}`);

    await patch(`${APPS}/deployments/web/scale`, { spec: { replicas: 5 } }, 'application/merge-patch+json');
    await complete('web');
    expect((await setsOf('web')).map(({ spec }: { spec: { replicas: number } }) => spec.replicas)).toEqual([5]);

    const image = (tag: string) => ({ spec: { template: { spec: { containers: [{ name: 'c', image: tag }] } } } });
    await patch(`${APPS}/deployments/web`, image('registry.example/app:2'));
    const second = await complete('web');
    expect(second.body.metadata.annotations['deployment.kubernetes.io/revision']).toBe('2');
    await cluster.until(`${PODS}?labelSelector=app%3Dweb`, ({ body }) => body.items.length === 5);
    const sizes = (await setsOf('web')).map(({ spec }: { spec: { replicas: number } }) => spec.replicas);
    expect(sizes.sort()).toEqual([0, 5]);

    await patch(`${APPS}/deployments/web`, image('registry.example/app:1'));
    const third = await complete('web');
    expect(third.body.metadata.annotations['deployment.kubernetes.io/revision']).toBe('3');
    expect(await setsOf('web')).toHaveLength(2);

    await cluster.ask('DELETE', `${APPS}/deployments/web`, { body: { propagationPolicy: 'Foreground' } });
    await cluster.until(`${APPS}/deployments/web`, isGone);
    await cluster.until(`${PODS}?labelSelector=app%3Dweb`, ({ body }) => body.items.length === 0);
  });

  it('has no pods of two templates when it is recreated', async () => {
    await cluster.create(`${APPS}/deployments`, deployment('db', { replicas: 2, strategy: { type: 'Recreate' } }));
    await complete('db');
    let mixed = false;
    const watch = cluster.server.caches.cache('', 'pods')?.subscribe(() => {
      const pods = cluster.server.caches.cache('', 'pods')?.list('default') ?? [];
      const hashes = pods
        .map(({ object }) => object.metadata.labels ?? {})
        .filter(({ app }) => app === 'db')
        .map((labels) => labels['pod-template-hash']);
      mixed ||= new Set(hashes).size > 1;
    });
    await patch(`${APPS}/deployments/db`, { spec: { template: { metadata: { labels: { v: '2' } } } } });
    await complete('db');
    watch?.();
    expect(mixed).toBe(false);
  });

  it('waits while it is paused', async () => {
    await cluster.create(`${APPS}/deployments`, deployment('slow', { replicas: 1 }));
    await complete('slow');
    await patch(`${APPS}/deployments/slow`, { spec: { paused: true } });
    await cluster.until(`${APPS}/deployments/slow`, ({ body }) =>
      body.status.conditions.some(({ reason }: { reason: string }) => reason === 'DeploymentPaused'),
    );
    await patch(`${APPS}/deployments/slow`, { spec: { template: { metadata: { labels: { v: '2' } } } } });
    await cluster.until(
      `${APPS}/deployments/slow`,
      ({ body }) => body.status.observedGeneration === body.metadata.generation,
    );
    expect(await setsOf('slow')).toHaveLength(1);
    await patch(`${APPS}/deployments/slow`, { spec: { paused: false } });
    await complete('slow');
    expect(await setsOf('slow')).toHaveLength(2);
  });

  it('says why its pods are refused', async () => {
    await cluster.create('/api/v1/namespaces', {
      metadata: { name: 'strict', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    });
    await cluster.create('/apis/apps/v1/namespaces/strict/deployments', deployment('bad'));
    const refused = await cluster.until('/apis/apps/v1/namespaces/strict/deployments/bad', ({ body }) =>
      body.status?.conditions?.some(({ type }: { type: string }) => type === 'ReplicaFailure'),
    );
    const condition = refused.body.status.conditions.find(({ type }: { type: string }) => type === 'ReplicaFailure');
    expect(condition).toMatchObject({ reason: 'FailedCreate', status: 'True' });
    expect(condition.message).toMatch(/^pods "bad-\S+" is forbidden: violates PodSecurity "restricted:latest"/);
  });
});

describe('the loops', () => {
  it('are quiet when nothing is left to do', async () => {
    await cluster.create(`${APPS}/deployments`, deployment('calm'));
    await complete('calm');
    await cluster.ask('DELETE', '/api/v1/namespaces/strict');
    await cluster.until('/api/v1/namespaces/strict', isGone);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const before = cluster.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(cluster.requests.slice(before)).toEqual([]);
  });
});

describe('a replica set', () => {
  it('adopts pods that nobody controls, and replaces those that it loses', async () => {
    const labels = { app: 'lonely' };
    const spec = { containers: [{ name: 'c', image: 'registry.example/app:1' }] };
    await cluster.create(PODS, { metadata: { name: 'orphan', labels }, spec });
    await cluster.create(`${APPS}/replicasets`, {
      metadata: { name: 'lonely' },
      spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
    });
    await cluster.until(`${APPS}/replicasets/lonely`, ({ body }) => body.status.availableReplicas === 2);
    expect((await cluster.ask('GET', `${PODS}/orphan`)).body.metadata.ownerReferences[0].name).toBe('lonely');
    await patch(`${PODS}/orphan`, { metadata: { labels: { app: 'free' } } });
    const freed = await cluster.until(`${PODS}/orphan`, ({ body }) => body.metadata.ownerReferences === undefined);
    expect(freed.body.metadata.labels).toEqual({ app: 'free' });
    await cluster.until(`${PODS}?labelSelector=app%3Dlonely`, ({ body }) => body.items.length === 2);
  });
});

describe('a service', () => {
  it('leads to the pods that it selects', async () => {
    await cluster.create(`${APPS}/deployments`, deployment('shop', { replicas: 2 }));
    await cluster.create('/api/v1/namespaces/default/services', {
      metadata: { name: 'shop', labels: { team: 'a' } },
      spec: { selector: { app: 'shop' }, ports: [{ port: 80, targetPort: 8080 }] },
    });
    const slices =
      '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dshop';
    const full = await cluster.until(slices, ({ body }) => {
      const conditions = body.items[0]?.endpoints?.map(
        ({ conditions }: { conditions: { ready: boolean } }) => conditions,
      );
      return conditions?.length === 2 && conditions.every(({ ready }: { ready: boolean }) => ready);
    });
    expect(full.body.items).toHaveLength(1);
    expect(full.body.items[0]).toMatchObject({
      addressType: 'IPv4',
      ports: [{ port: 8080, protocol: 'TCP' }],
      metadata: { labels: { team: 'a', 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' } },
    });
    await patch(`${APPS}/deployments/shop`, { spec: { replicas: 0 } });
    const empty = await cluster.until(slices, ({ body }) => (body.items[0]?.endpoints ?? []).length === 0);
    expect(empty.body.items).toHaveLength(1);
    await cluster.ask('DELETE', '/api/v1/namespaces/default/services/shop');
    await cluster.until(slices, ({ body }) => body.items.length === 0);
  });
});
