/** What every store promises, as tests: the stores are interchangeable because they all pass these. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_VALUE_BYTES } from './limits.js';
import {
  CompactedError,
  FutureRevisionError,
  type KeyValue,
  type Store,
  type StoreEvent,
  ValueTooLargeError,
  type Watch,
} from './store.js';

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (value: Uint8Array | undefined): string | undefined =>
  value === undefined ? undefined : new TextDecoder().decode(value);

/** The revision of a write that must succeed. */
export async function written(write: ReturnType<Store['put']>): Promise<number> {
  const result = await write;
  if (!result.succeeded) throw new Error(`the key is at ${result.current?.modRevision ?? 0}`);
  return result.revision;
}

const plain = (kv: KeyValue | undefined): unknown =>
  kv && { key: kv.key, value: text(kv.value), create: kv.createRevision, mod: kv.modRevision };

export const plainEvent = (event: StoreEvent): unknown =>
  event.type === 'put'
    ? { put: plain(event.kv), previous: plain(event.previous) }
    : { delete: event.key, at: event.revision, previous: plain(event.previous) };

export async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A watch that remembers what it was told. */
export class Recorder {
  readonly events: StoreEvent[] = [];
  readonly progress: number[] = [];
  readonly errors: Error[] = [];
  /** Revisions in the order in which they came, events and progress. */
  readonly order: number[] = [];
  readonly watch: Watch;

  constructor(store: Store, prefix: string, fromRevision: number) {
    this.watch = store.watch(prefix, fromRevision, {
      onEvents: (events, revision) => {
        this.events.push(...events);
        this.order.push(revision);
      },
      onProgress: (revision) => {
        this.progress.push(revision);
        this.order.push(revision);
      },
      onError: (error) => this.errors.push(error),
    });
  }

  /** Waits until the watch has told all that happened up to now. */
  async caughtUp(store: Store): Promise<readonly StoreEvent[]> {
    const revision = await store.revision();
    this.watch.requestProgress();
    await until(() => {
      if (this.errors[0] !== undefined) throw this.errors[0];
      return (this.progress.at(-1) ?? 0) >= revision;
    });
    return this.events;
  }
}

/** `open` opens an empty store; it may share its revisions with others. */
export function testStore(name: string, open: () => Promise<Store>): void {
  describe(`${name}: what every store promises`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    testWrites(() => store);
    testReads(() => store);
    testWatches(() => store);
    testCompaction(() => store);
    testExpiry(() => store);
  });
}

