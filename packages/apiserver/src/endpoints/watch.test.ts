import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { streamLines, testServer } from '../api-server.test-support.js';
import type { ResponseSink } from '../http/request.js';

const TARGET = '/api/v1/namespaces/default/configmaps';

/** A client that reads nothing: its socket never takes more. */
function stuckSink(): { readonly sink: ResponseSink; readonly chunks: unknown[] } {
  const chunks: unknown[] = [];
  const sink: ResponseSink = {
    write(chunk) {
      chunks.push(chunk);
      return false;
    },
    drained: () => new Promise(() => undefined),
    signal: new AbortController().signal,
    pendingBytes: 0,
  };
  return { sink, chunks };
}

describe('watches', () => {
  it('end with their time though the client reads nothing', async () => {
    const api = await testServer();
    await api.ask('POST', TARGET, { body: { metadata: { name: 'a' } } });
    await api.ask('POST', TARGET, { body: { metadata: { name: 'b' } } });
    const { sink, chunks } = stuckSink();
    const response = await api.raw('GET', `${TARGET}?watch=1&timeoutSeconds=1`);
    const ended = response.stream?.(sink).then(() => 'ended');
    expect(await Promise.race([ended, sleep(3000, 'stuck')])).toBe('ended');
    expect(chunks).toHaveLength(1);
  });

  it('end when too much waits for a client that reads nothing', async () => {
    const api = await testServer();
    await api.ask('POST', TARGET, { body: { metadata: { name: 'a' } } });
    const { sink } = stuckSink();
    const response = await api.raw('GET', `${TARGET}?watch=1`);
    const ended = response.stream?.(sink).then(() => 'ended');
    const cache = api.server.caches.cache('', 'configmaps');
    const stored = cache?.get('default', 'a');
    if (cache === undefined || stored === undefined) throw new Error('not stored');
    for (let revision = 1; revision <= 10_001; revision++) {
      cache.put({ ...stored, revision: stored.revision + revision }, 0);
    }
    expect(await Promise.race([ended, sleep(3000, 'stuck')])).toBe('ended');
  });

  it('end when few large changes wait', async () => {
    const api = await testServer();
    await api.ask('POST', TARGET, { body: { metadata: { name: 'a' } } });
    const { sink } = stuckSink();
    const response = await api.raw('GET', `${TARGET}?watch=1`);
    const ended = response.stream?.(sink).then(() => 'ended');
    const cache = api.server.caches.cache('', 'configmaps');
    const stored = cache?.get('default', 'a');
    if (cache === undefined || stored === undefined) throw new Error('not stored');
    const bytes = Buffer.alloc(1024 * 1024);
    for (let more = 1; more <= 18; more++) cache.put({ ...stored, bytes, revision: stored.revision + more }, 0);
    expect(await Promise.race([ended, sleep(3000, 'stuck')])).toBe('ended');
  });

  it('do not tell what happened before the revision that they begin after', async () => {
    const api = await testServer();
    const future = api.server.caches.revision + 2;
    const response = await api.raw('GET', `${TARGET}?watch=1&timeoutSeconds=1&resourceVersion=${future}`);
    const { lines, done } = streamLines(response, new AbortController().signal);
    for (const name of ['a', 'b', 'c']) await api.ask('POST', TARGET, { body: { metadata: { name } } });
    await done;
    const told = lines.map((line) => Number(JSON.parse(line).object.metadata.resourceVersion));
    expect(told).toEqual([future + 1]);
  });

  it('last as long as usual when their time is none', async () => {
    const api = await testServer();
    for (const seconds of ['0', '-5', '99999999999']) {
      const stop = new AbortController();
      const response = await api.raw('GET', `${TARGET}?watch=1&timeoutSeconds=${seconds}`, { signal: stop.signal });
      const { done } = streamLines(response, stop.signal);
      expect(await Promise.race([done.then(() => 'ended'), sleep(50, 'open')])).toBe('open');
      stop.abort();
      await done;
    }
  });
});

describe('continue tokens', () => {
  const token = (rv: unknown): string =>
    Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv, start: 'a\0' })).toString('base64url');

  it('name revisions that are there', async () => {
    const api = await testServer();
    expect((await api.ask('GET', `${TARGET}?continue=${token(1.5)}`)).status).toBe(400);
    expect((await api.ask('GET', `${TARGET}?continue=${token(99_999_999)}`)).status).toBe(504);
  });
});
