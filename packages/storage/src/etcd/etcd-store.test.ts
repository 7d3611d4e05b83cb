import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../store.js';
import { CompactedError } from '../store.js';
import { bytes, Recorder, testStore, text, until, written } from '../store.test-support.js';
import { EtcdServer, hasEtcd } from './etcd-server.test-support.js';
import { openEtcd } from './etcd-store.js';

if (!hasEtcd) process.stderr.write('SKIPPED: the etcd store is not tested, for there is no etcd\n');

let server: EtcdServer;
let count = 0;

/** Starting takes a moment. */
async function openWhenReady(url: string, prefix: string): Promise<Store> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await openEtcd({ servers: [url], prefix });
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

describe.skipIf(!hasEtcd)('with a real etcd', () => {
  beforeAll(async () => {
    server = new EtcdServer();
    await server.start();
    const store = await openWhenReady(server.url, '');
    await store.close();
  });
  afterAll(() => server.remove());

  testStore('etcd', () => openEtcd({ servers: [server.url], prefix: `/test-${++count}` }));

  describe('the etcd store', () => {
    it('goes on by itself after etcd was away: reads, writes, watches', async () => {
      const own = new EtcdServer();
      await own.start();
      const store = await openWhenReady(own.url, '/registry');
      const first = await written(store.put('/p/a', bytes('1'), 0));
      const watch = new Recorder(store, '/p/', first);
      await watch.caughtUp(store);
      await own.stop();
      await expect(store.put('/p/b', bytes('x'), 0)).rejects.toThrow(/does not answer.*see that it runs/);
      expect(await store.health()).toMatch(/does not answer/);
      await own.start();
      await until(async () => (await store.health()) === undefined, 20_000);
      await written(store.put('/p/a', bytes('2'), first));
      expect((await watch.caughtUp(store)).map((event) => event.type === 'put' && text(event.kv.value))).toEqual(['2']);
      watch.watch.close();
      await store.close();
      await own.remove();
    });

    it('ends a watch that misses what was compacted while etcd was away', async () => {
      const own = new EtcdServer();
      await own.start();
      const store = await openWhenReady(own.url, '');
      const other = await openEtcd({ servers: [own.url] });
      let revision = await written(store.put('/p/a', bytes('0'), 0));
      const tooOld = new Recorder(store, '/p/', revision - 1);
      await tooOld.caughtUp(store);
      const start = revision;
      for (let index = 1; index < 10; index++)
        revision = await written(other.put('/p/a', bytes(String(index)), revision));
      await other.compact(revision);
      const watch = new Recorder(store, '/p/', start);
      await until(() => watch.errors.length > 0);
      expect(watch.errors[0]).toBeInstanceOf(CompactedError);
      await store.close();
      await other.close();
      await own.remove();
    });

    it('says what is wrong with an address', async () => {
      await expect(openEtcd({ servers: ['http://10.1.2.3:2379'] })).rejects.toThrow(/use https:/);
      await expect(openEtcd({ servers: ['etcd:2379'] })).rejects.toThrow(/is no etcd server/);
      await expect(openEtcd({ servers: [] })).rejects.toThrow('no etcd server is named');
      await expect(openEtcd({ servers: ['http://127.0.0.1:1'] })).rejects.toThrow(/does not answer/);
      const tls = { caFile: '/does/not/exist' };
      await expect(openEtcd({ servers: ['https://127.0.0.1:1'], tls })).rejects.toThrow(/cannot be read \(ENOENT\)/);
    });
  });
});