function testWrites(store: () => Store): void {
  it('begins with a revision and nothing in it', async () => {
    expect(await store().revision()).toBeGreaterThanOrEqual(1);
    expect(await store().get('/a')).toEqual({ kv: undefined, revision: await store().revision() });
    expect((await store().range('/')).items).toEqual([]);
    expect(await store().health()).toBeUndefined();
  });

  it('creates, updates and deletes, with one revision a write', async () => {
    const start = await store().revision();
    expect(await store().put('/a', bytes('1'), 0)).toEqual({ succeeded: true, revision: start + 1 });
    expect(await store().put('/a', bytes('2'), start + 1)).toEqual({ succeeded: true, revision: start + 2 });
    const { kv, revision } = await store().get('/a');
    expect(plain(kv)).toEqual({ key: '/a', value: '2', create: start + 1, mod: start + 2 });
    expect(revision).toBe(start + 2);
    expect(await store().delete('/a', start + 2)).toEqual({ succeeded: true, revision: start + 3 });
    expect(await store().get('/a')).toEqual({ kv: undefined, revision: start + 3 });
    expect(await store().put('/a', bytes('3'), 0)).toEqual({ succeeded: true, revision: start + 4 });
    expect(plain((await store().get('/a')).kv)).toEqual({
      key: '/a',
      value: '3',
      create: start + 4,
      mod: start + 4,
    });
  });

  it('refuses what expects another revision, says what is there, and changes nothing', async () => {
    const first = await written(store().put('/a', bytes('1'), 0));
    for (const write of [
      store().put('/a', bytes('2'), 0),
      store().put('/a', bytes('2'), first + 1),
      store().delete('/a', 0),
      store().delete('/a', first - 1),
    ]) {
      const result = await write;
      expect(result.succeeded).toBe(false);
      expect(result.revision).toBe(first);
      expect(plain(result.succeeded ? undefined : result.current)).toEqual({
        key: '/a',
        value: '1',
        create: first,
        mod: first,
      });
    }
    expect(await store().put('/b', bytes('1'), first)).toEqual({
      succeeded: false,
      revision: first,
      current: undefined,
    });
    expect(await store().delete('/b', first)).toEqual({ succeeded: false, revision: first, current: undefined });
    expect(await store().delete('/b', 0)).toEqual({ succeeded: true, revision: first });
    expect(await store().revision()).toBe(first);
  });

  it('lets exactly one of many concurrent writers win', async () => {
    const start = await store().revision();
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => store().put('/a', bytes(String(index)), 0)),
    );
    expect(results.filter(({ succeeded }) => succeeded)).toHaveLength(1);
    expect(await store().revision()).toBe(start + 1);
  });

  it('loses no increment of a counter with several writers', async () => {
    await written(store().put('/counter', bytes('0'), 0));
    const increment = async (): Promise<void> => {
      for (;;) {
        const { kv } = await store().get('/counter');
        const next = bytes(String(Number(text(kv?.value)) + 1));
        if ((await store().put('/counter', next, kv?.modRevision ?? 0)).succeeded) return;
      }
    };
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let round = 0; round < 10; round++) await increment();
      }),
    );
    expect(text((await store().get('/counter')).kv?.value)).toBe('80');
  });

  it('keeps what it was given, whatever becomes of the buffer', async () => {
    const buffer = bytes('original');
    await written(store().put('/a', buffer, 0));
    buffer.fill(0);
    expect(text((await store().get('/a')).kv?.value)).toBe('original');
    const binary = Uint8Array.from({ length: 256 }, (_, index) => index);
    await written(store().put('/b', binary, 0));
    await written(store().put('/empty', new Uint8Array(), 0));
    expect(Uint8Array.from((await store().get('/b')).kv?.value ?? [])).toEqual(binary);
    expect((await store().get('/empty')).kv?.value).toHaveLength(0);
  });

  it('takes values up to the limit and refuses larger ones', async () => {
    await written(store().put('/large', new Uint8Array(1024 * 1024), 0));
    expect((await store().get('/large')).kv?.value).toHaveLength(1024 * 1024);
    const tooLarge = store().put('/larger', new Uint8Array(MAX_VALUE_BYTES + 1), 0);
    await expect(tooLarge).rejects.toThrow(ValueTooLargeError);
    await expect(store().put('/larger', new Uint8Array(MAX_VALUE_BYTES + 1), 0)).rejects.toThrow(
      'etcdserver: request is too large',
    );
    expect((await store().get('/larger')).kv).toBeUndefined();
  });

  it('refuses keys that are no text', async () => {
    await expect(store().put('', bytes(''), 0)).rejects.toThrow(RangeError);
    await expect(store().put('/\ud800', bytes(''), 0)).rejects.toThrow(RangeError);
    await expect(store().put(`/${'x'.repeat(3000)}`, bytes(''), 0)).rejects.toThrow(RangeError);
    await written(store().put(`/${'x'.repeat(1000)}`, bytes('long'), 0));
    expect((await store().range('/xxx')).items).toHaveLength(1);
  });
}

