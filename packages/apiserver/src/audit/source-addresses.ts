/**
 * Where a request came from: what proxies say of it, which anybody may write, and at the end the real other side.
 *
 * Source: k8s.io/apimachinery/pkg/util/net/http.go (SourceIPs).
 */
import { isIP } from 'node:net';
import type { ApiRequest } from '../http/request.js';

export function sourceAddresses({ headers, remoteAddress }: ApiRequest): readonly string[] {
  const addresses = (headers.get('x-forwarded-for')?.[0] ?? '').split(',').map(addressOf).filter(isPresent);
  const real = addressOf(headers.get('x-real-ip')?.[0] ?? '');
  if (real !== '' && !addresses.includes(real)) addresses.push(real);
  const remote = addressOf(remoteAddress);
  if (remote !== '' && addresses.at(-1) !== remote) addresses.push(remote);
  return addresses;
}

const isPresent = (address: string): boolean => address !== '';

/** Undone of what IPv6 sockets make of IPv4; `''` for what is no address. */
function addressOf(text: string): string {
  const trimmed = text.trim();
  const address = trimmed.toLowerCase().startsWith('::ffff:') ? trimmed.slice('::ffff:'.length) : trimmed;
  return isIP(address) === 0 ? (isIP(trimmed) === 0 ? '' : trimmed) : address;
}
