/** Answers the feed over HTTP: JSON Feed 1.1, unchanged while the process lives, so that readers may keep it. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FeedDocument } from '@bulkhead/audit/cve';
import { UsageError } from '../../context.js';

/** Where readers look: the root, a name of its own, and the path at kubernetes.io. */
const PATHS: ReadonlySet<string> = new Set([
  '/',
  '/index.json',
  '/feed.json',
  '/docs/reference/issues-security/official-cve-feed/index.json',
]);

const REQUEST_MS = 10_000;
const IDLE_MS = 5000;
const MAX_CONNECTIONS = 256;
const MAX_AGE_SECONDS = 300;

const SECURITY_HEADERS: OutgoingHttpHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

export interface FeedServer {
  readonly url: string;
  /** Takes no more requests, and settles when those at hand are answered. */
  close(): Promise<void>;
}

/** Listens; throws a UsageError when the address cannot be had. */
export async function serveFeed(feed: FeedDocument, host: string, port: number): Promise<FeedServer> {
  const body = Buffer.from(`${JSON.stringify(feed)}\n`, 'utf8');
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS, keepAliveTimeout: IDLE_MS });
  server.maxConnections = MAX_CONNECTIONS;
  server.on('request', (request, response) => answer(request, response, body, etag));
  await new Promise<void>((listening, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => failed(new UsageError(listenError(error, host, port))));
    server.listen(port, host, listening);
  });
  const address = server.address() as AddressInfo;
  const named = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${named}:${address.port}/index.json`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), REQUEST_MS).unref();
      }),
  };
}

function answer(request: IncomingMessage, response: ServerResponse, body: Buffer, etag: string): void {
  // A body is of no use here, and must not fill memory.
  request.resume();
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  if (!PATHS.has(path)) return refuse(response, 404, 'not found: the feed is at /index.json');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refuse(response, 405, 'method not allowed', { allow: 'GET, HEAD' });
  }
  const headers = { ...SECURITY_HEADERS, etag, 'cache-control': `public, max-age=${MAX_AGE_SECONDS}` };
  if (isKnown(request.headers['if-none-match'], etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, { ...headers, 'content-type': 'application/feed+json', 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** RFC 9110, 13.1.2: any of the tags, compared weakly; `*` is any. */
const isKnown = (header: string | undefined, etag: string): boolean =>
  header !== undefined &&
  (header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag));

function refuse(response: ServerResponse, status: number, text: string, more: OutgoingHttpHeaders = {}): void {
  const body = `${text}\n`;
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    ...more,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): string {
  const where = `--listen ${host}:${port}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return `${where}: the port is in use; give another one, or 0 for a free one`;
    case 'EACCES':
      return `${where}: not allowed; ports below 1024 need rights`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${where}: no address of this machine`;
    default:
      return `${where}: ${error.message}`;
  }
}
