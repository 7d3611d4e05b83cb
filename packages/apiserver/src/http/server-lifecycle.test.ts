import { afterEach, describe, expect, it } from 'vitest';
import { fetch1, fetch2, rawSocket, session2, sleep, type TestServer, testServer } from './listener.test-support.js';
import { person, profileFor } from './request-context.test-support.js';
import { serverChain } from './server-chain.js';
import { ServerLifecycle } from './server-lifecycle.js';

let server: TestServer;
afterEach(() => server.listener.destroy());

async function start(delayMs: number) {
  const lifecycle = new ServerLifecycle();
  const events: string[] = [];
  const chain = serverChain({
    profile: profileFor(35),
    observers: [lifecycle.observer],
    stages: [
      (context, next) => {
        context.user = person('alice');
        return next(context);
      },
    ],
    async handler({ info, request }) {
      if (info.verb === 'watch') {
        return {
          status: 200,
          headers: {},
          async stream(sink) {
            sink.write('{}\n');
            await new Promise((resolve) => request.signal.addEventListener('abort', resolve));
            sink.write('last\n');
            events.push('watch ends');
          },
        };
      }
      await sleep(info.path === '/fast' ? 0 : delayMs);
      return { status: 200, headers: {}, body: 'done' };
    },
  });
  server = await testServer(chain.handle);
  return { lifecycle, events };
}

describe('shutdown', () => {
  it('lets requests finish, ends watches, closes idle connections, then flushes', async () => {
    const { lifecycle, events } = await start(300);
    const idle = await rawSocket(server);
    const session = session2(server);
    const slow = fetch1(server, { path: '/slow' });
    const slow2 = fetch2(session, { ':path': '/slow' });
    const watch = fetch1(server, { path: '/api/v1/pods?watch=1' });
    const watch2 = fetch2(session, { ':path': '/api/v1/pods?watch=1' });
    await expect.poll(() => lifecycle.requests).toEqual({ short: 2, long: 2 });
    const finish = [async () => void events.push('audit'), async () => void events.push('store')];
    const ended = lifecycle.shutdown({ listener: server.listener, finish });
    expect(lifecycle.isShuttingDown).toBe(true);
    expect((await slow).text).toBe('done');
    expect((await slow2).text).toBe('done');
    expect((await watch).text).toBe('{}\nlast\n');
    expect((await watch2).text).toBe('{}\nlast\n');
    await ended;
    expect(events).toEqual(['watch ends', 'watch ends', 'audit', 'store']);
    expect(idle.destroyed || idle.readableEnded || server.listener.connections === 0).toBe(true);
    await expect(fetch1(server, { path: '/fast' })).rejects.toThrow(/ECONNREFUSED/);
  });

  it('first only fails readiness', async () => {
    const { lifecycle } = await start(0);
    const ended = lifecycle.shutdown({ listener: server.listener, delayMs: 200 });
    await sleep(50);
    expect([lifecycle.isShuttingDown, (await fetch1(server, { path: '/fast' })).status]).toEqual([true, 200]);
    await ended;
  });

  it('tells late requests of a known connection that it ends', async () => {
    const { lifecycle } = await start(400);
    const session = session2(server);
    const slow = fetch2(session, { ':path': '/slow' });
    const socket = await rawSocket(server);
    socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET /api/v1/pods HTTP/1.1\r\nHost: x\r\n\r\n');
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += String(chunk);
    });
    await expect.poll(() => lifecycle.requests.short).toBe(2);
    await lifecycle.shutdown({ listener: server.listener });
    expect((await slow).status).toBe(200);
    expect(text.match(/HTTP\/1\.1 \d+/g)?.[0]).toBe('HTTP/1.1 200');
    expect(text).not.toContain('"code":200');
  });

  it('tells them to come again when it is asked to', async () => {
    const { lifecycle } = await start(300);
    const slow = fetch1(server, { path: '/slow' });
    await expect.poll(() => lifecycle.requests.short).toBe(1);
    const ended = lifecycle.shutdown({ listener: server.listener, sendRetryAfter: true, drainMs: 1000 });
    await sleep(50);
    const late = await fetch1(server, { path: '/late' });
    expect([late.status, late.text, late.headers['retry-after'], late.headers.connection]).toEqual([
      429,
      'The apiserver is shutting down, please try again later.\n',
      '5',
      'close',
    ]);
    expect((await fetch1(server, { path: '/readyz' })).status).toBe(200);
    expect((await slow).text).toBe('done');
    await ended;
  });

  it('does not wait for ever', async () => {
    const { lifecycle } = await start(60_000);
    const stuck = fetch1(server, { path: '/stuck' });
    const failed = expect(stuck).rejects.toThrow();
    await expect.poll(() => lifecycle.requests.short).toBe(1);
    const began = Date.now();
    await lifecycle.shutdown({ listener: server.listener, drainMs: 100 });
    expect(Date.now() - began).toBeLessThan(1500);
    await failed;
  });

  it('refuses what comes on a connection that is still there', async () => {
    const lifecycle = new ServerLifecycle();
    const chain = serverChain({
      profile: profileFor(35),
      observers: [lifecycle.observer],
      stages: [],
      handler: async () => ({ status: 200, headers: {} }),
    });
    server = await testServer(chain.handle);
    const none = { drain: async () => {}, destroy: async () => {} };
    await lifecycle.shutdown({ listener: none });
    const late = await fetch1(server, { path: '/late' });
    expect([late.status, late.headers['retry-after'], JSON.parse(late.text).message]).toEqual([
      503,
      '1',
      'apiserver is shutting down',
    ]);
  });
});
