import { describe, expect, it, vi } from 'vitest';
import { WorkQueue } from './work-queue.js';

const turn = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('WorkQueue', () => {
  it('works on a key once for several additions, and again for one in between', async () => {
    const worked: string[] = [];
    const queue: WorkQueue = new WorkQueue({
      work: async (key) => {
        worked.push(key);
        if (worked.length === 1) queue.add('a');
        await turn();
        return undefined;
      },
      onFailure: () => undefined,
      workers: 2,
    });
    for (const key of ['a', 'a', 'b', 'a']) queue.add(key);
    await vi.waitFor(() => expect(worked).toEqual(['a', 'b', 'a']));
    await queue.stop();
  });

  it('works on no key twice at the same time, and on no more keys than it has workers', async () => {
    const now = new Set<string>();
    let most = 0;
    const queue = new WorkQueue({
      work: async (key) => {
        expect(now.has(key)).toBe(false);
        now.add(key);
        most = Math.max(most, now.size);
        await turn(1);
        now.delete(key);
        return undefined;
      },
      onFailure: (_, error) => {
        throw error;
      },
      workers: 3,
    });
    for (let round = 0; round < 5; round++) {
      for (const key of ['a', 'b', 'c', 'd', 'e']) queue.add(key);
      await turn();
    }
    await turn(30);
    expect(most).toBe(3);
    await queue.stop();
  });

  it('tries failures again, later each time, and looks again when asked to', async () => {
    const attempts: number[] = [];
    let looks = 0;
    const queue = new WorkQueue({
      work: (key) => {
        if (key === 'again') return Promise.resolve(++looks < 3 ? 1 : undefined);
        if (attempts.length < 3) return Promise.reject(new Error('not yet'));
        return Promise.resolve(undefined);
      },
      onFailure: (_, __, attempt) => attempts.push(attempt),
      workers: 1,
    });
    queue.add('failing');
    queue.add('again');
    await vi.waitFor(() => {
      expect(attempts).toEqual([1, 2, 3]);
      expect(looks).toBe(3);
    }, 5000);
    await queue.stop();
  });

  it('stops when what it works on is done, and begins nothing after', async () => {
    const done: string[] = [];
    const queue = new WorkQueue({
      work: async (key) => {
        await turn(10);
        done.push(key);
        return undefined;
      },
      onFailure: () => undefined,
      workers: 1,
    });
    queue.add('a');
    queue.add('b');
    await turn();
    await queue.stop();
    queue.add('c');
    queue.addAfter('d', 0);
    await turn(20);
    expect(done).toEqual(['a']);
  });
});
