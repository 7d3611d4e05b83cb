import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CIDR,
  cidrContains,
  cidrFamily,
  cidrRange,
  formatCIDR,
  formatStrictCIDR,
  isStrictSubset,
  parseCIDR,
  parseCIDRStrictly,
} from './cidr.js';
import { formatIP, type IPAddress, parseIP } from './ip-address.js';

function block(text: string): CIDR {
  const cidr = parseCIDR(text);
  if (cidr === undefined) throw new Error(text);
  return cidr;
}

function address(text: string): IPAddress {
  const parsed = parseIP(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}

describe('blocks and their canonical text', () => {
  it.each<[string, string]>([
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['10.0.0.1/8', '10.0.0.0/8'],
    ['10.0.0.0/032', '10.0.0.0/32'],
    ['10.0.0.0/08', '10.0.0.0/8'],
    ['010.0.0.0/8', '10.0.0.0/8'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['::/0', '::/0'],
    ['2001:db8::/32', '2001:db8::/32'],
    ['2001:db8::1/32', '2001:db8::/32'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['2001:0db8::/32', '2001:db8::/32'],
    ['::ffff:10.0.0.0/104', '10.0.0.0/8'],
    ['::ffff:10.0.0.1/104', '10.0.0.0/8'],
    ['::ffff:0:0/80', '::/80'],
    ['::ffff:10.0.0.0/95', '::fffe:0:0/95'],
    ['1.2.3.4/32', '1.2.3.4/32'],
    ['::1/128', '::1/128'],
  ])('%j is %s', (text, canonical) => expect(formatCIDR(block(text))).toBe(canonical));
});

describe('the strict reading', () => {
  it.each(['010.0.0.0/8', '10.0.0.0/08', '10.0.0.0/032', '10.0.0.0', '10.0.0.0/8/8'])('refuses %s', (text) =>
    expect(parseCIDRStrictly(text)).toBeUndefined(),
  );

  it('keeps host bits and the mapped form in its text', () => {
    expect(formatStrictCIDR(block('10.0.0.1/8'))).toBe('10.0.0.1/8');
    expect(formatStrictCIDR(block('::ffff:10.0.0.1/104'))).toBe('::ffff:10.0.0.1/104');
  });
});

describe('what `except` demands of a block inside another', () => {
  it.each<[string, string, boolean]>([
    ['10.0.0.0/8', '10.1.0.0/16', true],
    ['10.0.0.0/8', '10.0.0.0/8', false],
    ['10.0.0.0/8', '11.0.0.0/16', false],
    ['10.1.0.0/16', '10.0.0.0/8', false],
    ['::/0', '10.0.0.0/8', false],
    ['0.0.0.0/0', '2001:db8::/32', false],
    ['::ffff:10.0.0.0/104', '10.1.0.0/16', false],
    ['10.0.0.0/8', '::ffff:10.1.0.0/112', true],
    ['2001:db8::/32', '2001:db8:1::/48', true],
  ])('%s around %s: %s', (outer, inner, answer) => expect(isStrictSubset(block(inner), block(outer))).toBe(answer));
});

describe('cidrFamily', () => {
  it.each<[string, 4 | 6]>([
    ['10.0.0.0/8', 4],
    ['::/0', 6],
    ['2001:db8::/32', 6],
    ['::ffff:10.0.0.0/104', 4],
    ['::ffff:10.0.0.0/80', 6],
  ])('%s is of family %i', (cidr, family) => expect(cidrFamily(block(cidr))).toBe(family));
});

describe('cidrContains', () => {
  it.each<[string, string, boolean]>([
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.0.0.0/8', '::ffff:10.0.0.1', true],
    ['::/0', '10.0.0.1', false],
    ['::/0', '2001:db8::1', true],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '::1', false],
    ['169.254.169.254/32', '169.254.169.254', true],
    ['fe80::/10', 'febf::1', true],
  ])('%s has %s: %s', (cidr, ip, answer) => expect(cidrContains(block(cidr), address(ip))).toBe(answer));
});

describe('any block', () => {
  const blocks = fc.oneof(
    fc.tuple(fc.ipV4(), fc.nat(32)).map(([ip, length]) => `${ip}/${length}`),
    fc.tuple(fc.ipV6(), fc.nat(128)).map(([ip, length]) => `${ip}/${length}`),
  );

  it('has its own ends, and nothing beyond them', () => {
    fc.assert(
      fc.property(blocks, (text) => {
        const cidr = block(text);
        const { first, last } = cidrRange(cidr);
        expect(cidr.address.value >= first && cidr.address.value <= last).toBe(true);
        if (cidr.bits === 32) {
          expect(cidrContains(cidr, { value: first }) && cidrContains(cidr, { value: last })).toBe(true);
          expect(cidrContains(cidr, { value: last + 1n })).toBe(false);
        }
        expect(isStrictSubset(cidr, cidr)).toBe(false);
      }),
    );
  });

  it('has a canonical text that stands for it', () => {
    fc.assert(
      fc.property(blocks, (text) => {
        const canonical = formatCIDR(block(text));
        expect(formatCIDR(block(canonical))).toBe(canonical);
        expect(block(canonical).base).toBe(block(text).base);
        expect(formatIP({ value: block(canonical).base })).toBe(canonical.split('/')[0]);
      }),
    );
  });
});
