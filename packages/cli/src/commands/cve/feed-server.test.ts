/** The feed over real HTTP, and with a real curl where there is one. */
import { spawn, spawnSync } from 'node:child_process';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { builtInFeed } from '@bulkhead/audit/cve';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FeedServer, serveFeed } from './feed-server.js';

let server: FeedServer;
beforeAll(async () => {
  server = await serveFeed(builtInFeed(), '127.0.0.1', 0);
});
afterAll(() => server.close());

const at = (path: string): string => new URL(path, server.url).href;

describe('the served feed', () => {
  it.each(['/', '/index.json', '/feed.json?x=1', '/docs/reference/issues-security/official-cve-feed/index.json'])(
    'is at %s',
    async (path) => {
      const response = await fetch(at(path));
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('application/feed+json');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(await response.json()).toEqual(builtInFeed());
    },
  );

  it('answers HEAD with the same headers and no body', async () => {
    const [get, head] = [await fetch(server.url), await fetch(server.url, { method: 'HEAD' })];
    expect(await head.text()).toBe('');
    for (const name of ['content-length', 'etag', 'content-type']) {
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    }
    await get.body?.cancel();
  });

  it('is not sent again to who has it', async () => {
    const first = await fetch(server.url);
    await first.body?.cancel();
    const etag = first.headers.get('etag') ?? '';
    for (const header of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await fetch(server.url, { headers: { 'if-none-match': header } });
      expect(response.status).toBe(304);
      expect(response.headers.get('etag')).toBe(etag);
      expect(await response.text()).toBe('');
    }
    const other = await fetch(server.url, { headers: { 'if-none-match': '"other"' } });
    expect(other.status).toBe(200);
    await other.body?.cancel();
  });

  it.each([
    ['POST', '/index.json', 405],
    ['DELETE', '/', 405],
    ['GET', '/etc/passwd', 404],
    ['GET', '/index.json/', 404],
    ['PUT', '/other', 404],
  ])('%s %s is %i', async (method, path, status) => {
    const response = await fetch(at(path), { method, ...(method === 'POST' ? { body: 'x' } : {}) });
    expect(response.status).toBe(status);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('allow')).toBe(status === 405 ? 'GET, HEAD' : null);
    await response.text();
  });

  it('answers odd request targets', async () => {
    const { hostname, port } = new URL(server.url);
    const statuses = await Promise.all(
      ['//index.json', '/../index.json', 'http://other.example/index.json', '*'].map(
        (path) =>
          new Promise<number | undefined>((resolve, reject) => {
            const sent = request({ hostname, port, path }, (response) => {
              response.resume();
              resolve(response.statusCode);
            });
            sent.on('error', reject);
            sent.end();
          }),
      ),
    );
    expect(statuses).toEqual([404, 404, 404, 404]);
  });
});

/** The server must run in another process than a curl that blocks this one. */
describe('bulkhead cve --serve', () => {
  it('says where it is, answers curl, and stops in order', async () => {
    const root = fileURLToPath(new URL('../../../../../', import.meta.url));
    const child = spawn(`${root}bulkhead`, ['cve', '--serve', '--listen', '127.0.0.1:0', '--format', 'json']);
    const lines: string[] = [];
    let isAsked = false;
    const curl: { status?: number | null; stdout?: string } = {};
    child.stdout.on('data', (chunk: Buffer) => {
      lines.push(...chunk.toString('utf8').trim().split('\n'));
      const ready = JSON.parse(lines[0] ?? '{}') as { readonly url?: string };
      if (isAsked || ready.url === undefined) return;
      isAsked = true;
      Object.assign(curl, spawnSync('curl', ['-sSi', ready.url], { encoding: 'utf8' }));
      child.kill('SIGTERM');
    });
    const code = await new Promise((closed) => child.on('close', closed));
    expect(code).toBe(0);
    expect(lines.at(-1)).toBe('{"event":"stopped"}');
    if (curl.status === 0) {
      expect(curl.stdout).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
      expect(curl.stdout).toMatch(/\r\ncontent-type: application\/feed\+json\r\n/i);
      expect(curl.stdout).toContain('"version":"https://jsonfeed.org/version/1.1"');
    }
  }, 60_000);
});
