import type { IncomingHttpHeaders } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { send, startServer, type TestServer, transportTo } from './http-server.test-support.js';
import { proxyFor } from './proxy.js';
import { serverAddress } from './server-address.js';

let server: TestServer | undefined;
afterEach(() => server?.close());

const ASK = { path: '/x?y=1', accept: 'application/json', maxBytes: 1000 };

async function start(answer: Parameters<typeof startServer>[0]): Promise<string> {
  server = await startServer(answer);
  return server.url;
}

describe('a request', () => {
  it('goes below the path of the server, with credentials and whom they stand for', async () => {
    let headers: IncomingHttpHeaders = {};
    const url = await start((request, response) => {
      headers = request.headers;
      send(response, 200, { ok: true });
    });
    const transport = transportTo(`${url}/k8s/clusters/c-1/`, {
      credentials: { get: () => Promise.resolve({ authorization: 'Bearer t' }), forget: () => false },
      impersonation: new Map([['Impersonate-Group', ['a', 'b']]]),
    });
    expect((await transport.get(ASK)).body.toString()).toBe('{"ok":true}');
    expect(server?.asked).toEqual(['/k8s/clusters/c-1/x?y=1']);
    expect(headers).toMatchObject({ authorization: 'Bearer t', 'impersonate-group': 'a, b', 'user-agent': 'test' });
    transport.close();
  });

  it('has an answer that is unpacked, up to a limit', async () => {
    server = await startServer((request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync(Buffer.alloc(request.url === '/small' ? 900 : 50_000_000)));
    });
    const transport = transportTo(server.url);
    expect((await transport.get({ ...ASK, path: '/small' })).body).toHaveLength(900);
    await expect(transport.get({ ...ASK, path: '/bomb' })).rejects.toThrow("the server's answer is larger than");
    transport.close();
  });

  it.each([
    [{ 'content-encoding': 'br' }, 'packed as br, which was not asked for'],
    [{ 'content-encoding': 'gzip' }, 'gzip that cannot be unpacked'],
  ])('fails on %j', async (headers, message) => {
    const url = await start((_request, response) => send(response, 200, 'plain text', headers));
    await expect(transportTo(url).get(ASK)).rejects.toThrow(message);
  });

  it('never follows a redirect', async () => {
    const url = await start((_request, response) => send(response, 307, '', { location: 'https://evil.example/' }));
    await expect(transportTo(url).get(ASK)).rejects.toThrow('redirects to https://evil.example/');
    expect(server?.asked).toHaveLength(1);
  });

  it('is patient where the server asks for it, up to a limit', async () => {
    const url = await start((_request, response) => {
      if ((server?.asked.length ?? 0) < 3) send(response, 429, {}, { 'retry-after': '9999' });
      else send(response, 200, {});
    });
    expect((await transportTo(url).get(ASK)).status).toBe(200);
    server?.close();
    const always = await start((_request, response) => send(response, 503, {}));
    expect((await transportTo(always).get(ASK)).status).toBe(503);
    expect(server?.asked).toHaveLength(5);
  });

  it('asks for new credentials after 401, but not for ever', async () => {
    const url = await start((_request, response) => send(response, 401, {}));
    let forgotten = 0;
    const credentials = { get: () => Promise.resolve({}), forget: () => ++forgotten <= 2 };
    expect((await transportTo(url, { credentials }).get(ASK)).status).toBe(401);
    expect(server?.asked).toHaveLength(3);
  });

  it('ends where the server is silent, slow or floods headers', async () => {
    const silent = await start(() => undefined);
    await expect(transportTo(silent, {}, { idleMs: 50 }).get(ASK)).rejects.toThrow('it does not answer');
    server?.close();
    const slow = await start((_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(drip));
    });
    await expect(transportTo(slow, {}, { answerMs: 100 }).get(ASK)).rejects.toThrow(
      'did not finish its answer in time',
    );
    server?.close();
    const flood = await start((_request, response) => {
      response.setHeader(
        'Warning',
        Array.from({ length: 2000 }, (_, index) => `299 - "warning ${index} ${'x'.repeat(50)}"`),
      );
      send(response, 200, {});
    });
    await expect(transportTo(flood).get(ASK)).rejects.toThrow('its answer has headers without end');
  });

  it('tries again where a connection breaks, and then says so', async () => {
    const url = await start((request) => request.socket.resetAndDestroy());
    await expect(transportTo(url).get(ASK)).rejects.toThrow('it closed the connection');
    expect(server?.asked.length).toBeGreaterThan(1);
    server?.close();
    await expect(transportTo(url).get(ASK)).rejects.toThrow('nothing listens there');
    await expect(transportTo('http://no-such-name.invalid').get(ASK)).rejects.toThrow(
      'cannot reach http://no-such-name.invalid',
    );
  });

  it('says where a body broke off', async () => {
    const url = await start((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('x');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(transportTo(url).get(ASK)).rejects.toThrow(/broke off|closed the connection/);
  });
});

