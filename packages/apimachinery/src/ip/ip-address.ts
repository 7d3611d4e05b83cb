/**
 * IP addresses as Kubernetes reads them. IPv4 lives in the IPv6 space as ::ffff:a.b.c.d, so an IPv4-mapped address
 * is the IPv4 address, as in Go. The sloppy reading of old fields allows leading zeros; the strict one does not.
 * Source: k8s.io/utils/net (forked net.ParseIP), Go's net/netip.
 */

export interface IPAddress {
  readonly family: 4 | 6;
  /** The address as a 128-bit number; IPv4 with the ::ffff:0:0/96 prefix. */
  readonly value: bigint;
  /** Written as an IPv6 address that stands for an IPv4 one. */
  readonly isMapped: boolean;
}

export const MAPPED_PREFIX = 0xffffn << 32n;
const MAX_IP_LENGTH = 64;
const MAX_DECIMAL = 0xffffff;

/** `ip` or undefined; leading zeros are fine. */
export function parseIP(text: string): IPAddress | undefined {
  return parse(text, false);
}

/** As `parseIP`, refusing octets with leading zeros and groups of more than four digits. */
export function parseIPStrictly(text: string): IPAddress | undefined {
  return parse(text, true);
}

function parse(text: string, isStrict: boolean): IPAddress | undefined {
  if (text.length > MAX_IP_LENGTH) return undefined;
  const dot = text.indexOf('.');
  const colon = text.indexOf(':');
  if (dot >= 0 && (colon < 0 || dot < colon)) {
    const value = parseOctets(text, isStrict);
    return value === undefined ? undefined : { family: 4, value: MAPPED_PREFIX | value, isMapped: false };
  }
  if (colon < 0) return undefined;
  const value = parseGroups(text, isStrict);
  if (value === undefined) return undefined;
  const isMapped = value >> 32n === 0xffffn;
  return { family: isMapped ? 4 : 6, value, isMapped };
}

/** Four decimal octets. */
export function parseOctets(text: string, isStrict: boolean): bigint | undefined {
  const octets = text.split('.', 5);
  if (octets.length !== 4) return undefined;
  let value = 0n;
  for (const octet of octets) {
    if (!/^[0-9]{1,64}$/.test(octet)) return undefined;
    if (isStrict && octet.length > 1 && octet.startsWith('0')) return undefined;
    const number = Number(octet);
    if (number > 255) return undefined;
    value = (value << 8n) | BigInt(number);
  }
  return value;
}

/** Eight hexadecimal groups, one run of which may be written `::`, the last two perhaps as an IPv4 address. */
export function parseGroups(text: string, isStrict: boolean): bigint | undefined {
  const halves = text.split('::', 3);
  if (halves.length > 2) return undefined;
  const head = parseRun(halves[0] ?? '', isStrict, halves.length === 1);
  if (head === undefined) return undefined;
  if (halves.length === 1) return head.length === 8 ? joinGroups(head) : undefined;
  const tail = parseRun(halves[1] ?? '', isStrict, true);
  if (tail === undefined || head.length + tail.length > 7) return undefined;
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0);
  return joinGroups([...head, ...zeros, ...tail]);
}

function parseRun(text: string, isStrict: boolean, mayEndInIPv4: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':', 9);
  for (const [index, part] of parts.entries()) {
    if (mayEndInIPv4 && index === parts.length - 1 && part.includes('.')) {
      const octets = parseOctets(part, isStrict);
      if (octets === undefined) return undefined;
      groups.push(Number(octets >> 16n), Number(octets & 0xffffn));
      continue;
    }
    const isGroup = isStrict ? /^[0-9A-Fa-f]{1,4}$/.test(part) : /^[0-9A-Fa-f]{1,64}$/.test(part);
    if (!isGroup) return undefined;
    const number = Number.parseInt(part, 16);
    if (number > 0xffff) return undefined;
    groups.push(number);
  }
  return groups;
}

function joinGroups(groups: readonly number[]): bigint {
  let value = 0n;
  for (const group of groups) value = (value << 16n) | BigInt(group);
  return value;
}

/** The canonical text: dotted IPv4, or IPv6 as in RFC 5952. */
export function formatIP(address: Pick<IPAddress, 'value'>): string {
  const { value } = address;
  return value >> 32n === 0xffffn ? formatOctets(value & 0xffffffffn) : formatGroups(value);
}

/** As `formatIP`, keeping `::ffff:1.2.3.4` in the IPv6 form, as Go's netip prints it. */
export function formatStrictIP(address: IPAddress): string {
  return address.isMapped ? `::ffff:${formatOctets(address.value & 0xffffffffn)}` : formatIP(address);
}

function formatOctets(value: bigint): string {
  const number = Number(value);
  return `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
}

function formatGroups(value: bigint): string {
  const groups: number[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(Number((value >> shift) & 0xffffn));
  const run = longestZeroRun(groups);
  const text = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  if (run === undefined) return text(groups);
  return `${text(groups.slice(0, run.start))}::${text(groups.slice(run.end))}`;
}

/** The first of the longest runs of at least two zero groups. */
function longestZeroRun(groups: readonly number[]): { start: number; end: number } | undefined {
  let best: { start: number; end: number } | undefined;
  for (let start = 0; start < groups.length; start += 1) {
    let end = start;
    while (end < groups.length && groups[end] === 0) end += 1;
    if (end - start >= 2 && (best === undefined || end - start > best.end - best.start)) best = { start, end };
    if (end > start) start = end;
  }
  return best;
}

/** The largest number that Go's reader of decimal numbers accepts. */
export function parseSmallDecimal(text: string): number | undefined {
  if (!/^[0-9]{1,64}$/.test(text)) return undefined;
  const number = Number(text);
  return number < MAX_DECIMAL ? number : undefined;
}
