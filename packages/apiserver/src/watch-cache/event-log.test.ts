import { describe, expect, it } from 'vitest';
import type { CachedObject, CacheEvent } from '../registry/kube-object.js';
import { EventLog } from './event-log.js';

function change(revision: number, size: number): CacheEvent {
  const object: CachedObject = {
    key: '/registry/configmaps/a/b',
    namespace: 'a',
    name: 'b',
    revision,
    object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} },
    bytes: Buffer.alloc(size),
  };
  return { type: 'ADDED', object, previous: undefined };
}

describe('EventLog', () => {
  it('keeps the changes of some minutes', () => {
    const log = new EventLog(0);
    for (let revision = 1; revision <= 3000; revision++) log.append(change(revision, 10), 0);
    expect([log.since, log.after(0).length]).toEqual([0, 3000]);
    log.append(change(3001, 10), 10 * 60_000);
    expect([log.since, log.after(log.since).length]).toEqual([1977, 1024]);
    expect(log.after(3000).map(({ object }) => object.revision)).toEqual([3001]);
  });

  it('keeps fewer of large objects', () => {
    const log = new EventLog(0);
    for (let revision = 1; revision <= 300; revision++) log.append(change(revision, 1024 * 1024), 0);
    expect([log.since, log.after(200).length]).toEqual([200, 100]);
    for (let revision = 301; revision <= 2500; revision++) log.append(change(revision, 100), 0);
    expect(log.after(log.since).map(({ object }) => object.revision)).toEqual(
      Array.from({ length: 2500 - log.since }, (_, index) => log.since + 1 + index),
    );
  });
});
