import { afterAll, describe, expect, it } from 'vitest';
import { bytes, Recorder, testStore, text, until, written } from '../store.test-support.js';
import { openTables } from './database.js';
import { TestDirectories } from './lmdb-directory.test-support.js';
import { openLmdb } from './lmdb-store.js';

const directories = new TestDirectories();
afterAll(() => directories.remove());
const newDirectory = (): string => directories.next();

testStore('lmdb', () => openLmdb({ directory: newDirectory() }));

describe('the LMDB store', () => {
  it('keeps everything over a restart: values, history, compaction, time to live', async () => {
    const directory = newDirectory();
    let now = 1_000_000;
    let store = await openLmdb({ directory, now: () => now });
    const first = await written(store.put('/p/a', bytes('1'), 0));
    const second = await written(store.put('/p/a', bytes('2'), first));
    const gone = await written(store.put('/p/b', bytes('x'), 0, { ttlSeconds: 100 }));
    await store.compact(second);
    await store.close();

    now += 50_000;
    store = await openLmdb({ directory, now: () => now });
    expect(await store.revision()).toBe(gone);
    expect(text((await store.get('/p/a')).kv?.value)).toBe('2');
    expect((await store.get('/p/a')).kv).toMatchObject({ createRevision: first, modRevision: second });
    await expect(store.get('/p/a', { revision: first })).rejects.toThrow(/compacted/);
    const watch = new Recorder(store, '/p/', second);
    expect(await watch.caughtUp(store)).toHaveLength(1);
    await store.close();

    now += 50_000;
    store = await openLmdb({ directory, now: () => now });
    await until(async () => (await store.get('/p/b')).kv === undefined);
    expect(await store.revision()).toBe(gone + 1);
    await store.close();
  });

  it('keeps one entry a key on the disk after a compaction, and nothing of what was deleted', async () => {
    const directory = newDirectory();
    let store = await openLmdb({ directory });
    let revision = 0;
    for (let index = 0; index < 1300; index++)
      revision = await written(store.put('/p/a', bytes(String(index)), revision));
    for (let index = 0; index < 20; index++)
      await store.delete(`/p/b${index}`, await written(store.put(`/p/b${index}`, bytes('x'), 0)));
    await store.close();
    store = await openLmdb({ directory });
    await store.compact(await store.revision());
    await store.close();
    const { root, log, dead } = await openTables(directory, false);
    expect([log.getKeysCount(), dead.getKeysCount()]).toEqual([1, 0]);
    await root.close();
  });

  it('lets other readers see what is written, and follow it', async () => {
    const directory = newDirectory();
    const store = await openLmdb({ directory });
    const first = await written(store.put('/p/a', bytes('1'), 0));
    const reader = await openLmdb({ directory, readOnly: true });
    expect(text((await reader.get('/p/a')).kv?.value)).toBe('1');
    const watch = new Recorder(reader, '/p/', first);
    await written(store.put('/p/a', bytes('2'), first));
    expect(text((await reader.get('/p/a')).kv?.value)).toBe('2');
    await until(() => watch.events.length > 0);
    await expect(reader.put('/p/b', bytes('x'), 0)).rejects.toThrow('for reading only');
    expect(await reader.health()).toBeUndefined();
    await reader.close();
    await store.close();
  });
});
