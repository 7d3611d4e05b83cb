import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { ListenError } from './listen-error.js';
import { listen } from './listener.js';
import {
  fetch1,
  fetch2,
  rawSocket,
  received,
  session2,
  sharedCertificates,
  type TestServer,
  testCertificates,
  testServer,
} from './listener.test-support.js';
import type { ApiRequest, ApiResponse } from './request.js';

let server: TestServer;
afterEach(() => server.listener.destroy());

const text = (body: string, status = 200): ApiResponse => ({ status, headers: { 'Content-Type': 'text/plain' }, body });

/** Tells back what came. */
async function echo(request: ApiRequest): Promise<ApiResponse> {
  const body = await request.body();
  const seen = {
    method: request.method,
    target: request.target,
    headers: [...request.headers],
    bytes: body.length,
    protocol: request.connection?.protocol,
    certificates: request.clientCertificates.length,
  };
  return text(JSON.stringify(seen));
}

describe('both protocols', () => {
  it('serves HTTP/1.1 and HTTP/2 on one port, with all that a request has', async () => {
    server = await testServer(echo);
    const one = JSON.parse((await fetch1(server, { path: '/a?b=c', method: 'POST', body: 'xyz' })).text);
    expect(one).toMatchObject({ method: 'POST', target: '/a?b=c', bytes: 3, protocol: 'HTTP/1.1', certificates: 0 });
    const session = session2(server);
    const two = JSON.parse((await fetch2(session, { ':path': '/a?b=c', ':method': 'POST' }, 'xyz')).text);
    expect(two).toMatchObject({ method: 'POST', target: '/a?b=c', bytes: 3, protocol: 'HTTP/2.0', certificates: 0 });
    session.close();
  });

  it('hands on client certificates without judging them', async () => {
    server = await testServer(echo);
    const { clientCert, clientKey } = testCertificates();
    const answer = await fetch1(server, { path: '/', cert: clientCert, key: clientKey });
    expect(JSON.parse(answer.text).certificates).toBe(1);
  });

  it('keeps headers that come twice apart, and reads values as UTF-8', async () => {
    server = await testServer(echo);
    const socket = await rawSocket(server);
    const head = 'GET / HTTP/1.1\r\nHost: x\r\nX-A: one\r\nx-a: two\r\nX-B: \u00c3\u00a9\r\nConnection: close\r\n\r\n';
    socket.write(Buffer.from(head, 'latin1'));
    const answer = Buffer.from(await received(socket), 'latin1').toString('utf8');
    const { headers } = JSON.parse(answer.slice(answer.indexOf('{')));
    expect(headers).toContainEqual(['x-a', ['one', 'two']]);
    expect(headers).toContainEqual(['x-b', ['é']]);
  });

  it('keeps all of 5,000 headers', async () => {
    server = await testServer(echo);
    const headers = Object.fromEntries(Array.from({ length: 4990 }, (_, index) => [`x-${index}`, 'b']));
    const one = await fetch1(server, { path: '/', headers: { ...headers, 'impersonate-user': 'bob' } });
    expect(JSON.parse(one.text).headers).toContainEqual(['impersonate-user', ['bob']]);
    const session = session2(server);
    const two = await fetch2(session, { ':path': '/', ...headers, 'impersonate-user': 'bob' });
    expect(JSON.parse(two.text).headers).toContainEqual(['impersonate-user', ['bob']]);
    session.close();
  });

  it('answers HEAD without a body, and a length', async () => {
    server = await testServer(async () => text('hello'));
    const answer = await fetch1(server, { path: '/', method: 'HEAD' });
    expect([answer.status, answer.text, answer.headers['content-length']]).toEqual([200, '', '5']);
    const session = session2(server);
    const two = await fetch2(session, { ':path': '/', ':method': 'HEAD' });
    expect([two.status, two.text, two.headers['content-length']]).toEqual([200, '', '5']);
    session.close();
  });

  it('answers OPTIONS * itself', async () => {
    server = await testServer(async () => text('', 500));
    const socket = await rawSocket(server);
    socket.write('OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(await received(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });
});

describe('answers', () => {
  it('compresses what is longer than 128 KiB when the client takes it', async () => {
    const list = Array.from({ length: 3000 }, (_, index) => `{"name":"object-${index}","text":"${'x'.repeat(60)}"}`);
    server = await testServer(async () => ({ status: 200, headers: {}, body: list }));
    const packed = await fetch1(server, { path: '/', headers: { 'accept-encoding': 'gzip' } });
    expect([packed.headers['content-encoding'], packed.headers.vary]).toEqual(['gzip', 'Accept-Encoding']);
    expect(String(gunzipSync(packed.body))).toBe(list.join(''));
    const plain = await fetch1(server, { path: '/' });
    expect([plain.headers['content-encoding'], plain.text]).toEqual([undefined, list.join('')]);
    expect(plain.headers['content-length']).toBe(String(list.join('').length));
  });

  it('writes bodies of many and of large pieces as they are', async () => {
    const large = randomBytes(3_000_000);
    const pieces = ['start', large, 'é', Buffer.from('end')];
    server = await testServer(async () => ({ status: 200, headers: {}, body: pieces }));
    const whole = Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));
    expect((await fetch1(server, { path: '/' })).body.equals(whole)).toBe(true);
    const session = session2(server);
    expect((await fetch2(session, { ':path': '/' })).body.equals(whole)).toBe(true);
    session.close();
  });

  it('sends header values as UTF-8 and never breaks the line', async () => {
    server = await testServer(async () => ({ status: 200, headers: { Warning: ['a\r\nX-Evil: 1', 'é'] }, body: '' }));
    const answer = await fetch1(server, { path: '/' });
    expect(answer.headers['x-evil']).toBeUndefined();
    expect(answer.headers.warning).toBe(`aX-Evil: 1, ${Buffer.from('é').toString('latin1')}`);
  });
});

describe('listening', () => {
  it('says in one line that a port is taken', async () => {
    server = await testServer(echo);
    const tls = sharedCertificates();
    const second = listen({ host: '127.0.0.1', port: server.listener.port, tls, handler: echo });
    await expect(second).rejects.toThrow(ListenError);
    await expect(second).rejects.toThrow(/^cannot listen on 127\.0\.0\.1:\d+: another process uses the port; stop it/);
  });

  it('serves a new certificate without a restart', async () => {
    server = await testServer(async () => text('ok'));
    const next = testCertificates('next');
    server.listener.reloadCertificate(next);
    await expect(fetch1(server, { path: '/' })).rejects.toThrow(/self.signed|unable to verify|signature/);
    expect((await fetch1(server, { path: '/', ca: next.ca })).text).toBe('ok');
  });

  it('refuses what is older than TLS 1.2, and a protocol that it does not speak', async () => {
    server = await testServer(async () => text('ok'));
    const old = { path: '/', minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    await expect(fetch1(server, old)).rejects.toThrow();
    await expect(rawSocket(server, ['spdy/3'])).rejects.toThrow();
  });
});
