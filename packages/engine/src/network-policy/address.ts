/**
 * Addresses and ranges of them. IPv4 and IPv6 never mix: `::/0` holds no IPv4 address, whatever way it is written.
 * A range is what an ipBlock comes to once the addresses of `except` are taken out.
 */
import { cidrFamily, cidrRange, formatIP, parseCIDR, parseIP } from '@bulkhead/apimachinery/ip';

export type Family = 4 | 6;

export interface Address {
  readonly family: Family;
  /** As a 128-bit number; IPv4 behind the prefix of IPv4-mapped addresses. */
  readonly value: bigint;
}

export interface AddressRange {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

const IPV4_BASE = 0xffffn << 32n;

/** All addresses of a family. */
export function allAddresses(family: Family): AddressRange {
  return family === 4
    ? { family, first: IPV4_BASE, last: IPV4_BASE | 0xffffffffn }
    : { family, first: 0n, last: (1n << 128n) - 1n };
}

export function addressOf(text: string): Address | undefined {
  const parsed = parseIP(text);
  return parsed === undefined ? undefined : { family: parsed.family, value: parsed.value };
}

export function rangeOf(cidr: string): AddressRange | undefined {
  const parsed = parseCIDR(cidr);
  return parsed === undefined ? undefined : { family: cidrFamily(parsed), ...cidrRange(parsed) };
}

/** The addresses of `cidr` without those of `except`, rising. */
export function blockRanges(cidr: string, except: readonly string[]): readonly AddressRange[] {
  const whole = rangeOf(cidr);
  if (whole === undefined) return [];
  let ranges: AddressRange[] = [whole];
  for (const text of except) {
    const hole = rangeOf(text);
    if (hole !== undefined) ranges = ranges.flatMap((range) => subtract(range, hole));
  }
  return ranges;
}

function subtract(range: AddressRange, hole: AddressRange): AddressRange[] {
  if (hole.family !== range.family || hole.last < range.first || hole.first > range.last) return [range];
  const rest: AddressRange[] = [];
  if (range.first < hole.first) rest.push({ ...range, last: hole.first - 1n });
  if (hole.last < range.last) rest.push({ ...range, first: hole.last + 1n });
  return rest;
}

export function rangesContain(ranges: readonly AddressRange[], address: Address): boolean {
  for (const range of ranges) {
    if (range.family === address.family && range.first <= address.value && address.value <= range.last) return true;
  }
  return false;
}

/** The fewest blocks that make up the range. */
export function cidrsOf({ family, first, last }: AddressRange): string[] {
  const width = family === 4 ? 32 : 128;
  const blocks: string[] = [];
  let start = first;
  while (start <= last) {
    let bits = 0;
    while (bits < width && isAligned(start, bits + 1) && start + (1n << BigInt(bits + 1)) - 1n <= last) bits += 1;
    blocks.push(`${formatIP({ value: start })}/${width - bits}`);
    start += 1n << BigInt(bits);
  }
  return blocks;
}

const isAligned = (value: bigint, bits: number): boolean => (value & ((1n << BigInt(bits)) - 1n)) === 0n;
