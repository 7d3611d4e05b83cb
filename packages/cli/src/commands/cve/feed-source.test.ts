/** Feeds over the network, from servers that mean no good. */
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { MAX_FEED_BYTES, readFeedSource } from './feed-source.js';

const servers: ReturnType<typeof createServer>[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serving(listener: RequestListener, host = '127.0.0.1'): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, host, listening));
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}

const read = (url: string, options: { timeoutMs?: number; allowHttp?: boolean } = {}): Promise<unknown> =>
  readFeedSource(url, { cwd: '/', allowHttp: false, ...options });

describe('a feed over the network', () => {
  it('is read', async () => {
    const url = await serving((_, response) => response.end('{"items": []}'));
    expect(await read(url)).toEqual({ items: [] });
  });

  it('follows redirects, but not for ever', async () => {
    const url = await serving((request, response) => {
      const step = Number(request.url?.slice(1));
      if (step === 0) response.end('{"items": [1]}');
      else response.writeHead(302, { location: `/${step - 1}` }).end();
    });
    expect(await read(`${url}/5`)).toEqual({ items: [1] });
    await expect(read(`${url}/6`)).rejects.toThrow('more than 5 redirects');
  });

  it('takes a password to its own host alone', async () => {
    const seen: IncomingMessage['headers'][] = [];
    const other = await serving((request, response) => {
      seen.push(request.headers);
      response.end('{}');
    });
    const url = await serving((request, response) => {
      seen.push(request.headers);
      response.writeHead(307, { location: other }).end();
    });
    await read(url.replace('http://', 'http://ann:secret@'));
    expect(seen.map(({ authorization }) => authorization)).toEqual([`Basic ${btoa('ann:secret')}`, undefined]);
  });

  it('never prints a password', async () => {
    const url = await serving((_, response) => response.writeHead(404).end());
    await expect(read(url.replace('http://', 'http://ann:secret@'))).rejects.toThrow(
      `--feed ${url}/: the server answered 404`,
    );
  });

  it.each([
    ['to plain http elsewhere', 'http://feed.example/', /use https, or --allow-http/],
    ['to a file', 'file:///etc/passwd', /use https/],
    ['to nowhere', 'http://[::1', /no URL|Invalid URL/],
  ])('does not let itself be led %s', async (_, location, text) => {
    const url = await serving((_request, response) => response.writeHead(302, { location }).end());
    await expect(read(url)).rejects.toThrow(text);
  });

  it('ends at 16 MiB, whatever the server says of its length', async () => {
    const url = await serving((_, response) => {
      const chunk = Buffer.alloc(1 << 20, 0x20);
      const send = (): void => {
        while (!response.destroyed && response.write(chunk)) continue;
        if (!response.destroyed) response.once('drain', send);
      };
      send();
    });
    await expect(read(url)).rejects.toThrow('larger than 16 MiB');
    expect(MAX_FEED_BYTES).toBe(16 << 20);
  });

  it('ends when the server does not', async () => {
    const url = await serving((_, response) => void response.write('{'));
    await expect(read(url, { timeoutMs: 300 })).rejects.toThrow('no answer in time');
  });

  it('says why there is none', async () => {
    const url = await serving((request) => request.socket.destroy());
    await expect(read(url)).rejects.toThrow(/^--feed http/);
    await expect(read('https://127.0.0.1:1/')).rejects.toThrow(/ECONNREFUSED|bad port/);
  });
});
