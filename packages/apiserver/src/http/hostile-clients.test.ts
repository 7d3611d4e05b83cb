import { connect as connectTcp, type Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterEach, describe, expect, it } from 'vitest';
import { fetch1, fetch2, rawSocket, session2, sleep, type TestServer, testServer } from './listener.test-support.js';
import type { ApiRequest, ApiResponse } from './request.js';

let server: TestServer;
afterEach(() => server.listener.destroy());

/** Answers with how much it read. */
async function handler(request: ApiRequest): Promise<ApiResponse> {
  const body = request.method === 'GET' ? Buffer.alloc(0) : await request.body();
  return { status: 200, headers: {}, body: `${body.length} bytes` };
}

const POST = 'POST /x HTTP/1.1\r\nHost: x\r\n';

describe('slow clients', () => {
  const times = { handshakeMs: 200, headersMs: 200, idleMs: 400, transferMs: 300 };

  async function closedWithin(socket: Socket, limit: number): Promise<boolean> {
    const closed = new Promise<boolean>((resolve) => socket.on('close', () => resolve(true)));
    socket.on('error', () => {}).resume();
    return Promise.race([closed, sleep(limit).then(() => false)]);
  }

  it('lose the connection: no handshake, no request, half a request, an idle connection', async () => {
    server = await testServer(handler, times);
    const silent = connectTcp(server.listener.port, '127.0.0.1');
    const dripping = connectTcp(server.listener.port, '127.0.0.1');
    const drip = setInterval(() => dripping.write(Buffer.from([0x16])), 50);
    const open = await rawSocket(server);
    const half = await rawSocket(server);
    half.write('GET / HTTP/1.1\r\nHost: x\r\nX-A: ');
    const dribble = setInterval(() => half.write('a'), 50);
    const idle = await rawSocket(server);
    idle.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const idle2 = session2(server);
    await fetch2(idle2, { ':path': '/' });
    const ends = [silent, dripping, open, half, idle].map((socket) => closedWithin(socket, 2000));
    const end2 = new Promise((resolve) => idle2.on('close', () => resolve(true)));
    expect(await Promise.all([...ends, Promise.race([end2, sleep(2000)])])).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
    ]);
    clearInterval(drip);
    clearInterval(dribble);
    await expect.poll(() => server.listener.connections, { timeout: 1000 }).toBe(0);
  });

  it('that drip a body are cut off', async () => {
    server = await testServer(handler, times);
    const socket = await rawSocket(server);
    socket.write(`${POST}Content-Length: 1000\r\n\r\n`);
    const drip = setInterval(() => socket.write('a'), 50);
    expect(await closedWithin(socket, 3000)).toBe(true);
    clearInterval(drip);
  });

  it('that do not read a long answer are cut off, and memory stays bounded', async () => {
    const piece = Buffer.alloc(100_000, 'x');
    server = await testServer(
      async () => ({ status: 200, headers: {}, body: Array.from({ length: 1000 }, () => piece) }),
      times,
    );
    const before = process.memoryUsage().rss;
    const socket = await rawSocket(server);
    socket.pause();
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await sleep(200);
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
    await sleep(600);
    expect(server.listener.connections).toBe(0);
    socket.destroy();
  });

  it('of a stream make the writer wait, and are cut off when it does not', async () => {
    const pending: number[] = [];
    let reason: unknown;
    server = await testServer(
      async () => ({
        status: 200,
        headers: {},
        async stream(sink) {
          const piece = Buffer.alloc(100_000, 'x');
          while (!sink.signal.aborted) {
            sink.write(piece);
            pending.push(sink.pendingBytes);
            await new Promise((resolve) => setImmediate(resolve));
          }
          reason = sink.signal.reason;
        },
      }),
      { ...times, pendingBytes: 1_000_000 },
    );
    const socket = await rawSocket(server);
    socket.pause();
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await expect.poll(() => reason, { timeout: 5000 }).toBeInstanceOf(Error);
    expect(Math.max(...pending)).toBeLessThan(1_300_000);
    socket.destroy();
  });

  it('see each piece of a stream at once', async () => {
    let next: () => void = () => {};
    server = await testServer(async () => ({
      status: 200,
      headers: { 'Content-Type': 'application/json' },
      async stream(sink) {
        for (const text of ['one\n', 'two\n']) {
          await new Promise<void>((resolve) => {
            next = resolve;
          });
          sink.write(text);
        }
      },
    }));
    const session = session2(server);
    for (const transport of ['1', '2']) {
      let text = '';
      const take = (chunk: Buffer): void => void (text += String(chunk));
      if (transport === '1') {
        const socket = await rawSocket(server);
        socket.on('data', take).write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
        await expect.poll(() => text, { timeout: 1000 }).toContain('HTTP/1.1 200');
      } else {
        session.request({ ':path': '/' }).on('data', take);
        await sleep(100);
      }
      next();
      await expect.poll(() => text, { timeout: 1000 }).toContain('one');
      expect(text).not.toContain('two');
      next();
      await expect.poll(() => text, { timeout: 1000 }).toContain('two');
    }
    session.destroy();
  });
});

