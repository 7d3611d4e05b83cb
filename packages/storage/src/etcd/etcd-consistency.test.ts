/**
 * Two clients of one etcd, as two API servers: the history of their operations is linearizable. Each operation has the
 * revision at which etcd did it; the history is linearizable if the order by revision also keeps the order in time and
 * each operation answers what those before it have made.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../store.js';
import { bytes, Recorder, text, until } from '../store.test-support.js';
import { eventRevision } from '../watching/watch-hub.js';
import { EtcdServer, hasEtcd } from './etcd-server.test-support.js';
import { openEtcd } from './etcd-store.js';

interface Operation {
  readonly key: string;
  readonly began: number;
  readonly ended: number;
  readonly revision: number;
  /** What it wrote, if it did. */
  readonly wrote?: { readonly value: number; readonly over: number };
  /** The revision and value that it saw. */
  readonly saw?: { readonly value: number; readonly modRevision: number };
}

const KEYS = ['/counter/a', '/counter/b', '/counter/c'];
const ROUNDS = 40;

let server: EtcdServer;
let tick = 0;

async function count(store: Store, key: string, history: Operation[]): Promise<void> {
  let done = false;
  while (!done) {
    const began = tick++;
    const { kv, revision } = await store.get(key);
    const saw = { value: Number(text(kv?.value) ?? 0), modRevision: kv?.modRevision ?? 0 };
    history.push({ key, began, ended: tick++, revision, saw });
    const writeBegan = tick++;
    const result = await store.put(key, bytes(String(saw.value + 1)), saw.modRevision);
    const operation = { key, began: writeBegan, ended: tick++, revision: result.revision };
    if (result.succeeded) history.push({ ...operation, wrote: { value: saw.value + 1, over: saw.modRevision } });
    else {
      const { current } = result;
      history.push({
        ...operation,
        saw: { value: Number(text(current?.value) ?? 0), modRevision: current?.modRevision ?? 0 },
      });
    }
    done = result.succeeded;
  }
}

function expectLinearizable(history: readonly Operation[]): void {
  // Writes of a revision before the reads at it.
  const order = [...history].sort(
    (a, b) => a.revision - b.revision || Number(b.wrote !== undefined) - Number(a.wrote !== undefined),
  );
  const state = new Map<string, { value: number; modRevision: number }>();
  for (const operation of order) {
    const current = state.get(operation.key) ?? { value: 0, modRevision: 0 };
    if (operation.saw) expect(operation.saw).toEqual(current);
    if (operation.wrote) {
      expect(operation.wrote).toEqual({ value: current.value + 1, over: current.modRevision });
      state.set(operation.key, { value: operation.wrote.value, modRevision: operation.revision });
    }
  }
  // What ended before another began has no later revision.
  const byBegin = [...history].sort((a, b) => a.began - b.began);
  const byEnd = [...history].sort((a, b) => a.ended - b.ended);
  let ended = 0;
  let newest = 0;
  for (const operation of byBegin) {
    while ((byEnd[ended]?.ended ?? Infinity) < operation.began)
      newest = Math.max(newest, byEnd[ended++]?.revision ?? 0);
    expect(operation.revision).toBeGreaterThanOrEqual(newest);
  }
}

describe.skipIf(!hasEtcd)('two clients of one etcd', () => {
  beforeAll(async () => {
    server = new EtcdServer();
    await server.start();
    await until(async () => {
      try {
        await (await openEtcd({ servers: [server.url] })).close();
        return true;
      } catch {
        return false;
      }
    }, 20_000);
  });
  afterAll(() => server.remove());

  it('have a linearizable history, and watch the same one', async () => {
    const stores = await Promise.all([1, 2].map(() => openEtcd({ servers: [server.url], prefix: '/registry' })));
    const start = (await stores[0]?.revision()) ?? 0;
    const watches = stores.map((store) => new Recorder(store, '/counter/', start));
    const history: Operation[] = [];
    await Promise.all(
      stores.flatMap((store) =>
        KEYS.map(async (key) => {
          for (let round = 0; round < ROUNDS; round++) await count(store, key, history);
        }),
      ),
    );
    expectLinearizable(history);
    const writes = history.filter(({ wrote }) => wrote).sort((a, b) => a.revision - b.revision);
    expect(writes).toHaveLength(ROUNDS * KEYS.length * 2);
    for (const [index, watch] of watches.entries()) {
      const store = stores[index];
      if (store === undefined) continue;
      const events = await watch.caughtUp(store);
      expect(events.map(eventRevision)).toEqual(writes.map(({ revision }) => revision));
      expect(events.map((event) => event.type === 'put' && Number(text(event.kv.value)))).toEqual(
        writes.map(({ wrote }) => wrote?.value),
      );
    }
    for (const store of stores) await store.close();
  });

  it('see in a watch that has caught up whatever the other had written before', { timeout: 60_000 }, async () => {
    const [reader, writer] = await Promise.all([1, 2].map(() => openEtcd({ servers: [server.url], prefix: '/fresh' })));
    if (reader === undefined || writer === undefined) throw new Error('there are two');
    const watch = new Recorder(reader, '/p/', await reader.revision());
    const noise = Array.from({ length: 200 }, (_, index) => writer.put(`/p/noise-${index}`, bytes('x'), 0));
    for (let index = 0; index < 50; index++) {
      await writer.put(`/p/${index}`, bytes('x'), 0);
      if (index % 3 === 0) await writer.put(`/elsewhere/${index}`, bytes('x'), 0);
      await watch.caughtUp(reader);
      expect(watch.events.some((event) => event.type === 'put' && event.kv.key === `/p/${index}`)).toBe(true);
    }
    await Promise.all(noise);
    await watch.caughtUp(reader);
    expect(watch.events).toHaveLength(250);
    expect((await reader.range('')).items.filter(({ key }) => key.startsWith('/p')).length).toBe(250);
    await reader.close();
    await writer.close();
  });
});
