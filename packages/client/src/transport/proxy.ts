/**
 * Which proxy stands before a server: the one of the kubeconfig, else those of the environment.
 *
 * Source: golang.org/x/net/http/httpproxy.
 */
import { BlockList, isIP } from 'node:net';
import { ClusterError, foreignText } from '../cluster-error.js';
import type { Environment } from '../kubeconfig/kubeconfig.js';
import { parseURL } from './parse-url.js';
import type { ServerAddress } from './server-address.js';

export interface Proxy {
  readonly isEncrypted: boolean;
  readonly host: string;
  readonly port: number;
  /** The Proxy-Authorization header. */
  readonly authorization: string | undefined;
  /** Without its password. */
  readonly shown: string;
}

/** Undefined where the server is asked directly. */
export function proxyFor(server: ServerAddress, configured: string, env: Environment): Proxy | undefined {
  if (configured !== '') return parseProxy(configured, 'the proxy-url of the kubeconfig');
  const names = server.isEncrypted ? ['HTTPS_PROXY', 'https_proxy'] : ['HTTP_PROXY', 'http_proxy'];
  const found = names.map((name) => env[name] ?? '').find((value) => value !== '');
  if (found === undefined || isExcepted(server, env['NO_PROXY'] || env['no_proxy'] || '')) return undefined;
  return parseProxy(found, names[0] ?? '');
}

function parseProxy(text: string, place: string): Proxy {
  const url = parseURL(text.includes('://') ? text : `http://${text}`);
  if (url === undefined || url.hostname === '')
    throw new ClusterError(`${place} is no address: expected http://HOST:PORT`);
  const isEncrypted = url.protocol === 'https:';
  if (!isEncrypted && url.protocol !== 'http:') {
    throw new ClusterError(
      `${place} is of the kind ${foreignText(url.protocol)}//: only http:// and https:// proxies are spoken`,
    );
  }
  const user = decoded(url.username, place);
  const password = decoded(url.password, place);
  return {
    isEncrypted,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port) || (isEncrypted ? 443 : 80),
    authorization:
      url.username === '' && url.password === ''
        ? undefined
        : `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    shown: `${url.protocol}//${url.host}`,
  };
}

/** A percent sign that escapes nothing passes for part of an address. */
function decoded(text: string, place: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ClusterError(`${place} has a user or password with a % that escapes nothing: write it as %25`);
  }
}

/** Loopback is never proxied; the rest as NO_PROXY lists it: names with what is below them, addresses, ranges, `*`. */
function isExcepted({ host, port }: ServerAddress, list: string): boolean {
  const version = isIP(host);
  if (host === 'localhost' || (version !== 0 && isIn(host, version, version === 4 ? '127.0.0.0/8' : '::1/128')))
    return true;
  return list.split(',').some((item) => matches(host, version, port, item.trim().toLowerCase()));
}

function matches(host: string, version: number, port: number, item: string): boolean {
  if (item === '') return false;
  if (item === '*') return true;
  if (version !== 0 && item.includes('/')) return isIn(host, version, item);
  const withPort = /^(?:\[([^\]]*)\]|([^:]*)):(\d+)$/.exec(item);
  if (withPort !== null && Number(withPort[3]) !== port) return false;
  const name = withPort === null ? item : (withPort[1] ?? withPort[2] ?? '');
  if (version !== 0) return host === name;
  const bare = name.replace(/^\*?\./, '');
  // `.example.com` is what is below, `example.com` is itself as well.
  return host.endsWith(`.${bare}`) || (host === bare && bare === name);
}

function isIn(host: string, version: number, range: string): boolean {
  const [address = '', length = ''] = range.split('/');
  const family = isIP(address);
  if (family !== version || !/^\d{1,3}$/.test(length) || Number(length) > (family === 4 ? 32 : 128)) return false;
  const block = new BlockList();
  const name = family === 4 ? 'ipv4' : 'ipv6';
  block.addSubnet(address, Number(length), name);
  return block.check(host, name);
}