describe('clients that go away', () => {
  it('end the signal of their request', async () => {
    const reasons: string[] = [];
    server = await testServer(
      (request) =>
        new Promise((resolve) => {
          request.signal.addEventListener('abort', () => {
            reasons.push(String(request.signal.reason));
            resolve({ status: 200, headers: {}, body: 'too late' });
          });
        }),
    );
    const socket = await rawSocket(server);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const session = session2(server);
    const stream = session.request({ ':path': '/' });
    stream.on('error', () => {});
    await sleep(100);
    socket.destroy();
    stream.close(8);
    await expect.poll(() => reasons, { timeout: 1000 }).toHaveLength(2);
    session.destroy();
  });

  it('break off in the middle of anything, and others are served', async () => {
    server = await testServer(handler);
    for (let round = 0; round < 30; round++) {
      const socket = await rawSocket(server, round % 2 === 0 ? ['h2'] : ['http/1.1']);
      socket.write(
        round % 2 === 0 ? 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\x06\x04\0\0\0' : `${POST}Content-Length: 99\r\n\r\na`,
      );
      socket.destroy();
    }
    expect((await fetch1(server, { path: '/' })).status).toBe(200);
    await expect.poll(() => server.listener.connections, { timeout: 2000 }).toBe(0);
  });
});

describe('a handler that fails', () => {
  it('cuts its own request only', async () => {
    server = await testServer(async (request) => {
      if (request.target === '/bad') throw new Error('mistake');
      return { status: 200, headers: {}, body: 'fine' };
    });
    await expect(fetch1(server, { path: '/bad' })).rejects.toThrow();
    const session = session2(server);
    await expect(fetch2(session, { ':path': '/bad' })).rejects.toThrow();
    expect((await fetch2(session, { ':path': '/' })).text).toBe('fine');
    session.close();
  });

  it('and a stream that does shows that it is cut', async () => {
    server = await testServer(async () => ({
      status: 200,
      headers: {},
      async stream(sink) {
        sink.write('half');
        await sleep(10);
        throw new Error('mistake');
      },
    }));
    await expect(fetch1(server, { path: '/' })).rejects.toThrow();
    const session = session2(server);
    await expect(fetch2(session, { ':path': '/' })).rejects.toThrow();
    session.close();
  });

  it('runs a stream to its end also when the client went before it began', async () => {
    let ended = 0;
    let begin: () => void = () => {};
    server = await testServer(async () => {
      await new Promise<void>((resolve) => {
        begin = resolve;
      });
      return {
        status: 200,
        headers: {},
        async stream(sink) {
          expect([sink.signal.aborted, sink.write('x')]).toEqual([true, false]);
          await sink.drained();
          ended += 1;
        },
      };
    });
    const socket = await rawSocket(server);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await sleep(50);
    socket.destroy();
    await sleep(50);
    begin();
    const session = session2(server);
    const stream = session.request({ ':path': '/' });
    stream.on('error', () => {});
    await sleep(100);
    stream.close(8);
    await sleep(50);
    begin();
    await expect.poll(() => ended, { timeout: 1000 }).toBe(2);
    session.destroy();
  });
});

describe('floods', () => {
  it('of resets end the connection, not the process', async () => {
    server = await testServer(handler);
    const session = session2(server);
    const closed = new Promise((resolve) => session.on('close', () => resolve(true)));
    await new Promise((resolve) => session.once('connect', resolve));
    for (let count = 0; count < 6000 && !session.destroyed && !session.closed; count++) {
      const stream = session.request({ ':path': '/' });
      stream.on('error', () => {});
      stream.close(8);
      if (count % 200 === 0) await sleep(1);
    }
    expect(await Promise.race([closed, sleep(5000).then(() => false)])).toBe(true);
    expect((await fetch1(server, { path: '/' })).status).toBe(200);
  });

  it('of bytes that are no frames end the connection', async () => {
    server = await testServer(handler);
    const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
    const emptySettings = '\0\0\0\x04\0\0\0\0\0';
    const attacks = [
      'x'.repeat(1000),
      // HEADERS that are never complete, and a window that overflows.
      preface + emptySettings + '\0\0\x01\x01\0\0\0\0\x01\x82' + '\0\0\x01\x09\0\0\0\0\x01\x84'.repeat(5000),
      `${preface}${emptySettings}\0\0\x04\x08\0\0\0\0\0\x7f\xff\xff\xff`,
      preface + emptySettings.repeat(10_000),
      preface + emptySettings + '\0\0\x08\x06\0\0\0\0\0abcdefgh'.repeat(10_000),
    ];
    for (const attack of attacks) {
      const socket = await rawSocket(server, ['h2']);
      socket.resume();
      socket.write(Buffer.from(attack, 'latin1'));
      await sleep(50);
      socket.destroy();
    }
    const session = session2(server);
    expect((await fetch2(session, { ':path': '/' })).status).toBe(200);
    session.close();
  });

  it('of connections from one address close the oldest of those that say nothing', async () => {
    server = await testServer(handler, { unknownConnections: 20 });
    const sockets = await Promise.all(Array.from({ length: 20 }, () => rawSocket(server)));
    await sleep(1100);
    for (let count = 0; count < 10; count++) sockets.push(await rawSocket(server));
    await sleep(50);
    expect(sockets.slice(0, 10).every((socket) => socket.destroyed || socket.readableEnded)).toBe(true);
    expect(server.listener.connections).toBe(20);
    for (const socket of sockets) socket.destroy();
  });

  it('of 1,000 idle connections leave the process quick and small', async () => {
    server = await testServer(handler, { unknownConnections: 2000 });
    const before = process.memoryUsage().rss;
    const sockets: Awaited<ReturnType<typeof rawSocket>>[] = [];
    for (let batch = 0; batch < 20; batch++) {
      sockets.push(...(await Promise.all(Array.from({ length: 50 }, () => rawSocket(server)))));
    }
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    const start = performance.now();
    expect((await fetch1(server, { path: '/' })).status).toBe(200);
    expect(performance.now() - start).toBeLessThan(250);
    delay.disable();
    // Both ends of each connection live in this process.
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
    for (const socket of sockets) socket.destroy();
  }, 30_000);
});
