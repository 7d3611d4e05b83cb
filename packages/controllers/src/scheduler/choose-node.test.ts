import type { Node, Pod, Taint, Toleration } from '@bulkhead/apimachinery/types/core-v1';
import { describe, expect, it } from 'vitest';
import { chooseNode } from './choose-node.js';
import { matchesSelection, misfit, tolerates } from './node-fit.js';
import { PodCounts } from './pod-counts.js';

const node = (name: string, spec: object = {}, labels: Record<string, string> = {}): Node => ({
  metadata: { name, labels },
  spec,
  status: { allocatable: { pods: '2' } },
});
const taint: Taint = { key: 'a', value: 'b', effect: 'NoSchedule' };

describe('tolerates', () => {
  it.each<[Toleration, boolean]>([
    [{ key: 'a', value: 'b' }, true],
    [{ key: 'a', operator: 'Equal', value: 'b', effect: 'NoSchedule' }, true],
    [{ key: 'a', operator: 'Equal', value: 'c' }, false],
    [{ key: 'a', operator: 'Exists' }, true],
    [{ operator: 'Exists' }, true],
    [{ key: 'a', operator: 'Exists', effect: 'NoExecute' }, false],
    [{ key: 'b', operator: 'Exists' }, false],
  ])('%j', (toleration, expected) => {
    expect(tolerates(toleration, taint)).toBe(expected);
  });
});

describe('matchesSelection', () => {
  const affinity = (...nodeSelectorTerms: object[]): Pod => ({
    spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } },
  });
  const zone = { key: 'zone', operator: 'In', values: ['a', 'b'] };
  const named = { key: 'metadata.name', operator: 'In', values: ['one'] };
  it.each<[string, Pod, boolean]>([
    ['nothing selected', {}, true],
    ['its label', { spec: { nodeSelector: { zone: 'a' } } }, true],
    ['another label', { spec: { nodeSelector: { zone: 'b' } } }, false],
    ['an inherited name', { spec: { nodeSelector: { constructor: 'x' } } }, false],
    ['an expression', affinity({ matchExpressions: [zone] }), true],
    ['its name', affinity({ matchFields: [named] }), true],
    [
      'one of two terms',
      affinity({ matchExpressions: [{ key: 'x', operator: 'Exists' }] }, { matchFields: [named] }),
      true,
    ],
    ['an empty term', affinity({}), false],
    ['a number', affinity({ matchExpressions: [{ key: 'cores', operator: 'Gt', values: ['3'] }] }), true],
  ])('%s', (_, pod, expected) => {
    expect(matchesSelection(pod, node('one', {}, { zone: 'a', cores: '4' }))).toBe(expected);
  });
});

describe('chooseNode', () => {
  it('takes the node with the fewest pods among those that fit', () => {
    const nodes = [node('full'), node('some'), node('free'), node('off', { unschedulable: true })];
    const counts: Record<string, number> = { full: 2, some: 1 };
    expect(chooseNode({}, nodes, (name) => counts[name] ?? 0)).toEqual({ kind: 'node', name: 'free' });
  });

  it('says why there is none', () => {
    expect(chooseNode({}, [], () => 0)).toEqual({ kind: 'none', message: 'no nodes available to schedule pods' });
    const nodes = [node('a', { taints: [taint] }), node('b', { taints: [taint] }), node('c', { unschedulable: true })];
    expect(chooseNode({}, nodes, () => 0)).toEqual({
      kind: 'none',
      message:
        '0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) had untolerated taint {a: b}. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
    });
    expect(misfit({}, node('full'), 2)).toBe('Too many pods');
    expect(
      misfit({ spec: { tolerations: [{ operator: 'Exists' }] } }, node('x', { taints: [taint] }), 0),
    ).toBeUndefined();
  });
});

it('PodCounts counts a pod once, where it is', () => {
  const counts = new PodCounts();
  counts.set('a/x', 'one');
  counts.set('a/x', 'one');
  counts.set('a/y', 'one');
  counts.set('a/x', 'two');
  expect([counts.of('one'), counts.of('two')]).toEqual([1, 1]);
  counts.set('a/y', undefined);
  counts.set('a/y', undefined);
  expect(counts.of('one')).toBe(0);
});
