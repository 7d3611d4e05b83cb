/** Sets of ports as numbers. */
import { describe, expect, it } from 'vitest';
import { ALL_PORTS, NO_PORTS, PortSets } from './port-sets.js';
import type { PortRange } from './protocol.js';

const RANGES: readonly PortRange[] = [
  { protocol: 'TCP', from: 80, to: 90 },
  { protocol: 'TCP', from: 85, to: 100 },
  { protocol: 'UDP', from: 1, to: 65535 },
];

describe.each([0, 100])('port sets with %s more edges', (more) => {
  const extra = Array.from(
    { length: more },
    (_, index): PortRange => ({ protocol: 'SCTP', from: index * 9 + 1, to: index * 9 + 4 }),
  );
  const sets = new PortSets([...RANGES, ...extra]);
  const [first = NO_PORTS, second = NO_PORTS, third = NO_PORTS] = RANGES.map(({ protocol, from, to }) => {
    const words = new Int32Array(sets.width);
    sets.add(words, protocol, from, to);
    return sets.intern(words);
  });

  it('are joined and cut', () => {
    expect(sets.ports(sets.union(first, second))).toEqual([{ protocol: 'TCP', from: 80, to: 100 }]);
    expect(sets.ports(sets.intersect(first, second))).toEqual([{ protocol: 'TCP', from: 85, to: 90 }]);
    expect(sets.intersect(first, third)).toBe(NO_PORTS);
    expect(sets.intersect(ALL_PORTS, third)).toBe(third);
    expect(sets.union(third, NO_PORTS)).toBe(third);
  });

  it('are numbered once', () => {
    expect(sets.union(first, second)).toBe(sets.union(second, first));
    expect(sets.ports(ALL_PORTS)).toBe('all');
    expect(sets.ports(NO_PORTS)).toEqual([]);
  });
});
