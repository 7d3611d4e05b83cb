import { defaultProfile } from '@bulkhead/features';
import { CompactedError, type KeyValue, memoryStore, type Store, type WatchHandlers } from '@bulkhead/storage';
import { afterEach, describe, expect, it } from 'vitest';
import { runtimeConfig } from '../registry/runtime-config.js';
import { servedResources } from '../registry/served-resources.js';
import { WatchCache } from './watch-cache.js';

const profile = defaultProfile(35);
const PREFIX = '/registry/configmaps/default/';

/** A store whose state and events the test makes up, as those of an etcd to which others write. */
class ScriptedStore {
  items: readonly KeyValue[] = [];
  revision = 1;
  handlers: WatchHandlers | undefined;
  readonly store: Store = Object.assign(memoryStore(), {
    range: () => Promise.resolve({ items: this.items, revision: this.revision, remaining: 0 }),
    watch: (_prefix: string, _from: number, handlers: WatchHandlers) => {
      this.handlers = handlers;
      return { requestProgress: () => undefined, close: () => undefined };
    },
  });
}

function keyValue(name: string, modRevision: number, text?: string): KeyValue {
  const metadata = { name, namespace: 'default', uid: `uid-${name}` };
  const json =
    text ?? JSON.stringify({ kind: 'ConfigMap', apiVersion: 'v1', metadata, data: { at: `${modRevision}` } });
  return { key: PREFIX + name, value: Buffer.from(json), createRevision: modRevision, modRevision };
}

const deletion = (name: string, revision: number) =>
  ({ type: 'delete', key: PREFIX + name, revision, previous: undefined }) as const;
const put = (kv: KeyValue) => ({ type: 'put', kv, previous: undefined }) as const;

const opened: WatchCache[] = [];
afterEach(() => {
  for (const caches of opened.splice(0)) caches.close();
});

async function started(items: readonly KeyValue[], revision: number) {
  const script = new ScriptedStore();
  script.items = items;
  script.revision = revision;
  const log: string[] = [];
  const caches = new WatchCache({
    store: script.store,
    resources: servedResources(profile, runtimeConfig(new Map())),
    profile,
    isShared: false,
    now: () => 0,
    log: (message) => log.push(message),
  });
  opened.push(caches);
  await caches.start();
  const cache = caches.cache('', 'configmaps');
  if (cache === undefined || script.handlers === undefined) throw new Error('not started');
  const told: string[] = [];
  cache.subscribe(({ type, object }) => told.push(`${type} ${object.name} ${object.revision}`));
  const names = (): readonly string[] => cache.list('').map(({ name }) => name);
  return { script, caches, cache, told, names, log, handlers: script.handlers };
}

describe('WatchCache', () => {
  it('takes in every event of one revision', async () => {
    const { handlers, names, told } = await started([keyValue('a', 2), keyValue('b', 3), keyValue('c', 4)], 4);
    handlers.onEvents([deletion('a', 5), deletion('b', 5), put(keyValue('d', 5))], 5);
    expect(names()).toEqual(['c', 'd']);
    expect(told).toEqual(['DELETED a 5', 'DELETED b 5', 'ADDED d 5']);
  });

  it('takes in no event twice', async () => {
    const { handlers, told } = await started([keyValue('a', 2)], 4);
    handlers.onEvents([put(keyValue('a', 2)), put(keyValue('b', 5))], 5);
    handlers.onEvents([put(keyValue('b', 5))], 5);
    expect(told).toEqual(['ADDED b 5']);
  });

  it('tells after a compaction what is new and what is gone, in order', async () => {
    const { script, handlers, names, told, cache, caches } = await started([keyValue('a', 2), keyValue('b', 3)], 4);
    script.items = [keyValue('d', 9), keyValue('b', 7)];
    script.revision = 12;
    handlers.onError(new CompactedError(10));
    await caches.waitFor(12, 1000);
    expect(names()).toEqual(['b', 'd']);
    expect(told).toEqual(['MODIFIED b 7', 'ADDED d 9', 'DELETED a 12']);
    // What happened in between is not known: nobody may go on from there.
    expect([cache.changesAfter(4), cache.changesAfter(11)]).toEqual([undefined, undefined]);
    expect(cache.changesAfter(12)).toEqual([]);
  });

  it('forgets an object of which a newer state cannot be read', async () => {
    const { handlers, names, told, log } = await started([keyValue('a', 2), keyValue('b', 3)], 4);
    handlers.onEvents([put(keyValue('a', 5, 'k8s:enc:aescbc:v1:key:...')), put(keyValue('b', 6))], 6);
    expect(names()).toEqual(['b']);
    expect(told).toEqual(['DELETED a 5', 'MODIFIED b 6']);
    expect(log).toEqual([`the stored object ${PREFIX}a cannot be read: it is no JSON`]);
  });

  it('goes on when somebody fails over a change', async () => {
    const { handlers, cache, told, log } = await started([], 4);
    cache.subscribe(() => {
      throw new Error('no');
    });
    const late: string[] = [];
    cache.subscribe(({ object }) => late.push(object.name));
    handlers.onEvents([put(keyValue('a', 5)), put(keyValue('b', 6))], 6);
    expect([told.length, late]).toEqual([2, ['a', 'b']]);
    expect(log).toEqual(['a change was not taken in: no', 'a change was not taken in: no']);
  });

  it('gives up waiting for a revision that does not come', async () => {
    const { caches, handlers } = await started([], 4);
    expect(await caches.waitFor(1_000_000, 5)).toBe(false);
    const later = caches.waitFor(6, 1000);
    handlers.onEvents([put(keyValue('a', 7))], 7);
    expect(await later).toBe(true);
  });
});
