/** The names and addresses by which clients reach the API server. */
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { domainToASCII } from 'node:url';
import { addressBytes } from './issue-certificate.js';

/** Those of every Kubernetes API server; the address is the first of the service range 10.0.0.0/24. */
const ALWAYS: readonly string[] = [
  'localhost',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
  '127.0.0.1',
  '::1',
  '10.0.0.1',
];

/** With the given ones; what is neither a name nor an address is left out. */
export function servingHosts(more: readonly string[]): readonly string[] {
  return [...new Set([...ALWAYS, ...more.map(normalized).filter((host) => host !== '')])];
}

/** Under which a server is reached that listens there; on a wildcard address all of the machine's. */
export function hostsOfListener(host: string): readonly string[] {
  if (!isWildcard(host)) return [host];
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
  return [hostname(), ...addresses];
}

/** Where a client on this machine finds a server that listens there. */
export function localHost(host: string): string {
  if (!isWildcard(host)) return host;
  return host.includes(':') ? '::1' : '127.0.0.1';
}

const isWildcard = (host: string): boolean => ['', '0.0.0.0', '::'].includes(host);

/** A name in lower-case ASCII, an address without its zone. */
function normalized(host: string): string {
  const address = host.replace(/%.*$/, '').replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0) return address;
  const name = domainToASCII(host).replace(/\.$/, '');
  return /^(?:\*\.)?[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/.test(name) && name.length <= 253 ? name : '';
}

/** Bytes by which a host is found again among a certificate's names: `DNS:x`, `IP:<hex>`. */
export function hostKey(host: string): string {
  return isIP(host) === 0 ? `DNS:${host}` : `IP:${addressBytes(host).toString('hex')}`;
}
