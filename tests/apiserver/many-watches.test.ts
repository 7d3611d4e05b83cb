/** Very many open watches: each gets each change, memory stays bounded, and the server goes on. */
import { type ClientHttp2Session, connect } from 'node:http2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminCredential, Client } from './http-client.test-support.js';
import { hasProc, type RunningServer, startServer } from './server.test-support.js';

const WATCHES = Number(process.env['BULKHEAD_WATCHES'] ?? 2000);
/** Of an HTTP/2 connection, as the server allows them. */
const PER_CONNECTION = 90;
const MAPS = '/api/v1/namespaces/default/configmaps';
const MIB = 1 << 20;

describe.skipIf(!hasProc)('many watches', () => {
  let server: RunningServer;
  let admin: Client;
  const sessions: ClientHttp2Session[] = [];
  beforeAll(async () => {
    server = await startServer();
    admin = new Client(server, adminCredential(server));
  }, 60_000);
  afterAll(async () => {
    for (const session of sessions) session.destroy();
    admin.close();
    await server.stop();
  });

  const limits = { timeout: 30_000 + WATCHES * 10 };
  it(`${WATCHES} of them see every change, and go`, limits, async () => {
    const before = server.rss();
    let opened = 0;
    let events = 0;
    const watch = (session: ClientHttp2Session): void => {
      const stream = session.request({ ':path': `${MAPS}?watch=true&resourceVersion=${start}` });
      stream.on('response', ({ ':status': status }) => {
        if (status === 200) opened++;
      });
      stream.on('data', (chunk: Buffer) => {
        events += String(chunk).split('"type":"ADDED"').length - 1;
      });
      stream.on('error', () => undefined);
    };
    const start = (await admin.ask('GET', MAPS)).body.metadata.resourceVersion;
    for (let left = WATCHES; left > 0; left -= PER_CONNECTION) {
      const session = connect(server.url, { ca: server.authorityPEM, ...adminCredential(server) });
      session.on('error', () => undefined);
      sessions.push(session);
      for (let index = 0; index < Math.min(left, PER_CONNECTION); index++) watch(session);
    }
    await expect.poll(() => opened, { timeout: 15_000 + WATCHES * 3 }).toBe(WATCHES);
    const made = 5;
    for (let index = 0; index < made; index++) {
      expect((await admin.ask('POST', MAPS, { body: { metadata: { name: `seen-${index}` } } })).status).toBe(201);
    }
    await expect.poll(() => events, { timeout: 15_000 + WATCHES * 3 }).toBe(WATCHES * made);
    const from = performance.now();
    expect((await admin.ask('GET', '/livez')).text).toBe('ok');
    expect(performance.now() - from).toBeLessThan(1000);
    const grown = server.rss() - before;
    process.stderr.write(`${WATCHES} open watches hold ${Math.round(grown / MIB)} MiB\n`);
    expect(grown).toBeLessThan(100 * MIB + WATCHES * 50_000);
    for (const session of sessions) session.destroy();
    expect((await admin.ask('GET', MAPS)).body.items.length).toBeGreaterThanOrEqual(made);
  });
});
