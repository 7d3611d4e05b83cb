import { describe, expect, it } from 'vitest';
import type { NodeFacts } from '../security-context/node-facts.js';
import { idmappedMounts, unmetRequirements } from './requirements.js';

describe('file systems that can be mounted with mapped ids', () => {
  const cases: readonly [string, string | undefined, string][] = [
    ['ext4', undefined, 'supported'],
    ['ext4', '5.11.0', 'needs-kernel'],
    ['xfs', '5.12', 'supported'],
    ['btrfs', '5.14', 'needs-kernel'],
    ['overlay', '5.19', 'supported'],
    ['tmpfs', '6.2.9', 'needs-kernel'],
    ['tmpfs', '6.3', 'supported'],
    ['ceph', '6.6', 'needs-kernel'],
    ['cephfs', '6.7', 'supported'],
    ['hugetlbfs', '6.8', 'needs-kernel'],
    ['nfs', '6.18', 'unsupported'],
    ['cifs', '6.18', 'unsupported'],
    ['zfs', '6.18', 'unknown'],
    ['constructor', undefined, 'unknown'],
  ];
  it.each(cases)('%s on Linux %s', (fileSystem, kernel, kind) => {
    expect(idmappedMounts(fileSystem, kernel).kind).toBe(kind);
  });
});

describe('what a node lacks', () => {
  const cases: readonly [NodeFacts | undefined, readonly string[]][] = [
    [undefined, []],
    [{}, []],
    [{ kernelVersion: '6.3.1', runtimeVersion: '2.0.0', ociRuntime: { name: 'runc', version: '1.2.0' } }, []],
    [
      { kernelVersion: '6.1.0-13' },
      ['Linux 6.3 or later is needed to mount tmpfs with mapped ids; the node has 6.1.0-13'],
    ],
    [{ runtimeVersion: '1.7.29' }, ['containerd 2.0 or later is needed; the node has 1.7.29']],
    [{ runtime: 'cri-o', runtimeVersion: '1.24.6' }, ['cri-o 1.25 or later is needed; the node has 1.24.6']],
    [{ runtime: 'cri-o', runtimeVersion: '1.25.0' }, []],
    [{ ociRuntime: { name: 'runc', version: '1.1.15' } }, ['runc 1.2 or later is needed; the node has 1.1.15']],
    [{ ociRuntime: { name: 'crun', version: '1.8.1' } }, ['crun 1.9 or later is needed; the node has 1.8.1']],
    [{ ociRuntime: { name: 'runsc', version: '0.1' } }, []],
  ];
  it.each(cases)('%j', (node, messages) => {
    expect(unmetRequirements(node).map(({ message }) => message)).toEqual(messages);
  });
});
