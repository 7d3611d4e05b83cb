import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIP, formatStrictIP, parseIP, parseIPStrictly } from './ip-address.js';

describe('addresses and their canonical text', () => {
  it.each<[string, string]>([
    ['1.2.3.4', '1.2.3.4'],
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['01.2.3.4', '1.2.3.4'],
    ['1.2.3.004', '1.2.3.4'],
    ['1.2.3.0000004', '1.2.3.4'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['::ffff:01.2.3.4', '1.2.3.4'],
    ['::1.2.3.4', '::102:304'],
    ['0:0:0:0:0:ffff:102:304', '1.2.3.4'],
    ['2001:DB8::1', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:0:0:0:1', '2001:db8:0:1::1'],
    ['1:0:0:0:0:0:0:0', '1::'],
    ['00001::', '1::'],
    ['127.0.0.1', '127.0.0.1'],
    ['169.254.1.1', '169.254.1.1'],
    ['fe80::1', 'fe80::1'],
    ['febf::1', 'febf::1'],
    ['fec0::1', 'fec0::1'],
    ['224.0.0.1', '224.0.0.1'],
    ['224.0.1.1', '224.0.1.1'],
    ['ff02::1', 'ff02::1'],
    ['ff12::1', 'ff12::1'],
    ['ff01::1', 'ff01::1'],
    ['1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:102:304'],
    ['::0', '::'],
    ['0::0', '::'],
  ])('%j is %s', (text, canonical) => {
    const address = parseIP(text);
    expect(address === undefined ? undefined : formatIP(address)).toBe(canonical);
  });
});

describe('families', () => {
  it.each<[string, 4 | 6, boolean]>([
    ['1.2.3.4', 4, false],
    ['::ffff:1.2.3.4', 4, true],
    ['::ffff:102:304', 4, true],
    ['::1.2.3.4', 6, false],
    ['::', 6, false],
  ])('%s', (text, family, isMapped) => expect(parseIP(text)).toMatchObject({ family, isMapped }));

  it('keep the mapped form in the strict text', () => {
    const address = parseIPStrictly('::FFFF:102:304');
    expect(address === undefined ? undefined : formatStrictIP(address)).toBe('::ffff:1.2.3.4');
  });
});

describe('any address', () => {
  const addresses = fc.oneof(fc.ipV4(), fc.ipV6());

  it('has a canonical text that stands for it', () => {
    fc.assert(
      fc.property(addresses, (text) => {
        const address = parseIP(text);
        if (address === undefined) throw new Error(text);
        const canonical = formatIP(address);
        const again = parseIPStrictly(canonical);
        expect(again?.value).toBe(address.value);
        expect(again === undefined ? undefined : formatIP(again)).toBe(canonical);
      }),
    );
  });
});
