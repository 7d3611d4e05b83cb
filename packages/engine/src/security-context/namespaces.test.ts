import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { describe, expect, it } from 'vitest';
import { effectiveNamespaces } from './namespaces.js';
import { podContainers } from './pod-containers.js';

const OWN = {
  pid: 'container',
  pidTarget: null,
  network: 'pod',
  ipc: 'pod',
  uts: 'pod',
  cgroup: 'container',
  user: 'host',
};

describe('namespaces', () => {
  const debug = { ephemeralContainers: [{ name: 'd', targetContainerName: 'app' }] };
  const app = { containers: [{ name: 'app' }] };
  const cases: readonly [string, PodSpec, object][] = [
    ['nothing shared', app, OWN],
    ['host network', { ...app, hostNetwork: true }, { ...OWN, network: 'host', uts: 'host' }],
    ['host processes', { ...app, hostPID: true }, { ...OWN, pid: 'host' }],
    ['host IPC', { ...app, hostIPC: true }, { ...OWN, ipc: 'host' }],
    ['processes of the pod', { ...app, shareProcessNamespace: true }, { ...OWN, pid: 'pod' }],
    ['host processes come first', { ...app, hostPID: true, shareProcessNamespace: true }, { ...OWN, pid: 'host' }],
    ['a debug container', debug, { ...OWN, pid: 'target', pidTarget: 'app' }],
    ['a debug container without target', { ephemeralContainers: [{ name: 'd' }] }, OWN],
    ['a debug container of a sharing pod', { ...debug, shareProcessNamespace: true }, { ...OWN, pid: 'pod' }],
  ];
  it.each(cases)('%s', (_name, spec, expected) => {
    const item = podContainers(spec)[0];
    if (item === undefined) throw new Error('the pod has a container');
    expect(effectiveNamespaces(item, spec, false, false, undefined)).toEqual(expected);
  });

  it('of cgroups and users', () => {
    const item = podContainers(app)[0];
    if (item === undefined) throw new Error('the pod has a container');
    expect(effectiveNamespaces(item, app, true, true, undefined)).toMatchObject({ cgroup: 'host', user: 'pod' });
    expect(effectiveNamespaces(item, app, false, false, { cgroupVersion: 1 })).toMatchObject({ cgroup: 'host' });
  });
});