function testReads(store: () => Store): void {
  const keysOf = async (...args: Parameters<Store['range']>): Promise<string[]> =>
    (await store().range(...args)).items.map(({ key }) => key);

  it('ranges over a prefix in the order of bytes', async () => {
    // U+FF5E comes before U+1F600 in bytes and after it in the units of JavaScript's strings.
    const keys = ['/p/', '/p/A', '/p/a', '/p/a/b', '/p/a0', '/p/\u00e9', '/p/\uff5e', '/p/\u{1f600}'];
    for (const key of ['/p', '/o/z', '/p0', '/q/a', ...[...keys].reverse()])
      await written(store().put(key, bytes(key), 0));
    expect(await keysOf('/p/')).toEqual(keys);
    expect(await keysOf('/p/a')).toEqual(['/p/a', '/p/a/b', '/p/a0']);
    expect(await keysOf('/none/')).toEqual([]);
    expect(await keysOf('')).toHaveLength(keys.length + 4);
    const all = await store().range('/p/');
    expect(all.revision).toBe(await store().revision());
    expect(all.remaining).toBe(0);
    expect(all.items.map(({ value }) => text(value))).toEqual(keys);
  });

  it('pages with limit and from, at one revision', async () => {
    for (let index = 0; index < 10; index++) await written(store().put(`/p/${index}`, bytes('x'), 0));
    const first = await store().range('/p/', { limit: 4 });
    expect(first.items.map(({ key }) => key)).toEqual(['/p/0', '/p/1', '/p/2', '/p/3']);
    expect(first.remaining).toBe(6);
    await written(store().put('/p/5a', bytes('new'), 0));
    const changed = (await store().get('/p/7')).kv?.modRevision ?? 0;
    await written(store().put('/p/7', bytes('changed'), changed));
    await written(store().delete('/p/6', (await store().get('/p/6')).kv?.modRevision ?? 0));
    const options = { limit: 4, from: '/p/3\u0000', revision: first.revision };
    const second = await store().range('/p/', options);
    expect(second.items.map(({ key }) => key)).toEqual(['/p/4', '/p/5', '/p/6', '/p/7']);
    expect(text(second.items[3]?.value)).toBe('x');
    expect(second).toMatchObject({ remaining: 2, revision: first.revision });
    expect(await keysOf('/p/', { from: '/p/5' })).toEqual(['/p/5', '/p/5a', '/p/7', '/p/8', '/p/9']);
    await expect(store().range('/p/', { from: '/secrets/' })).rejects.toThrow(RangeError);
  });

  it('reads as of an older revision', async () => {
    const first = await written(store().put('/a', bytes('1'), 0));
    const second = await written(store().put('/a', bytes('2'), first));
    const deleted = await written(store().delete('/a', second));
    const third = await written(store().put('/a', bytes('3'), 0));
    const at = async (revision: number) => text((await store().get('/a', { revision })).kv?.value);
    expect([await at(first), await at(second), await at(deleted), await at(third)]).toEqual(['1', '2', undefined, '3']);
    expect(plain((await store().range('/', { revision: second })).items[0])).toEqual({
      key: '/a',
      value: '2',
      create: first,
      mod: second,
    });
    expect((await store().range('/', { revision: deleted })).items).toEqual([]);
    expect((await store().get('/a', { revision: second })).revision).toBeGreaterThanOrEqual(second);
    await expect(store().get('/a', { revision: third + 1 })).rejects.toThrow(FutureRevisionError);
    await expect(store().range('/', { revision: third + 100 })).rejects.toThrow(
      `required revision ${third + 100} is a future revision`,
    );
  });

  it('reads many keys', async () => {
    const keys = Array.from({ length: 1100 }, (_, index) => `/many/${String(index).padStart(5, '0')}`);
    await Promise.all(keys.map((key) => store().put(key, bytes(key.repeat(10)), 0)));
    expect(await keysOf('/many/')).toEqual(keys);
  });
}

