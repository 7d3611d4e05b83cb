/** Requests that the parser refuses while their sender is still sending. */
import { afterEach, describe, expect, it } from 'vitest';
import { rawSocket, sleep, type TestServer, testServer } from './listener.test-support.js';

let server: TestServer;
afterEach(() => server.listener.destroy());

/** What the client reads until the connection is closed, and for how long it was open. */
async function send(pieces: readonly string[], pauseMs = 0): Promise<{ text: string; ms: number }> {
  server = await testServer(async () => ({ status: 200, headers: {}, body: 'fine' }));
  const socket = await rawSocket(server);
  let text = '';
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  const closed = new Promise((resolve) => socket.on('close', resolve));
  const from = performance.now();
  for (const piece of pieces) {
    if (socket.writable) socket.write(piece);
    if (pauseMs > 0) await sleep(pauseMs);
  }
  await Promise.race([closed, sleep(5000).then(() => Promise.reject(new Error('still open')))]);
  return { text, ms: performance.now() - from };
}

const HEAD = 'GET / HTTP/1.1\r\nHost: x\r\nX-Long: ';
const END = '\r\n\r\n';
const long = (bytes: number): string => 'x'.repeat(bytes);

describe('a refused sender', () => {
  it.each([
    ['too long a header', [HEAD + long(1_200_000) + END]],
    ['too long a header in pieces', [HEAD, ...Array.from({ length: 12 }, () => long(100_000)), END]],
    ['a whole mebibyte more', [HEAD + long(2_200_000) + END]],
  ])('reads why: %s', async (_what, pieces) => {
    const { text, ms } = await send(pieces);
    expect(text).toMatch(/^HTTP\/1\.1 431 /);
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(ms).toBeLessThan(2500);
  });

  it('is not waited for, however long it goes on', async () => {
    const { ms } = await send([HEAD + long(1_200_000), ...Array.from({ length: 20 }, () => 'x')], 50);
    expect(ms).toBeLessThan(2500);
  });

  it('is cut off when it sends much more', async () => {
    const { text } = await send([HEAD, ...Array.from({ length: 300 }, () => long(100_000))]);
    expect(text === '' || text.startsWith('HTTP/1.1 431 ')).toBe(true);
  });

  it('gets no second request answered behind the one that was refused', async () => {
    const { text } = await send(
      [`FOO BAR\r\n\r\nGET / HTTP/1.1\r\nHost: x${END}`, `GET / HTTP/1.1\r\nHost: x${END}`],
      20,
    );
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).not.toContain('fine');
  });
});
