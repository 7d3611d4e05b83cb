import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureResponse } from './failure-response.js';
import {
  fetch1,
  fetch2,
  rawSocket,
  received,
  session2,
  sleep,
  type TestServer,
  testServer,
} from './listener.test-support.js';
import type { ApiRequest, ApiResponse } from './request.js';
import { StatusError } from './status-error.js';

let server: TestServer;
let seen: string[];
afterEach(() => server.listener.destroy());
beforeEach(() => {
  seen = [];
});

/** Answers with how much it read; 413 as the chain would. */
async function handler(request: ApiRequest): Promise<ApiResponse> {
  seen.push(`${request.method} ${request.target}`);
  if (request.target === '/unread') return { status: 401, headers: {}, body: 'Unauthorized' };
  try {
    const body = request.method === 'GET' ? Buffer.alloc(0) : await request.body();
    return { status: 200, headers: {}, body: `${body.length} bytes` };
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return failureResponse(error, { request, query: new Map() }, undefined);
  }
}

async function say(text: string, until?: (answer: string) => boolean): Promise<string> {
  const socket = await rawSocket(server);
  const answer = received(socket, until);
  socket.write(Buffer.from(text, 'latin1'));
  const all = await Promise.race([answer, sleep(3000).then(() => 'nothing came')]);
  socket.destroy();
  return all;
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);
const POST = 'POST /x HTTP/1.1\r\nHost: x\r\n';

