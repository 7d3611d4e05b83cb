/**
 * Clients that send what no client should: the right Status, memory that stays bounded, others served meanwhile, and
 * the same process at the end.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adminCredential, Client, sleep } from './http-client.test-support.js';
import { exchange } from './raw-exchange.test-support.js';
import { hasProc, type RunningServer, startServer } from './server.test-support.js';

const MAPS = '/api/v1/namespaces/default/configmaps';
const MIB = 1 << 20;
const JSON_TYPE = 'application/json';

describe.skipIf(!hasProc)('bad input', () => {
  let server: RunningServer;
  let admin: Client;
  let stranger: Client;
  let before = 0;
  let probe: ReturnType<typeof prober>;
  beforeAll(async () => {
    server = await startServer();
    admin = new Client(server, adminCredential(server));
    stranger = new Client(server);
  }, 60_000);
  beforeEach(() => {
    before = server.rss();
    probe = prober();
  });
  afterEach(async () => {
    expect(await probe.stop(), 'ms that /livez took at most').toBeLessThan(4000);
    expect(server.isRunning()).toBe(true);
  });
  afterAll(async () => {
    expect(server.complaints()).not.toMatch(/Error|panic/);
    admin.close();
    stranger.close();
    expect(await server.stop()).toBe(0);
  });

  /** Asks for /livez on a connection of its own all the time. */
  function prober() {
    let isOver = false;
    let slowestMs = 0;
    const running = (async () => {
      while (!isOver) {
        const from = performance.now();
        expect((await stranger.ask('GET', '/livez')).text).toBe('ok');
        slowestMs = Math.max(slowestMs, performance.now() - from);
        await sleep(50);
      }
    })();
    return {
      async stop(): Promise<number> {
        isOver = true;
        await running;
        return slowestMs;
      },
    };
  }

  const post = (body: string | Buffer, type = JSON_TYPE, target = MAPS) =>
    admin.ask('POST', target, { body, headers: { 'Content-Type': type } });
  const grown = () => server.rss() - before;
  /** The server's own words to one request that is written as it is. */
  const raw = async (text: string | Buffer, limitMs?: number) =>
    (await exchange(admin, Buffer.from(text as string, 'latin1'), limitMs))[0];

  it.each([
    ['nothing', ''],
    ['half an object', '{"metadata":{"name":"x"}'],
    ['no JSON', 'not json at all'],
    ['a list', '[1,2,3]'],
    ['a number', '7'],
    ['another kind', '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x"}}'],
    ['a map where text belongs', '{"metadata":{"name":{"a":1}}}'],
    ['a comma too many', '{"metadata":{"name":"x",}}'],
    ['NaN', '{"metadata":{"name":"x","generation":NaN}}'],
    ['zero bytes', '\0\0\0\0'],
  ])('malformed: %s', async (_, body) => {
    const answer = await post(body);
    expect([400, 422], answer.text).toContain(answer.status);
    expect(answer.body).toMatchObject({ kind: 'Status', status: 'Failure', code: answer.status });
  });

  it.each(['text/plain', 'application/xml', 'application/cbor', 'multipart/form-data', 'json', 'a/b/c'])(
    'content type %s',
    async (type) => {
      const answer = await post('{"metadata":{"name":"x"}}', type);
      expect([400, 415], answer.text).toContain(answer.status);
      expect(answer.body).toMatchObject({ kind: 'Status', status: 'Failure' });
    },
  );

  it.each(['text/html', 'application/xml', 'image/*', 'a'.repeat(5000), 'application/json;as=Nonsense;g=x;v=y'])(
    'accept %.40s',
    async (accept) => {
      const answer = await admin.ask('GET', MAPS, { headers: { Accept: accept } });
      expect(answer.status).toBe(406);
    },
  );

  it.each(['application/json', 'text/plain', 'application/merge-patch+yaml', 'Application/Merge-Patch+JSON'])(
    'patch of type %s',
    async (type) => {
      const answer = await admin.ask('PATCH', `${MAPS}/kube-root-ca.crt`, {
        body: '{}',
        headers: { 'Content-Type': type },
      });
      expect([answer.status, answer.body.reason]).toEqual([415, 'UnsupportedMediaType']);
    },
  );

  it('bodies of 5 MB, declared and chunked, many at once', async () => {
    const body = `{"metadata":{"name":"big"},"data":{"a":"${'x'.repeat(5 * MIB)}"}}`;
    const chunked = { 'Transfer-Encoding': 'chunked', 'Content-Type': JSON_TYPE };
    const answers = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const headers = index % 2 === 0 ? chunked : { 'Content-Type': JSON_TYPE };
        return admin.ask('POST', MAPS, { body, headers }).catch((error: unknown) => error);
      }),
    );
    const refused = answers.filter((answer) => !(answer instanceof Error));
    for (const answer of refused) {
      expect(answer).toMatchObject({ status: 413, body: { reason: 'RequestEntityTooLarge' } });
    }
    expect(refused.length).toBeGreaterThan(0);
    expect(grown()).toBeLessThan(150 * MIB);
  });

  it('bodies of just under the limit, many at once', async () => {
    const body = `{"metadata":{"name":"big"},"data":{"a":"${'x'.repeat(2.9 * MIB)}"}}`;
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(body)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 422));
    expect(grown()).toBeLessThan(400 * MIB);
  });

  it('a zipped bomb is not unzipped', async () => {
    const answer = await admin.ask('POST', MAPS, {
      body: Buffer.alloc(100_000, 0x1f),
      headers: { 'Content-Type': JSON_TYPE, 'Content-Encoding': 'gzip' },
    });
    expect(answer.status).toBe(400);
  });

  it.each([
    ['arrays', (depth: number) => '['.repeat(depth) + ']'.repeat(depth)],
    ['maps', (depth: number) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)],
  ])('nested %s: 900, 1,000, 9,999, 100,000 and 500,000 levels', async (_, nest) => {
    for (const depth of [900, 1000, 9999, 100_000, 500_000]) {
      const unknown = await post(`{"metadata":{"name":"deep"},"x":${nest(depth)}}`, JSON_TYPE, `${MAPS}?dryRun=All`);
      expect([201, 400], `${depth}: ${unknown.text.slice(0, 300)}`).toContain(unknown.status);
      if (depth > 10_000) expect(unknown.body.message).toContain('exceeded max depth');
      const yaml = await post(`metadata: {name: deep}\nx: ${nest(depth)}\n`, 'application/yaml', `${MAPS}?dryRun=All`);
      expect([201, 400], `${depth}: ${yaml.text.slice(0, 300)}`).toContain(yaml.status);
      for (const type of ['application/merge-patch+json', 'application/strategic-merge-patch+json']) {
        const patched = await admin.ask('PATCH', `${MAPS}/kube-root-ca.crt?dryRun=All`, {
          body: `{"x":${nest(depth)}}`,
          headers: { 'Content-Type': type },
        });
        expect([200, 400, 413, 422], `${type} ${depth}: ${patched.text.slice(0, 300)}`).toContain(patched.status);
      }
    }
    expect(grown()).toBeLessThan(300 * MIB);
  });

  it('aliases that multiply', async () => {
    const levels = Array.from({ length: 20 }, (_, level) =>
      level === 0 ? 'a0: &a0 [x,x,x,x,x,x,x,x,x,x]' : `a${level}: &a${level} [${`*a${level - 1},`.repeat(9)}]`,
    );
    const answer = await post(levels.join('\n'), 'application/yaml');
    expect([answer.status, answer.body.message]).toEqual([400, expect.stringContaining('excessive aliasing')]);
    expect(grown()).toBeLessThan(150 * MIB);
  });

  it('text that is no UTF-8 is stored as something that is', async () => {
    const bytes = Buffer.from('{"metadata":{"name":"odd"},"data":{"a":"\xff\xfe\x80","b":"\\ud800"}}', 'latin1');
    const made = await post(bytes);
    expect([made.status, made.body.data]).toEqual([201, { a: '\ufffd\ufffd\ufffd', b: '\ufffd' }]);
    expect((await admin.ask('GET', `${MAPS}/odd`)).body.data).toEqual(made.body.data);
    const path = await raw(`GET ${MAPS}/%ff%fe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(path?.status).toBe(404);
  });

  it.each([
    ['%zz', 400],
    ['%', 400],
    ['../../../../etc/passwd', 404],
    ['..%2f..%2fsecrets', 404],
    ['%2e%2e', 400],
    ['a%00b', 404],
    ['a%0d%0aX-Injected:%20yes', 404],
    ['%252e%252e', 400],
    // Slashes at the end are none.
    ['//', 200],
    ['a/status/extra', 404],
  ])('path %s', async (name, status) => {
    const answer = await raw(`GET ${MAPS}/${name} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer?.status, answer?.body).toBe(status);
    expect(answer?.headers.has('x-injected')).toBe(false);
  });

  it('floods of headers', async () => {
    const ask = (lines: string) => raw(`GET ${MAPS} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${lines}\r\n`);
    const many = (count: number) => Array.from({ length: count }, (_, index) => `X-${index}: v\r\n`).join('');
    expect((await ask(many(5000)))?.status).toBe(200);
    expect((await ask(many(10_050)))?.status).toBe(431);
    // Also who still writes when he is refused gets to read why.
    expect((await ask(`X-Long: ${'x'.repeat(1_200_000)}\r\n`))?.status).toBe(431);
    // None is forgotten: the last one decides who asks.
    const who = await ask(`${many(3000)}Impersonate-User: nobody\r\n`);
    expect([who?.status, who?.body]).toEqual([403, expect.stringContaining('User \\"nobody\\"')]);
    expect(grown()).toBeLessThan(200 * MIB);
  });

  it('queries without end', async () => {
    const parameters = Array.from({ length: 40_000 }, (_, index) => `p${index}=v`).join('&');
    expect((await admin.ask('GET', `${MAPS}?${parameters}`)).status).toBe(200);
    const names = Array.from({ length: 20_000 }, (_, index) => `n${index}`).join(',');
    const selected = await admin.ask('GET', `${MAPS}?labelSelector=${encodeURIComponent(`a in (${names})`)}`);
    expect([selected.status, selected.body.items]).toEqual([200, []]);
    expect((await admin.ask('GET', `${MAPS}?labelSelector=${'('.repeat(100_000)}`)).status).toBe(400);
    expect((await admin.ask('GET', `${MAPS}?limit=abc`)).status).toBe(400);
    expect((await admin.ask('GET', `${MAPS}?limit=5&continue=${'A'.repeat(100_000)}`)).status).toBe(400);
  });

  it('patches that are too much', async () => {
    const patch = (body: unknown, type: string) =>
      admin.ask('PATCH', `${MAPS}/kube-root-ca.crt?dryRun=All`, { body, headers: { 'Content-Type': type } });
    const operations = Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/kind', value: 'ConfigMap' }));
    const tooMany = await patch(operations, 'application/json-patch+json');
    expect([tooMany.status, tooMany.body.message]).toEqual([413, expect.stringContaining('10000, got 10001')]);
    const doubling = [
      { op: 'add', path: '/data/a', value: 'x'.repeat(1000) },
      ...Array.from({ length: 40 }, (_, step) => ({ op: 'copy', from: '/data', path: `/data/c${step}` })),
    ];
    const doubled = await patch(doubling, 'application/json-patch+json');
    expect(doubled.status).toBeGreaterThanOrEqual(400);
    expect(grown()).toBeLessThan(300 * MIB);
  });

  it('connections that say nothing, or little by little, do not keep others out', async () => {
    const sockets = await Promise.all(Array.from({ length: 150 }, () => stranger.socket()));
    for (const [index, socket] of sockets.entries()) {
      if (index % 3 === 0) socket.write('GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: ');
      if (index % 3 === 1) socket.write(`POST ${MAPS} HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{`);
    }
    for (let round = 0; round < 10; round++) {
      for (const socket of sockets) socket.write('a');
      await sleep(100);
    }
    expect((await admin.ask('GET', '/readyz')).text).toBe('ok');
    for (const socket of sockets) socket.destroy();
    expect(grown()).toBeLessThan(100 * MIB);
  });
});
