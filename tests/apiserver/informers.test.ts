/** The informers of the JavaScript client: what they hold is what there is, whatever happens on the way. */
import { join } from 'node:path';
import { openLmdbStore } from '@bulkhead/storage';
import { CoreV1Api, KubeConfig, makeInformer, type V1ConfigMap } from '@kubernetes/client-node';
import { afterEach, describe, expect, it } from 'vitest';
import { adminCredential, Client } from './http-client.test-support.js';
import { type RunningServer, startServer } from './server.test-support.js';

const PATH = '/api/v1/namespaces/default/configmaps';
const namespace = 'default';
let server: RunningServer | undefined;
afterEach(async () => {
  await server?.stop();
});

function connect(server: RunningServer) {
  const config = new KubeConfig();
  config.loadFromFile(server.kubeconfig);
  return { config, api: config.makeApiClient(CoreV1Api), writer: new Client(server, adminCredential(server)) };
}

/** An informer as applications keep it: started again when its connection breaks. */
function informerOf(config: KubeConfig, api: CoreV1Api) {
  let lists = 0;
  const seen = { add: 0, update: 0, delete: 0 };
  const informer = makeInformer<V1ConfigMap>(config, PATH, () => {
    lists++;
    return api.listNamespacedConfigMap({ namespace });
  });
  for (const verb of ['add', 'update', 'delete'] as const) {
    informer.on(verb, () => {
      seen[verb]++;
    });
  }
  let isStopped = false;
  informer.on('error', () => {
    if (!isStopped) setTimeout(() => void informer.start(), 200);
  });
  const stop = async (): Promise<void> => {
    isStopped = true;
    await informer.stop();
  };
  return { informer, seen, stop, lists: () => lists };
}

const versions = (items: readonly V1ConfigMap[]) =>
  new Map(items.map(({ metadata }) => [metadata?.name, metadata?.resourceVersion]));

const configMap = (name: string): V1ConfigMap => ({ metadata: { name }, data: { step: '0' } });

/** In a few lanes, as a busy cluster. */
async function inLanes(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
  const lane = async (first: number): Promise<void> => {
    for (let index = first; index < count; index += 8) await work(index);
  };
  await Promise.all(Array.from({ length: 8 }, (_, first) => lane(first)));
}

describe('an informer', () => {
  it('misses nothing of many objects that come, change and go', async () => {
    server = await startServer();
    const { config, api, writer } = connect(server);
    await inLanes(150, (index) => writer.ask('POST', PATH, { body: configMap(`early-${index}`) }));
    const { informer, seen, stop, lists } = informerOf(config, api);
    await informer.start();
    await inLanes(350, async (index) => {
      const name = `late-${index}`;
      await writer.ask('POST', PATH, { body: configMap(name) });
      const body = { ...configMap(name), data: { step: '1' } };
      if (index % 2 === 0) await writer.ask('PUT', `${PATH}/${name}`, { body });
      if (index % 5 === 0) await writer.ask('DELETE', `${PATH}/${name}`);
    });
    const there = await api.listNamespacedConfigMap({ namespace });
    await expect.poll(() => versions(informer.list()), { timeout: 10_000 }).toEqual(versions(there.items));
    expect(lists()).toBe(1);
    const ofCluster = there.items.filter(({ metadata }) => metadata?.name === 'kube-root-ca.crt').length;
    expect(seen).toEqual({ add: 500 + ofCluster, update: 175, delete: 70 });
    await stop();
  }, 30_000);

  it('goes on after the server was away, and lists again when what it knows is too old', async () => {
    const first = await startServer();
    const { port, state } = first;
    const { config, api, writer } = connect(first);
    await inLanes(40, (index) => writer.ask('POST', PATH, { body: configMap(`old-${index}`) }));
    const { informer, stop, lists } = informerOf(config, api);
    await informer.start();
    await first.kill();
    await changeMeanwhile(state);
    server = await startServer({ state, port });
    await expect.poll(() => lists(), { timeout: 10_000 }).toBe(2);
    const there = await api.listNamespacedConfigMap({ namespace });
    await expect.poll(() => versions(informer.list()), { timeout: 10_000 }).toEqual(versions(there.items));
    expect(informer.get('old-39', namespace)).toBeUndefined();
    await stop();
  }, 30_000);
});

/** Where the informer cannot see it; and the history of it is forgotten. */
async function changeMeanwhile(state: string): Promise<void> {
  const elsewhere = await startServer({ state });
  const writer = new Client(elsewhere, adminCredential(elsewhere));
  await inLanes(40, (index) => writer.ask('DELETE', `${PATH}/old-${index}`));
  await inLanes(40, (index) => writer.ask('POST', PATH, { body: configMap(`new-${index}`) }));
  const { body } = await writer.ask('GET', PATH);
  writer.close();
  await elsewhere.stop();
  const store = await openLmdbStore({ directory: join(state, 'store') });
  await store.compact(Number(body.metadata.resourceVersion));
  await store.close();
}