function testWatches(store: () => Store): void {
  it('tells every event after a revision once and in order', async () => {
    const start = await store().revision();
    const first = await written(store().put('/p/a', bytes('1'), 0));
    await written(store().put('/q/a', bytes('1'), 0));
    const watch = new Recorder(store(), '/p/', start);
    const second = await written(store().put('/p/a', bytes('2'), first));
    const third = await written(store().delete('/p/a', second));
    const fourth = await written(store().put('/p/a', bytes('3'), 0));
    await watch.caughtUp(store());
    const one = { key: '/p/a', value: '1', create: first, mod: first };
    const two = { key: '/p/a', value: '2', create: first, mod: second };
    expect(watch.events.map(plainEvent)).toEqual([
      { put: one, previous: undefined },
      { put: two, previous: one },
      { delete: '/p/a', at: third, previous: two },
      { put: { key: '/p/a', value: '3', create: fourth, mod: fourth }, previous: undefined },
    ]);
    const later = new Recorder(store(), '/p/', second);
    expect((await later.caughtUp(store())).map(plainEvent)).toEqual(watch.events.slice(2).map(plainEvent));
    const now = new Recorder(store(), '/p/', fourth);
    expect(await now.caughtUp(store())).toEqual([]);
    for (const { watch: open } of [watch, later, now]) open.close();
  });

  it('has neither gap nor duplicate when it starts in the middle of writes', async () => {
    const start = await store().revision();
    const watches: Recorder[] = [];
    const writer = async (prefix: string): Promise<void> => {
      for (let index = 0; index < 60; index++) {
        await written(store().put(`/${prefix}/${index}`, bytes(String(index)), 0));
        if (index % 20 === 10) watches.push(new Recorder(store(), '/p/', start), new Recorder(store(), '', start));
      }
    };
    await Promise.all([writer('p'), writer('q'), writer('p/x')]);
    for (const watch of watches) await watch.caughtUp(store());
    for (const [index, { events, watch, order }] of watches.entries()) {
      const revisions = events.map((event) => (event.type === 'put' ? event.kv.modRevision : event.revision));
      const all = Array.from({ length: 180 }, (_, at) => start + 1 + at);
      if (index % 2 === 1) expect(revisions).toEqual(all);
      else expect(events).toHaveLength(120);
      expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
      expect(order).toEqual([...order].sort((a, b) => a - b));
      watch.close();
    }
  });

  it('tells progress only after all events before it', async () => {
    const watch = new Recorder(store(), '/p/', await store().revision());
    for (let index = 0; index < 50; index++) {
      await written(store().put(`/p/${index}`, bytes('x'), 0));
      watch.watch.requestProgress();
    }
    await watch.caughtUp(store());
    expect(watch.events).toHaveLength(50);
    expect(watch.order).toEqual([...watch.order].sort((a, b) => a - b));
    const elsewhere = await written(store().put('/q', bytes('x'), 0));
    await watch.caughtUp(store());
    expect(watch.progress.at(-1)).toBeGreaterThanOrEqual(elsewhere);
    watch.watch.close();
  });

  it('waits for a revision that is still to come', async () => {
    const start = await store().revision();
    const watch = new Recorder(store(), '/p/', start + 2);
    for (let index = 0; index < 4; index++) await written(store().put(`/p/${index}`, bytes('x'), 0));
    await until(() => watch.events.length >= 2);
    expect(watch.events.map((event) => (event.type === 'put' ? event.kv.key : ''))).toEqual(['/p/2', '/p/3']);
    watch.watch.close();
  });

  it('tells nothing after it is closed, and nothing before it is returned', async () => {
    const start = await store().revision();
    await written(store().put('/p/a', bytes('x'), 0));
    let returned = false;
    let early = false;
    const watch = store().watch('/p/', start, {
      onEvents: () => {
        early ||= !returned;
      },
      onProgress: () => undefined,
      onError: () => undefined,
    });
    returned = true;
    watch.close();
    watch.requestProgress();
    const closed = new Recorder(store(), '/p/', await store().revision());
    closed.watch.close();
    const other = new Recorder(store(), '/p/', await store().revision());
    await written(store().put('/p/b', bytes('x'), 0));
    await other.caughtUp(store());
    expect(early).toBe(false);
    expect([closed.events, closed.progress, closed.errors]).toEqual([[], [], []]);
    expect(other.events).toHaveLength(1);
    other.watch.close();
  });
}

