import { describe, expect, it } from 'vitest';
import { blockRanges } from './address.js';
import { holdWorld, worldBlocks } from './world.js';

const ranges = (...blocks: readonly string[]) =>
  blocks.flatMap((block) => {
    const [cidr = '', ...except] = block.split(' - ');
    return blockRanges(cidr, except);
  });

describe('the world', () => {
  it.each([
    [true, ['0.0.0.0/0']],
    [true, ['0.0.0.0/1', '128.0.0.0/1']],
    [true, ['128.0.0.0/1', '64.0.0.0/2', '0.0.0.0/2']],
    [true, ['0.0.0.0/0 - 10.0.0.0/8 - 172.16.0.0/12 - 192.168.0.0/16 - 169.254.169.254/32']],
    [true, ['0.0.0.0/0 - 8.8.0.0/16', '8.0.0.0/8']],
    [
      true,
      [
        '1.0.0.0/8',
        '2.0.0.0/7',
        '4.0.0.0/6',
        '8.0.0.0/5',
        '16.0.0.0/4',
        '32.0.0.0/3',
        '64.0.0.0/2',
        '128.0.0.0/2',
        '192.0.0.0/3',
      ],
    ],
    [false, ['0.0.0.0/0 - 8.8.8.8/32']],
    [false, ['0.0.0.0/1']],
    [false, ['0.0.0.0/1', '128.0.0.0/2']],
    [false, ['10.0.0.0/8']],
    [false, []],
  ])('is %s for %j', (isWorld, blocks) => {
    expect(holdWorld(4, ranges(...blocks))).toBe(isWorld);
    expect(holdWorld(6, ranges(...blocks))).toBe(false);
  });

  it.each([
    [true, ['::/0']],
    [true, ['2000::/3']],
    [true, ['::/1', '8000::/1']],
    [false, ['2000::/4']],
    [false, ['fc00::/7']],
  ])('of IPv6 is %s for %j', (isWorld, blocks) => {
    expect(holdWorld(6, ranges(...blocks))).toBe(isWorld);
    expect(holdWorld(4, ranges(...blocks))).toBe(false);
  });

  it('is told of lists of blocks', () => {
    expect(worldBlocks(['10.0.0.0/8', ' 0.0.0.0/0'])).toEqual(['0.0.0.0/0']);
    expect(worldBlocks(['0.0.0.0/1', ' 128.0.0.0/1', 'fd00::/8'])).toEqual(['0.0.0.0/1', '128.0.0.0/1']);
    expect(worldBlocks(['0.0.0.0/1', 'no block'])).toEqual([]);
  });
});