describe('framing that leaves a doubt', () => {
  beforeEach(async () => {
    server = await testServer(handler);
  });

  it.each([
    ['length and chunks', `${POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, [400]],
    ['two lengths', `${POST}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde`, [400]],
    ['a list of lengths', `${POST}Content-Length: 5, 5\r\n\r\nabcde`, [400]],
    ['a signed length', `${POST}Content-Length: +5\r\n\r\nabcde`, [400]],
    ['a hexadecimal length', `${POST}Content-Length: 0x5\r\n\r\nabcde`, [400]],
    ['a blank before the colon', `${POST}Content-Length : 5\r\n\r\nabcde`, [400]],
    ['an unknown encoding', `${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`, [400, 501]],
    ['identity', `${POST}Transfer-Encoding: identity\r\n\r\n`, [400, 501]],
    ['two encodings', `${POST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`, [400, 501]],
    ['gzip', `${POST}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`, [501]],
    ['chunked twice', `${POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, [400, 501]],
    ['a folded header', 'GET / HTTP/1.1\r\nHost: x\r\nX-A: a\r\n Impersonate-User: admin\r\n\r\n', [400]],
    ['bare line feeds', 'GET / HTTP/1.1\nHost: x\n\n', [400]],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n', [400]],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', [400]],
    ['a host with a blank', 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n', [400]],
    ['NUL in a value', 'GET / HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n', [400]],
    ['CR in a value', 'GET / HTTP/1.1\r\nHost: x\r\nX-A: a\rX-B: c\r\n\r\n', [400]],
    ['a blank in a name', 'GET / HTTP/1.1\r\nHost: x\r\nX A: a\r\n\r\n', [400]],
    ['HTTP/2.0 in a line', 'GET / HTTP/2.0\r\nHost: x\r\n\r\n', [400, 505]],
    ['HTTP/1.2', 'GET / HTTP/1.2\r\nHost: x\r\n\r\n', [400, 505]],
    ['HTTP/0.9', 'GET /\r\n\r\n', [400, 505]],
    ['a blank in the target', 'GET /a b HTTP/1.1\r\nHost: x\r\n\r\n', [400]],
    ['tabs in the line', 'GET\t/\tHTTP/1.1\r\nHost: x\r\n\r\n', [400]],
    ['raw bytes in the target', 'GET /\u00ff HTTP/1.1\r\nHost: x\r\n\r\n', [400]],
    ['an unknown method', 'FOO / HTTP/1.1\r\nHost: x\r\n\r\n', [405]],
    ['what is no request', 'FOO bar\r\n\r\n', [400]],
    ['CONNECT', 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n', [400]],
    ['an expectation', `${POST}Expect: foo\r\nContent-Length: 1\r\n\r\n`, [417]],
  ])('is refused: %s', async (_name, text, statuses) => {
    const answer = await say(text);
    expect(statuses).toContain(statusOf(answer));
    expect(answer.match(/^HTTP\/1\.1 /gm)).toHaveLength(1);
    expect(seen).toEqual([]);
  });

  it('is refused in the middle of a body', async () => {
    for (const chunk of ['zz\r\n', '-1\r\n', 'ffffffffffffffffff\r\n', `1;${'e'.repeat(20_000)}\r\n`]) {
      expect(await say(`${POST}Transfer-Encoding: chunked\r\n\r\n${chunk}a\r\n0\r\n\r\n`)).toMatch(/^(HTTP\/1\.1 4|$)/);
    }
  });

  it('never lets a trailer become a header', async () => {
    const headers: string[] = [];
    await server.listener.destroy();
    server = await testServer(async (request) => {
      await request.body();
      headers.push(...request.headers.keys());
      return { status: 200, headers: {} };
    });
    const chunks = '1\r\na\r\n0\r\nImpersonate-User: admin\r\n\r\n';
    const answer = await say(`${POST}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n${chunks}`);
    expect(statusOf(answer)).toBe(200);
    expect(headers).toEqual(['host', 'transfer-encoding', 'connection']);
  });

  it('ignores an upgrade to HTTP/2 without TLS', async () => {
    const head = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n';
    const answer = await say(`${head}HTTP2-Settings: AAMAAABkAAQ\r\n\r\n`, (text) => text.includes('bytes'));
    expect(statusOf(answer)).toBe(200);
  });
});

describe('one connection', () => {
  it('answers pipelined requests in their order, one at a time', async () => {
    let running = 0;
    let most = 0;
    server = await testServer(async (request) => {
      running += 1;
      most = Math.max(most, running);
      await sleep(request.target === '/0' ? 30 : 0);
      running -= 1;
      return { status: 200, headers: {}, body: `<${request.target}>` };
    });
    const requests = Array.from({ length: 200 }, (_, index) => `GET /${index} HTTP/1.1\r\nHost: x\r\n\r\n`);
    const answer = await say(requests.join(''), (text) => text.includes('</199>'));
    expect([...answer.matchAll(/<\/(\d+)>/g)].map(([, number]) => Number(number))).toEqual(requests.map((_, i) => i));
    expect(most).toBe(1);
  });

  it('never reads the body of one request as another', async () => {
    server = await testServer(handler);
    const hidden = 'GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n';
    const first = `GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`;
    await say(`${first}GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(seen).toEqual(['GET /a', 'GET /b']);
  });

  it('answers the good request before the bad one', async () => {
    server = await testServer(handler);
    const answer = await say('GET /a HTTP/1.1\r\nHost: x\r\n\r\nNONSENSE\r\n\r\n');
    expect([...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '400']);
  });
});

describe('too much', () => {
  beforeEach(async () => {
    server = await testServer(handler);
  });
  const FIVE_MB = Buffer.alloc(5_000_000, 'a');

  it('of a body is 413, on both protocols, with and without a length', async () => {
    const path = '/x';
    const one = await fetch1(server, { path, method: 'POST', body: FIVE_MB });
    expect([one.status, JSON.parse(one.text).message]).toEqual([413, 'Request entity too large: limit is 3145728']);
    const chunked = await fetch1(server, {
      path,
      method: 'POST',
      body: FIVE_MB,
      headers: { 'transfer-encoding': 'chunked' },
    });
    expect(chunked.status).toBe(413);
    const session = session2(server);
    expect((await fetch2(session, { ':path': path, ':method': 'POST' }, FIVE_MB)).status).toBe(413);
    const exact = Buffer.alloc(3 << 20);
    expect((await fetch2(session, { ':path': path, ':method': 'POST' }, exact)).text).toBe('3145728 bytes');
    expect((await fetch1(server, { path, method: 'POST', body: exact })).text).toBe('3145728 bytes');
    session.close();
  });

  it('of a body is not read when nobody asks for it', async () => {
    expect((await fetch1(server, { path: '/unread', method: 'POST', body: FIVE_MB })).status).toBe(401);
    const answer = await say(
      'POST /unread HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3000000\r\n\r\n',
    );
    expect(statusOf(answer)).toBe(401);
    const session = session2(server);
    expect((await fetch2(session, { ':path': '/unread', ':method': 'POST' }, FIVE_MB)).status).toBe(401);
    session.close();
  });

  it('is not asked for: 100 Continue comes only when the body is wanted', async () => {
    const head = `${POST}Expect: 100-continue\r\nContent-Length: 3\r\nConnection: close\r\n\r\n`;
    const socket = await rawSocket(server);
    const answer = received(socket);
    socket.write(head);
    await sleep(50);
    socket.write('abc');
    expect(await answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK[^]*3 bytes/);
    expect(statusOf(await say(head.replace('3\r', '4000000\r')))).toBe(413);
  });

  it('of headers is 431, and a target of a million bytes is not', async () => {
    expect((await fetch1(server, { path: `/?x=${'a'.repeat(1_000_000)}` })).status).toBe(200);
    expect(statusOf(await say(`GET /?x=${'a'.repeat(1_060_000)} HTTP/1.1\r\nHost: x\r\n\r\n`))).toBe(431);
    const lines = Array.from({ length: 10_001 }, (_, index) => `x-${index}: b\r\n`).join('');
    expect(statusOf(await say(`GET / HTTP/1.1\r\nHost: x\r\n${lines}\r\n`))).toBe(431);
    const session = session2(server);
    const headers = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`x-${index}`, 'b']));
    const refused = fetch2(session, { ':path': '/', ...headers }).then(
      ({ status }) => status,
      () => 431,
    );
    expect(await refused).toBe(431);
    session.destroy();
    expect((await fetch1(server, { path: '/' })).status).toBe(200);
  });
});
