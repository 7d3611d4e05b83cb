/** Random histories: the LMDB store answers as the reference does. */
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { memoryStore } from '../memory/memory-store.js';
import type { Store } from '../store.js';
import { bytes, plainEvent, Recorder } from '../store.test-support.js';
import { TestDirectories } from './lmdb-directory.test-support.js';
import { openLmdb } from './lmdb-store.js';

const directories = new TestDirectories();
afterAll(() => directories.remove());

const KEYS = ['/a', '/a/b', '/a0', '/b/\u{1f600}', '/b/\uffee'];

type Step = Write | Read | { readonly do: 'restart' };
interface Write {
  readonly do: 'put' | 'delete';
  readonly key: number;
  readonly guess: number;
  readonly value: string;
}

interface Read {
  readonly do: 'get' | 'range' | 'compact' | 'watch';
  readonly key: number;
  readonly back: number;
  readonly limit: number;
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('put' as const, 'put' as const, 'delete' as const),
      key: fc.nat(KEYS.length - 1),
      // Mostly right: 0 is the revision at which the key is, others are wrong.
      guess: fc.constantFrom(0, 0, 0, 0, 1, -1),
      value: fc.string({ maxLength: 5 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('get' as const, 'range' as const, 'range' as const, 'compact' as const, 'watch' as const),
      key: fc.nat(KEYS.length - 1),
      back: fc.integer({ min: -1, max: 12 }),
      limit: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
);

const plainValue = (value: unknown): unknown => (value instanceof Uint8Array ? [...value] : value);
const plain = (result: unknown): unknown =>
  JSON.parse(
    JSON.stringify(result ?? null, function (this: Record<string, unknown>, key, value: unknown) {
      return plainValue(this[key]) ?? value;
    }),
  );

/** What the step answers, the error included. */
async function answer(store: Store, step: Step): Promise<unknown> {
  try {
    return plain(await perform(store, step));
  } catch (error) {
    return String(error);
  }
}

async function perform(store: Store, step: Step): Promise<unknown> {
  if (step.do === 'restart') return undefined;
  const key = KEYS[step.key] ?? '';
  if ('guess' in step) {
    const expected = Math.max(((await store.get(key)).kv?.modRevision ?? 0) + step.guess, 0);
    return step.do === 'put' ? store.put(key, bytes(step.value), expected) : store.delete(key, expected);
  }
  const revision = Math.max((await store.revision()) - step.back, 1);
  if (step.do === 'get') return store.get(key, { revision });
  if (step.do === 'range') return store.range(key.slice(0, 2), { revision, limit: step.limit });
  if (step.do === 'compact') return store.compact(revision);
  const watch = new Recorder(store, key.slice(0, 2), revision);
  try {
    return (await watch.caughtUp(store)).map(plainEvent);
  } finally {
    watch.watch.close();
  }
}

it('answers as the memory store does', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      const directory = directories.next();
      const reference = memoryStore();
      let store = await openLmdb({ directory });
      try {
        for (const each of steps) {
          if (each.do === 'restart') {
            await store.close();
            store = await openLmdb({ directory });
          }
          expect(await answer(store, each)).toEqual(await answer(reference, each));
        }
        for (const prefix of ['', '/a']) {
          const range = { do: 'range', key: 0, back: 0, limit: 100 } as const;
          expect(await answer(store, range)).toEqual(await answer(reference, range));
          expect(plain(await store.range(prefix))).toEqual(plain(await reference.range(prefix)));
        }
      } finally {
        await store.close();
      }
    }),
    { numRuns: 40 },
  );
});
