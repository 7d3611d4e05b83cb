/** Rows in words. */
import type { ConnectionNode } from '@bulkhead/engine/network-policy';
import { describe, expect, it } from 'vitest';
import { compactRows, describeRows, NodeUniverse } from './compact-rows.js';

const workload = (namespace: string, name: string): ConnectionNode => ({ kind: 'workload', namespace, name });
const A = ['1', '2', '3', '4', '5', '6', '7', '8'].map((name) => workload('a', name));
const B = [workload('b', 'x')];
const OUTSIDE: ConnectionNode[] = ['0.0.0.0/1', '128.0.0.0/1'].map((cidr) => ({ kind: 'ip', cidr }));
const universe = new NodeUniverse([...A, ...B, ...OUTSIDE]);

describe('nodes in words', () => {
  it.each<[string, readonly ConnectionNode[], readonly string[]]>([
    ['everything', [...A, ...B, ...OUTSIDE], ['everything']],
    ['workloads', [...A, ...B], ['every workload']],
    ['addresses', OUTSIDE, ['every address']],
    ['a namespace', A, ['a/*']],
    ['a namespace of one', B, ['b/x']],
    ['nearly a namespace', A.slice(1), ['a/* but 1']],
    ['some', [...A.slice(0, 2), ...OUTSIDE.slice(0, 1)], ['a/1', 'a/2', '0.0.0.0/1']],
    ['none', [], []],
  ])('%s', (_, nodes, expected) => {
    expect(universe.describe(nodes, [])).toEqual(expected);
  });

  it('count the other side as there', () => {
    expect(universe.describe(A.slice(1), A.slice(0, 1))).toEqual(['a/*']);
  });
});

describe('rows', () => {
  it('of the same sources and label are one', () => {
    const edges = [
      { from: A, to: B, label: 'all' },
      { from: B, to: B, label: 'all' },
      { from: A, to: A, label: 'TCP 1' },
      { from: B, to: A, label: 'TCP 1' },
      { from: OUTSIDE, to: A, label: 'TCP 2' },
    ];
    expect(describeRows(compactRows(edges), universe)).toEqual([
      { from: ['every workload'], to: ['a/*'], label: 'TCP 1' },
      { from: ['every address'], to: ['a/*'], label: 'TCP 2' },
      { from: ['every workload'], to: ['b/x'], label: 'all' },
    ]);
  });
});
