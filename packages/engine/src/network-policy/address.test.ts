/** Ranges of addresses. */
import { describe, expect, it } from 'vitest';
import { addressOf, allAddresses, blockRanges, cidrsOf, rangesContain } from './address.js';

describe('blocks', () => {
  it.each([
    ['10.0.0.0/8', [], ['10.0.0.0/8']],
    ['10.0.0.0/8', ['10.0.0.0/9'], ['10.128.0.0/9']],
    ['10.0.0.0/30', ['10.0.0.1/32'], ['10.0.0.0/32', '10.0.0.2/31']],
    ['10.0.0.0/30', ['10.0.0.0/31', '10.0.0.3/32'], ['10.0.0.2/32']],
    ['10.0.0.77/24', [], ['10.0.0.0/24']],
    ['::/0', ['8000::/1'], ['::/1']],
    ['fd00::/126', ['fd00::3/128'], ['fd00::/127', 'fd00::2/128']],
    ['::ffff:10.0.0.0/104', ['10.128.0.0/9'], ['10.0.0.0/9']],
    ['::/0', ['0.0.0.0/0'], ['::/0']],
    ['nonsense', [], []],
  ])('%s without %j', (cidr, except, expected) => {
    expect(blockRanges(cidr, except).flatMap(cidrsOf)).toEqual(expected);
  });

  it('have no address of the other family', () => {
    const [ipv4, mapped, ipv6] = ['8.8.8.8', '::ffff:8.8.8.8', '2001:db8::1'].map(
      (text) => addressOf(text) ?? ({ family: 4, value: 0n } as const),
    );
    const holds = (cidr: string) =>
      [ipv4, mapped, ipv6].map((address) => address !== undefined && rangesContain(blockRanges(cidr, []), address));
    expect(holds('::/0')).toEqual([false, false, true]);
    expect(holds('0.0.0.0/0')).toEqual([true, true, false]);
  });

  it('make up a family', () => {
    expect(cidrsOf(allAddresses(4))).toEqual(['0.0.0.0/0']);
    expect(cidrsOf(allAddresses(6))).toEqual(['::/0']);
  });
});
