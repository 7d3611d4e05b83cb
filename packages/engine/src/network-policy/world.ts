/**
 * Whether blocks of addresses come to "the world": `0.0.0.0/1` and `128.0.0.0/1` are `0.0.0.0/0` in two pieces, and leaving
 * out private networks keeps nobody of the internet out.
 *
 * Source: the IANA special-purpose address registries (RFC 6890); of IPv6 the internet uses 2000::/3 alone.
 */
import { type AddressRange, allAddresses, blockRanges, type Family, rangeOf } from './address.js';

/** What nobody on the internet has as an address. */
const NOT_PUBLIC: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];

const PUBLIC_IPV6 = '2000::/3';

let notPublic: readonly AddressRange[] | undefined;

/** Whether the ranges hold every address of the family that somebody on the internet may have. */
export function holdWorld(family: Family, ranges: readonly AddressRange[]): boolean {
  const own = ranges.filter((range) => range.family === family);
  if (own.length === 0) return false;
  notPublic ??= [...NOT_PUBLIC.flatMap((cidr) => rangeOf(cidr) ?? []), ...blockRanges('::/0', [PUBLIC_IPV6])];
  const { first, last } = allAddresses(family);
  const all = [...own, ...notPublic.filter((range) => range.family === family)].sort((one, other) =>
    one.first < other.first ? -1 : Number(one.first > other.first),
  );
  let next = first;
  for (const range of all) {
    if (range.first > next) return false;
    if (range.last >= next) next = range.last + 1n;
  }
  return next > last;
}

/** The blocks that let the world in: one that is everything, or those that are it together; empty where none do. */
export function worldBlocks(cidrs: readonly string[]): readonly string[] {
  const whole = cidrs.map((cidr) => cidr.trim()).filter((cidr) => EVERYTHING.has(cidr));
  if (whole.length > 0) return whole;
  const blocks = cidrs.flatMap((cidr) => {
    const range = rangeOf(cidr.trim());
    return range === undefined ? [] : [{ cidr: cidr.trim(), range }];
  });
  return ([4, 6] as const)
    .map((family) => blocks.filter(({ range }) => range.family === family))
    .filter(
      (own) =>
        own[0] !== undefined &&
        holdWorld(
          own[0].range.family,
          own.map(({ range }) => range),
        ),
    )
    .flatMap((own) => own.map(({ cidr }) => cidr));
}

export const EVERYTHING: ReadonlySet<string> = new Set(['0.0.0.0/0', '::/0']);
