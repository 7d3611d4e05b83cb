import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalCIDRProblems,
  canonicalIPProblems,
  cidrProblems,
  cidrWarnings,
  endpointIPProblems,
  ipProblems,
  ipWarnings,
} from './address-problems.js';

const INVALID_IP = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
const INVALID_CIDR = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

type Texts = readonly string[];

describe('addresses: strict problems, problems of the canonical form, warnings', () => {
  it.each<[string, Texts, Texts, Texts]>([
    ['1.2.3.4', [], [], []],
    ['0.0.0.0', [], [], []],
    ['255.255.255.255', [], [], []],
    [
      '01.2.3.4',
      ['must not have leading 0s'],
      ['must not have leading 0s'],
      [
        'f: non-standard IP address "01.2.3.4" will be considered invalid in a future Kubernetes release: use "1.2.3.4"',
      ],
    ],
    [
      '1.2.3.004',
      ['must not have leading 0s'],
      ['must not have leading 0s'],
      [
        'f: non-standard IP address "1.2.3.004" will be considered invalid in a future Kubernetes release: use "1.2.3.4"',
      ],
    ],
    [
      '1.2.3.0000004',
      ['must not have leading 0s'],
      ['must not have leading 0s'],
      [
        'f: non-standard IP address "1.2.3.0000004" will be considered invalid in a future Kubernetes release: use "1.2.3.4"',
      ],
    ],
    ['::', [], [], []],
    ['::1', [], [], []],
    ['1::', [], [], []],
    ['1:2:3:4:5:6:7:8', [], [], []],
    [
      '1:2:3:4:5:6:7::',
      [],
      ['must be in canonical form ("1:2:3:4:5:6:7:0")'],
      ['f: IPv6 address "1:2:3:4:5:6:7::" should be in RFC 5952 canonical format ("1:2:3:4:5:6:7:0")'],
    ],
    [
      '::ffff:1.2.3.4',
      ['must not be an IPv4-mapped IPv6 address'],
      ['must not be an IPv4-mapped IPv6 address'],
      [
        'f: non-standard IP address "::ffff:1.2.3.4" will be considered invalid in a future Kubernetes release: use "1.2.3.4"',
      ],
    ],
    [
      '::ffff:01.2.3.4',
      ['must not have leading 0s'],
      ['must not have leading 0s'],
      [
        'f: non-standard IP address "::ffff:01.2.3.4" will be considered invalid in a future Kubernetes release: use "1.2.3.4"',
      ],
    ],
    [
      '::1.2.3.4',
      [],
      ['must be in canonical form ("::102:304")'],
      ['f: IPv6 address "::1.2.3.4" should be in RFC 5952 canonical format ("::102:304")'],
    ],
    [
      '0:0:0:0:0:ffff:102:304',
      ['must not be an IPv4-mapped IPv6 address'],
      ['must not be an IPv4-mapped IPv6 address'],
      [
        'f: non-standard IP address "0:0:0:0:0:ffff:102:304" will be considered invalid in a future Kubernetes release: use "1.2.3.4"',
      ],
    ],
    [
      '2001:DB8::1',
      [],
      ['must be in canonical form ("2001:db8::1")'],
      ['f: IPv6 address "2001:DB8::1" should be in RFC 5952 canonical format ("2001:db8::1")'],
    ],
    [
      '2001:db8:0:0:1:0:0:1',
      [],
      ['must be in canonical form ("2001:db8::1:0:0:1")'],
      ['f: IPv6 address "2001:db8:0:0:1:0:0:1" should be in RFC 5952 canonical format ("2001:db8::1:0:0:1")'],
    ],
    [
      '2001:db8:0:1:0:0:0:1',
      [],
      ['must be in canonical form ("2001:db8:0:1::1")'],
      ['f: IPv6 address "2001:db8:0:1:0:0:0:1" should be in RFC 5952 canonical format ("2001:db8:0:1::1")'],
    ],
    [
      '1:0:0:0:0:0:0:0',
      [],
      ['must be in canonical form ("1::")'],
      ['f: IPv6 address "1:0:0:0:0:0:0:0" should be in RFC 5952 canonical format ("1::")'],
    ],
    [
      '00001::',
      ['must not have leading 0s'],
      ['must not have leading 0s'],
      ['f: non-standard IP address "00001::" will be considered invalid in a future Kubernetes release: use "1::"'],
    ],
    ['127.0.0.1', [], [], []],
    ['169.254.1.1', [], [], []],
    ['fe80::1', [], [], []],
    ['febf::1', [], [], []],
    ['fec0::1', [], [], []],
    ['224.0.0.1', [], [], []],
    ['224.0.1.1', [], [], []],
    ['ff02::1', [], [], []],
    ['ff12::1', [], [], []],
    ['ff01::1', [], [], []],
    [
      '1:2:3:4:5:6:1.2.3.4',
      [],
      ['must be in canonical form ("1:2:3:4:5:6:102:304")'],
      ['f: IPv6 address "1:2:3:4:5:6:1.2.3.4" should be in RFC 5952 canonical format ("1:2:3:4:5:6:102:304")'],
    ],
    [
      '::0',
      [],
      ['must be in canonical form ("::")'],
      ['f: IPv6 address "::0" should be in RFC 5952 canonical format ("::")'],
    ],
    [
      '0::0',
      [],
      ['must be in canonical form ("::")'],
      ['f: IPv6 address "0::0" should be in RFC 5952 canonical format ("::")'],
    ],
  ])('%j', (text, strict, canonical, warnings) => {
    expect(ipProblems(text, false)).toEqual([]);
    expect(ipProblems(text, true)).toEqual(strict);
    expect(canonicalIPProblems(text)).toEqual(canonical);
    expect(ipWarnings('f', text, 35)).toEqual(warnings);
    expect(ipWarnings('f', text, 32)).toEqual([]);
  });

  it.each([
    '',
    '256.1.1.1',
    '1.2.3',
    '1.2.3.4.5',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    ':::',
    ':',
    'fe80::1%eth0',
    '12345::',
    'g::',
    ' 1.2.3.4',
    '1.2.3.4 ',
    '1.2.3.-4',
    '0x1.2.3.4',
    '1:2:3:4:5:6:7:1.2.3.4',
    '1.2.3.4::',
    '::1:',
    ':1::',
    '10.0.0.1/8',
    '1',
  ])('%j is none', (text) => {
    expect(ipProblems(text, false)).toEqual([INVALID_IP]);
    expect(ipProblems(text, true)).toEqual([INVALID_IP]);
    expect(canonicalIPProblems(text)).toEqual([INVALID_IP]);
    expect(ipWarnings('f', text, 36)).toEqual([]);
  });
});

