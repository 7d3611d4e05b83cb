/**
 * CIDR blocks as Kubernetes reads them, and containment.
 * Source: k8s.io/utils/net ParseCIDRSloppy, Go's net.IPNet and netip.Prefix.
 */
import {
  formatIP,
  formatStrictIP,
  type IPAddress,
  MAPPED_PREFIX,
  parseGroups,
  parseIPStrictly,
  parseOctets,
  parseSmallDecimal,
} from './ip-address.js';

export interface CIDR {
  /** The address as written, host bits included. */
  readonly address: IPAddress;
  /** The first address of the block, as a 128-bit number. */
  readonly base: bigint;
  /** As written: 0..32 behind dotted IPv4, 0..128 behind IPv6, IPv4-mapped included. */
  readonly prefixLength: number;
  /** Bits of the written form: 32 or 128. */
  readonly bits: 32 | 128;
}

const ALL_ONES = (1n << 128n) - 1n;

/** `a.b.c.d/n` or undefined; leading zeros and host bits are fine. */
export function parseCIDR(text: string): CIDR | undefined {
  const slash = text.indexOf('/');
  if (slash < 0 || slash > 64) return undefined;
  const written = text.slice(0, slash);
  const prefixLength = parseSmallDecimal(text.slice(slash + 1));
  const octets = parseOctets(written, false);
  const value = octets === undefined ? parseGroups(written, false) : MAPPED_PREFIX | octets;
  const bits = octets === undefined ? 128 : 32;
  if (value === undefined || prefixLength === undefined || prefixLength > bits) return undefined;
  const isIPv4 = value >> 32n === 0xffffn;
  const address: IPAddress = { family: isIPv4 ? 4 : 6, value, isMapped: isIPv4 && bits === 128 };
  const base = value & networkMask(prefixLength, bits);
  return { address, base, prefixLength, bits };
}

/** As Go's netip reads a prefix: no leading zeros; undefined otherwise. */
export function parseCIDRStrictly(text: string): CIDR | undefined {
  const slash = text.lastIndexOf('/');
  if (slash < 0 || parseIPStrictly(text.slice(0, slash)) === undefined) return undefined;
  const length = text.slice(slash + 1);
  return /^(0|[1-9][0-9]*)$/.test(length) ? parseCIDR(text) : undefined;
}

function networkMask(prefixLength: number, bits: 32 | 128): bigint {
  return ALL_ONES ^ ((1n << BigInt(bits - prefixLength)) - 1n);
}

/** The family of the block's addresses: an IPv4-mapped IPv6 block is IPv4 when its base is. */
export function cidrFamily(cidr: CIDR): 4 | 6 {
  return cidr.base >> 32n === 0xffffn ? 4 : 6;
}

/** Whether the block has the address; a block never has addresses of the other family. */
export function cidrContains(cidr: CIDR, address: Pick<IPAddress, 'value'>): boolean {
  const isIPv4 = address.value >> 32n === 0xffffn;
  if ((cidrFamily(cidr) === 4) !== isIPv4) return false;
  return (address.value & networkMask(cidr.prefixLength, cidr.bits)) === cidr.base;
}

/** What the API demands of `ipBlock.except`: inside, and with a longer prefix as written. */
export function isStrictSubset(inner: CIDR, outer: CIDR): boolean {
  return cidrContains(outer, { value: inner.base }) && outer.prefixLength < inner.prefixLength;
}

/** First and last address as 128-bit numbers. */
export function cidrRange(cidr: CIDR): { readonly first: bigint; readonly last: bigint } {
  return { first: cidr.base, last: cidr.base | (ALL_ONES ^ networkMask(cidr.prefixLength, cidr.bits)) };
}

/** `base/length`, as Go's net.IPNet prints it. */
export function formatCIDR(cidr: CIDR): string {
  return `${formatIP({ value: cidr.base })}/${printedLength(cidr)}`;
}

/** The address as written with its length, as Go's netip.Prefix prints it. */
export function formatStrictCIDR(cidr: CIDR): string {
  return `${formatStrictIP(cidr.address)}/${cidr.prefixLength}`;
}

/** Go prints the mask of an IPv4-mapped block in IPv4 terms. */
function printedLength(cidr: CIDR): number {
  return cidr.bits === 128 && cidrFamily(cidr) === 4 ? cidr.prefixLength - 96 : cidr.prefixLength;
}
