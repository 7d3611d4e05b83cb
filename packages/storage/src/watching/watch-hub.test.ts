import { describe, expect, it } from 'vitest';
import { CompactedError, type StoreEvent, type Watch } from '../store.js';
import { until } from '../store.test-support.js';
import { eventRevision, WatchHub } from './watch-hub.js';

/** A log of `length` events, the first of them of revision 2. */
class FakeLog {
  length = 0;
  compacted = 0;
  reads = 0;

  revision(): number {
    return this.length + 1;
  }

  compactedRevision(): number {
    return this.compacted;
  }

  eventsAfter(revision: number, limit: number): readonly StoreEvent[] {
    this.reads++;
    const count = Math.max(Math.min(this.revision() - revision, limit), 0);
    return Array.from({ length: count }, (_, index) => {
      const at = revision + 1 + index;
      const key = at % 2 === 0 ? '/even' : '/odd';
      return { type: 'delete', key, revision: at, previous: undefined };
    });
  }
}

const ignored = { onProgress: () => undefined, onError: () => undefined };

describe('watches over a log', () => {
  it('read a long log in turns, so that others have theirs', async () => {
    const log = new FakeLog();
    log.length = 5000;
    const hub = new WatchHub(log);
    const seen: number[] = [];
    let othersTurns = 0;
    hub.watch('/even', 1, { ...ignored, onEvents: (events) => seen.push(...events.map(eventRevision)) });
    const others = setInterval(() => othersTurns++, 0);
    await until(() => seen.length === 2500);
    clearInterval(others);
    expect(seen).toEqual(Array.from({ length: 2500 }, (_, index) => 2 + 2 * index));
    expect(log.reads).toBeGreaterThanOrEqual(10);
    expect(othersTurns).toBeGreaterThan(0);
  });

  it('end with an error when they fall behind a compaction, or when a handler fails', async () => {
    const log = new FakeLog();
    const hub = new WatchHub(log);
    const errors: Error[] = [];
    const onError = (error: Error): void => void errors.push(error);
    hub.watch('', 1, { ...ignored, onEvents: () => undefined, onError });
    log.length = 10;
    log.compacted = 5;
    hub.wake();
    await until(() => errors.length === 1);
    expect(errors[0]).toEqual(new CompactedError(5));
    const failing = (): void => {
      throw new Error('no');
    };
    hub.watch('', 6, { ...ignored, onEvents: failing, onError });
    await until(() => errors.length === 2);
    expect(errors[1]?.message).toBe('no');
    expect(hub.idle).toBe(true);
  });

  it('may be closed by their own handler', async () => {
    const log = new FakeLog();
    log.length = 3000;
    const hub = new WatchHub(log);
    let calls = 0;
    const watch: Watch = hub.watch('', 1, {
      ...ignored,
      onEvents: () => {
        calls++;
        watch.close();
      },
    });
    await until(() => hub.idle);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(calls).toBe(1);
  });
});