describe('blocks: strict problems, problems of the canonical form, warnings', () => {
  it.each<[string, Texts, Texts, Texts]>([
    ['10.0.0.0/8', [], [], []],
    [
      '10.0.0.1/8',
      ['must not have bits set beyond the prefix length'],
      ['must not have bits set beyond the prefix length'],
      ['f: CIDR value "10.0.0.1/8" is ambiguous in this context (should be "10.0.0.0/8" or "10.0.0.1/32"?)'],
    ],
    [
      '10.0.0.0/032',
      ['must not have leading 0s in IP or prefix length'],
      ['must not have leading 0s in IP or prefix length'],
      [
        'f: non-standard CIDR value "10.0.0.0/032" will be considered invalid in a future Kubernetes release: use "10.0.0.0/32"',
      ],
    ],
    [
      '10.0.0.0/08',
      ['must not have leading 0s in IP or prefix length'],
      ['must not have leading 0s in IP or prefix length'],
      [
        'f: non-standard CIDR value "10.0.0.0/08" will be considered invalid in a future Kubernetes release: use "10.0.0.0/8"',
      ],
    ],
    [
      '010.0.0.0/8',
      ['must not have leading 0s in IP or prefix length'],
      ['must not have leading 0s in IP or prefix length'],
      [
        'f: non-standard CIDR value "010.0.0.0/8" will be considered invalid in a future Kubernetes release: use "10.0.0.0/8"',
      ],
    ],
    ['0.0.0.0/0', [], [], []],
    ['::/0', [], [], []],
    ['2001:db8::/32', [], [], []],
    [
      '2001:db8::1/32',
      ['must not have bits set beyond the prefix length'],
      ['must not have bits set beyond the prefix length'],
      ['f: CIDR value "2001:db8::1/32" is ambiguous in this context (should be "2001:db8::/32" or "2001:db8::1/128"?)'],
    ],
    [
      '2001:DB8::/32',
      [],
      ['must be in canonical form ("2001:db8::/32")'],
      ['f: IPv6 CIDR value "2001:DB8::/32" should be in RFC 5952 canonical format ("2001:db8::/32")'],
    ],
    [
      '2001:0db8::/32',
      [],
      ['must be in canonical form ("2001:db8::/32")'],
      ['f: IPv6 CIDR value "2001:0db8::/32" should be in RFC 5952 canonical format ("2001:db8::/32")'],
    ],
    [
      '::ffff:10.0.0.0/104',
      ['must not have an IPv4-mapped IPv6 address'],
      ['must not have an IPv4-mapped IPv6 address'],
      [
        'f: non-standard CIDR value "::ffff:10.0.0.0/104" will be considered invalid in a future Kubernetes release: use "10.0.0.0/8"',
      ],
    ],
    [
      '::ffff:10.0.0.1/104',
      ['must not have an IPv4-mapped IPv6 address'],
      ['must not have an IPv4-mapped IPv6 address'],
      [
        'f: CIDR value "::ffff:10.0.0.1/104" is ambiguous in this context (should be "10.0.0.0/8" or "10.0.0.1/128"?)',
        'f: non-standard CIDR value "::ffff:10.0.0.1/104" will be considered invalid in a future Kubernetes release: use "10.0.0.0/8"',
      ],
    ],
    [
      '::ffff:0:0/80',
      ['must not have an IPv4-mapped IPv6 address'],
      ['must not have an IPv4-mapped IPv6 address'],
      [
        'f: CIDR value "::ffff:0:0/80" is ambiguous in this context (should be "::/80" or "0.0.0.0/128"?)',
        'f: non-standard CIDR value "::ffff:0:0/80" will be considered invalid in a future Kubernetes release: use "::/80"',
      ],
    ],
    [
      '::ffff:10.0.0.0/95',
      ['must not have an IPv4-mapped IPv6 address'],
      ['must not have an IPv4-mapped IPv6 address'],
      [
        'f: CIDR value "::ffff:10.0.0.0/95" is ambiguous in this context (should be "::fffe:0:0/95" or "10.0.0.0/128"?)',
        'f: non-standard CIDR value "::ffff:10.0.0.0/95" will be considered invalid in a future Kubernetes release: use "::fffe:0:0/95"',
      ],
    ],
    ['1.2.3.4/32', [], [], []],
    ['::1/128', [], [], []],
  ])('%j', (text, strict, canonical, warnings) => {
    expect(cidrProblems(text, false)).toEqual([]);
    expect(cidrProblems(text, true)).toEqual(strict);
    expect(canonicalCIDRProblems(text)).toEqual(canonical);
    expect(cidrWarnings('f', text, 35)).toEqual(warnings);
    expect(cidrWarnings('f', text, 32)).toEqual([]);
  });

  it.each([
    '',
    '1.2.3.4',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/',
    '/8',
    '10.0.0.0/-1',
    '10.0.0.0/+8',
    '10.0.0.0/8/8',
    '10.0.0.0/8 ',
    '10.0.0/8',
    '10.0.0.0/1e1',
  ])('%j is none', (text) => {
    expect(cidrProblems(text, false)).toEqual([INVALID_CIDR]);
    expect(cidrProblems(text, true)).toEqual([INVALID_CIDR]);
    expect(canonicalCIDRProblems(text)).toEqual([INVALID_CIDR]);
    expect(cidrWarnings('f', text, 36)).toEqual([]);
  });
});