function testCompaction(store: () => Store): void {
  it('forgets what was before a compaction, and nothing else', async () => {
    const start = await store().revision();
    const first = await written(store().put('/p/a', bytes('1'), 0));
    const second = await written(store().put('/p/a', bytes('2'), first));
    const gone = await written(store().put('/p/gone', bytes('x'), 0));
    const deleted = await written(store().delete('/p/gone', gone));
    const third = await written(store().put('/p/a', bytes('3'), second));
    await written(store().delete('/p/a', third));
    await store().compact(deleted);
    await expect(store().get('/p/a', { revision: second })).rejects.toThrow(CompactedError);
    await expect(store().range('/p/', { revision: deleted - 1 })).rejects.toThrow(
      `the required revision has been compacted; the oldest is ${deleted}`,
    );
    expect((await store().range('/p/', { revision: deleted })).items.map(plain)).toEqual([
      { key: '/p/a', value: '2', create: first, mod: second },
    ]);
    expect(text((await store().get('/p/a', { revision: third })).kv?.value)).toBe('3');
    expect((await store().range('/p/')).items).toEqual([]);

    const tooOld = new Recorder(store(), '/p/', deleted - 1);
    await until(() => tooOld.errors.length > 0);
    expect(tooOld.errors).toEqual([new CompactedError(deleted)]);
    expect(tooOld.errors[0]).toBeInstanceOf(CompactedError);
    const beginning = new Recorder(store(), '/p/', Math.min(start, 0));
    await until(() => beginning.errors.length > 0);
    expect(beginning.events).toEqual([]);

    const watch = new Recorder(store(), '/p/', deleted);
    const events = await watch.caughtUp(store());
    expect(events.map(plainEvent)).toMatchObject([
      { put: { value: '3' }, previous: { value: '2', mod: second } },
      { delete: '/p/a', previous: { value: '3', mod: third } },
    ]);
    watch.watch.close();
  });

  it('compacts twice, never backwards, and never into the future', async () => {
    let revision = 0;
    for (let index = 0; index < 20; index++)
      revision = await written(store().put('/p/a', bytes(String(index)), revision));
    await store().compact(revision - 5);
    await store().compact(revision - 10);
    await expect(store().get('/p/a', { revision: revision - 6 })).rejects.toThrow(CompactedError);
    expect(text((await store().get('/p/a', { revision: revision - 5 })).kv?.value)).toBe('14');
    await store().compact(revision);
    expect(text((await store().get('/p/a', { revision })).kv?.value)).toBe('19');
    await expect(store().compact(revision + 10)).rejects.toThrow(FutureRevisionError);
    await written(store().put('/p/a', bytes('20'), revision));
    expect(await store().revision()).toBe(revision + 1);
  });

  it('keeps watches that are up to date', async () => {
    const watch = new Recorder(store(), '/p/', await store().revision());
    const first = await written(store().put('/p/a', bytes('1'), 0));
    await watch.caughtUp(store());
    await store().compact(first);
    await written(store().put('/p/a', bytes('2'), first));
    const events = await watch.caughtUp(store());
    expect(events.map(plainEvent)).toMatchObject([{ put: { value: '1' } }, { put: { value: '2' }, previous: {} }]);
    expect(watch.errors).toEqual([]);
    watch.watch.close();
  });
}

function testExpiry(store: () => Store): void {
  it('deletes by itself what has a time to live, unless it was written again without', async () => {
    const start = await store().revision();
    const watch = new Recorder(store(), '/e/', start);
    const goes = await written(store().put('/e/goes', bytes('x'), 0, { ttlSeconds: 1 }));
    const stays = await written(store().put('/e/stays', bytes('x'), 0, { ttlSeconds: 1 }));
    await written(store().put('/e/stays', bytes('y'), stays));
    await written(store().put('/e/long', bytes('x'), 0, { ttlSeconds: 3600 }));
    expect((await store().range('/e/')).items).toHaveLength(3);
    await until(async () => (await store().get('/e/goes')).kv === undefined, 20_000);
    const events = await watch.caughtUp(store());
    expect(events.filter(({ type }) => type === 'delete').map(plainEvent)).toMatchObject([
      { delete: '/e/goes', previous: { mod: goes, value: 'x' } },
    ]);
    expect((await store().range('/e/')).items.map(({ key }) => key)).toEqual(['/e/long', '/e/stays']);
    watch.watch.close();
  });
}
