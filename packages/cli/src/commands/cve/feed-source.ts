/** The feed of --feed: a file or a URL, bounded in size and time. What comes over the network is data and nothing else. */
import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { UsageError } from '../../context.js';
import { reasonOf } from '../../output.js';

export const MAX_FEED_BYTES = 16 << 20;
const TIMEOUT_MS = 30_000;
const MAX_REDIRECTS = 5;

export interface FeedOptions {
  readonly cwd: string;
  /** Take http from other hosts than this machine. */
  readonly allowHttp: boolean;
  readonly timeoutMs?: number;
}

/** The parsed document; throws a UsageError that says what to do. */
export async function readFeedSource(source: string, options: FeedOptions): Promise<unknown> {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(source)
    ? await fetchText(source, options)
    : readText(source, options.cwd);
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`--feed ${shown(source)}: not JSON`);
  }
}

function readText(path: string, cwd: string): string {
  const target = resolve(cwd, path);
  try {
    const status = statSync(target);
    // A FIFO or a device would be read for ever.
    if (!status.isFile()) throw new UsageError(`--feed ${path}: no regular file`);
    if (status.size > MAX_FEED_BYTES) throw new UsageError(`--feed ${path}: larger than 16 MiB`);
    return readFileSync(target, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--feed ${path}: ${reasonOf(error)}`);
  }
}

async function fetchText(source: string, options: FeedOptions): Promise<string> {
  const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  try {
    const response = await follow(checkedURL(source, options), options, signal);
    return await boundedText(response, source);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--feed ${shown(source)}: ${signal.aborted ? 'no answer in time' : networkReason(error)}`);
  }
}

/** Redirects lead to https or stay where they are; a password goes to no other host. */
async function follow(start: URL, options: FeedOptions, signal: AbortSignal): Promise<Response> {
  let url = start;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const authorization = url.origin === start.origin ? basicAuthorization(start) : undefined;
    const response = await fetch(withoutPassword(url), {
      redirect: 'manual',
      signal,
      headers: {
        accept: 'application/feed+json, application/json',
        ...(authorization === undefined ? {} : { authorization }),
      },
    });
    const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    if (location === null) {
      if (response.ok) return response;
      await response.body?.cancel();
      throw new UsageError(`--feed ${shown(start.href)}: the server answered ${response.status}`);
    }
    await response.body?.cancel();
    const next = checkedURL(new URL(location, url).href, options);
    if (next.protocol === 'http:' && url.protocol === 'https:') {
      throw new UsageError(`--feed ${shown(start.href)}: the server leads from https to http`);
    }
    url = next;
  }
  throw new UsageError(`--feed ${shown(start.href)}: more than ${MAX_REDIRECTS} redirects`);
}

function checkedURL(text: string, { allowHttp }: FeedOptions): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw new UsageError(`--feed ${shown(text)}: no URL`);
  if (url.protocol === 'https:') return url;
  if (url.protocol !== 'http:') throw new UsageError(`--feed ${shown(text)}: use https`);
  if (allowHttp || isLoopback(url.hostname)) return url;
  throw new UsageError(`--feed ${shown(text)}: anybody on the way could change it; use https, or --allow-http`);
}

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function withoutPassword(url: URL): URL {
  const copy = new URL(url);
  copy.username = '';
  copy.password = '';
  return copy;
}

function basicAuthorization({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
}

/** Never prints a password. */
const shown = (source: string): string => (URL.canParse(source) ? withoutPassword(new URL(source)).href : source);

async function boundedText(response: Response, source: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > MAX_FEED_BYTES) throw new UsageError(`--feed ${shown(source)}: larger than 16 MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function networkReason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