describe('warnings since 1.36', () => {
  it('say that the value is invalid', () => {
    expect(ipWarnings('f', '01.2.3.4', 36)).toEqual([
      'f: non-standard IP address "01.2.3.4" is invalid: use "1.2.3.4"',
    ]);
    expect(cidrWarnings('f', '010.0.0.0/8', 36)).toEqual([
      'f: non-standard CIDR value "010.0.0.0/8" is invalid: use "10.0.0.0/8"',
    ]);
  });
});

describe('addresses of endpoints', () => {
  const loopback = 'may not be in the loopback range (127.0.0.0/8, ::1/128)';
  const linkLocal = 'may not be in the link-local range (169.254.0.0/16, fe80::/10)';
  const multicast = 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)';
  it.each<[string, Texts]>([
    ['10.0.0.1', []],
    ['2001:db8::1', []],
    ['x', ['must be a valid IP address']],
    ['0.0.0.0', ['may not be unspecified (0.0.0.0)']],
    ['::', ['may not be unspecified (::)']],
    ['::ffff:0.0.0.0', ['may not be unspecified (::ffff:0.0.0.0)']],
    ['127.0.0.1', [loopback]],
    ['127.255.255.255', [loopback]],
    ['::ffff:127.0.0.1', [loopback]],
    ['::1', [loopback]],
    ['169.254.169.254', [linkLocal]],
    ['fe80::1', [linkLocal]],
    ['febf::1', [linkLocal]],
    ['fec0::1', []],
    ['224.0.0.1', [multicast]],
    ['224.0.1.1', []],
    ['ff02::1', [multicast]],
    ['ff12::1', [multicast]],
    ['ff01::1', []],
  ])('%s', (text, problems) => expect(endpointIPProblems(text)).toEqual(problems));
});

describe('any text', () => {
  const texts = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'0129afF:./') }),
    fc.string({ unit: 'binary' }),
    fc.ipV4(),
    fc.ipV6(),
    fc.tuple(fc.ipV6(), fc.nat(140)).map(([address, length]) => `${address}/${length}`),
    fc.tuple(fc.ipV4(), fc.nat(40)).map(([address, length]) => `${address}/${length}`),
  );

  it('never throws, and the strict reading refuses all that the sloppy one does', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const problemsOf of [ipProblems, cidrProblems]) {
          if (problemsOf(text, false).length > 0) expect(problemsOf(text, true).length).toBe(1);
        }
        if (canonicalIPProblems(text).length === 0) expect(ipWarnings('f', text, 36)).toEqual([]);
        if (canonicalCIDRProblems(text).length === 0) expect(cidrWarnings('f', text, 36)).toEqual([]);
        expect(Array.isArray(endpointIPProblems(text))).toBe(true);
      }),
    );
  });
});