describe('the address of a server', () => {
  it.each([
    ['https://a', { isEncrypted: true, host: 'a', port: 443, prefix: '', shown: 'https://a' }],
    ['a:6443', { isEncrypted: true, host: 'a', port: 6443, shown: 'https://a:6443' }],
    ['https://[fd00::1]:6443/p/', { host: 'fd00::1', port: 6443, prefix: '/p' }],
  ])('%s', (text, expected) => {
    expect(serverAddress(text, false)).toMatchObject(expected);
  });

  it.each([
    ['', 'has no server'],
    ['ftp://a', 'is no address'],
    ['https://', 'is no address'],
    ['https://u:p@a', 'has a user in its address'],
    ['http://a', '--allow-http permits it'],
  ])('%j is refused', (text, message) => {
    expect(() => serverAddress(text, false)).toThrow(message);
  });
});

describe('the proxy before a server', () => {
  it('is no place where a key that cannot be read ends the program', async () => {
    const url = await start((_request, response) => response.end());
    server?.http.on('connect', (_request, socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    const transport = transportTo('https://a.example', {
      proxy: proxyFor(serverAddress('https://a.example', true), url, {}),
      credentials: {
        get: () => Promise.resolve({ certificate: { cert: 'none', key: 'none' } }),
        forget: () => false,
      },
    });
    await expect(transport.get(ASK)).rejects.toThrow('cannot reach https://a.example');
    transport.close();
  });

  const of = (url: string, configured: string, env: Record<string, string>) =>
    proxyFor(serverAddress(url, true), configured, env)?.shown;
  const env = (noProxy: string) => ({ HTTPS_PROXY: 'proxy:3128', NO_PROXY: noProxy });

  it('is the one of the kubeconfig, else of the environment', () => {
    expect(of('https://a', 'https://p:1', env('*'))).toBe('https://p:1');
    expect(of('https://a', '', env(''))).toBe('http://proxy:3128');
    expect(of('http://a', '', env(''))).toBeUndefined();
    expect(of('https://127.0.0.1', '', env(''))).toBeUndefined();
    expect(of('https://localhost', '', env(''))).toBeUndefined();
    expect(() => of('https://a', 'socks5://p', {})).toThrow('only http:// and https:// proxies');
    expect(() => of('https://a', 'http://u:100%@p', {})).toThrow('a % that escapes nothing');
    expect(proxyFor(serverAddress('https://a', true), 'http://u:p%40@q', {})).toMatchObject({
      authorization: `Basic ${Buffer.from('u:p@').toString('base64')}`,
      shown: 'http://q',
    });
  });

  it.each([
    ['*', 'https://a.b', true],
    ['b', 'https://a.b', true],
    ['a.b', 'https://a.b', true],
    ['.b', 'https://b', false],
    ['.b', 'https://a.b', true],
    ['c, b', 'https://xb', false],
    ['a.b:443', 'https://a.b', true],
    ['a.b:444', 'https://a.b', false],
    ['10.0.0.0/8', 'https://10.1.2.3:6443', true],
    ['10.0.0.0/8', 'https://11.1.2.3', false],
    ['10.1.2.3', 'https://10.1.2.3', true],
    ['fd00::/8', 'https://[fd00::1]', true],
    ['x/y,10.0.0.0/99', 'https://10.1.2.3', false],
  ])('NO_PROXY=%s excepts %s: %s', (list, url, excepted) => {
    expect(of(url, '', env(list)) === undefined).toBe(excepted);
  });
});
