import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../cluster-access.js';
import { OwnerGraph, placeKey, placeOfKey } from './owner-graph.js';
import { type OwnerState, ownerState, verdictOn } from './ownership.js';

const owner = (uid: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', name: uid, uid });
const owned = (owners: readonly string[], metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'x', ...(owners.length === 0 ? {} : { ownerReferences: owners.map(owner) }), ...metadata },
});

describe('ownerState', () => {
  const found = (metadata: object): KubeObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata });
  it.each<[string, KubeObject | undefined, OwnerState]>([
    ['nobody', undefined, 'absent'],
    ['another of the name', found({ uid: 'b' }), 'absent'],
    ['the owner', found({ uid: 'a' }), 'solid'],
    ['an owner that goes by itself', found({ uid: 'a', deletionTimestamp: 'now', finalizers: ['x.io/y'] }), 'solid'],
    [
      'an owner that waits',
      found({ uid: 'a', deletionTimestamp: 'now', finalizers: ['foregroundDeletion'] }),
      'waiting',
    ],
  ])('%s', (_, object, state) => {
    expect(ownerState(owner('a'), object)).toBe(state);
  });
});

describe('verdictOn', () => {
  it.each<[string, KubeObject, readonly OwnerState[], boolean, unknown]>([
    ['without owners', owned([]), [], false, { kind: 'keep' }],
    ['with its owner', owned(['a']), ['solid'], true, { kind: 'keep' }],
    [
      'with an owner nobody knows',
      owned(['a', 'b']),
      ['unknown', 'absent'],
      true,
      expect.objectContaining({ kind: 'disown' }),
    ],
    ['with an unknown owner alone', owned(['a']), ['unknown'], true, { kind: 'keep' }],
    [
      'one of two is left',
      owned(['a', 'b']),
      ['absent', 'solid'],
      false,
      { kind: 'disown', ownerReferences: [owner('b')] },
    ],
    [
      'one of two waits',
      owned(['a', 'b']),
      ['waiting', 'solid'],
      true,
      { kind: 'disown', ownerReferences: [owner('b')] },
    ],
    ['no owner is left', owned(['a']), ['absent'], true, { kind: 'delete', propagationPolicy: 'Background' }],
    ['the owner waits', owned(['a']), ['waiting'], false, { kind: 'delete', propagationPolicy: 'Background' }],
    [
      'the owner waits for a tree',
      owned(['a']),
      ['waiting'],
      true,
      { kind: 'delete', propagationPolicy: 'Foreground' },
    ],
    [
      'it leaves its own behind',
      owned(['a'], { finalizers: ['orphan'] }),
      ['absent'],
      true,
      { kind: 'delete', propagationPolicy: 'Orphan' },
    ],
    [
      'it goes in the foreground',
      owned(['a'], { finalizers: ['foregroundDeletion'] }),
      ['absent'],
      true,
      { kind: 'delete', propagationPolicy: 'Foreground' },
    ],
    ['it goes already', owned(['a'], { deletionTimestamp: 'now' }), ['absent'], true, { kind: 'keep' }],
  ])('%s', (_, object, states, hasDependents, verdict) => {
    expect(verdictOn(object, states, hasDependents)).toEqual(verdict);
  });
});

describe('OwnerGraph', () => {
  const place = (name: string) => ({ group: 'apps', resource: 'replicasets', namespace: 'default', name });

  it('knows dependents by their owners, and forgets them', () => {
    const graph = new OwnerGraph();
    graph.set(place('x'), [], [owner('a'), owner('b')]);
    graph.set(place('y'), [], [owner('a')]);
    expect(graph.dependentsOf('a').map(({ name }) => name)).toEqual(['x', 'y']);
    graph.set(place('x'), [owner('a'), owner('b')], [owner('b')]);
    expect(graph.dependentsOf('a').map(({ name }) => name)).toEqual(['y']);
    expect(graph.dependentsOf('b').map(({ name }) => name)).toEqual(['x']);
    graph.set(place('y'), [owner('a')], []);
    expect(graph.dependentsOf('a')).toEqual([]);
  });

  it('names places by keys', () => {
    expect(placeOfKey(placeKey(place('x')))).toEqual(place('x'));
    const cluster = { group: '', resource: 'nodes', namespace: '', name: 'n' };
    expect(placeOfKey(placeKey(cluster))).toEqual(cluster);
  });
});
