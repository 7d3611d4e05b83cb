import type { PodSpec, WindowsSecurityContextOptions } from '@bulkhead/apimachinery/types/core-v1';
import { describe, expect, it } from 'vitest';
import { podContainers } from './pod-containers.js';
import { isWindowsPod } from './pod-view.js';
import { effectiveWindows, ignoredOnWindows } from './windows.js';

describe('Windows options', () => {
  const NOTHING = { runAsUserName: null, hostProcess: false, gmsaCredentialSpecName: null, gmsaCredentialSpec: null };
  const cases: readonly [
    string,
    WindowsSecurityContextOptions | undefined,
    WindowsSecurityContextOptions | undefined,
    object,
  ][] = [
    ['nothing', undefined, undefined, NOTHING],
    [
      'the pod',
      undefined,
      { runAsUserName: 'a', hostProcess: true },
      { ...NOTHING, runAsUserName: 'a', hostProcess: true },
    ],
    [
      'the container',
      { runAsUserName: 'b', hostProcess: false },
      { runAsUserName: 'a', hostProcess: true },
      { ...NOTHING, runAsUserName: 'b' },
    ],
    [
      'credentials go together',
      { gmsaCredentialSpecName: 'n' },
      { gmsaCredentialSpec: 's', runAsUserName: 'a' },
      { ...NOTHING, runAsUserName: 'a', gmsaCredentialSpecName: 'n' },
    ],
    [
      'credentials of the pod',
      { runAsUserName: 'b' },
      { gmsaCredentialSpec: 's' },
      { ...NOTHING, runAsUserName: 'b', gmsaCredentialSpec: 's' },
    ],
  ];
  it.each(cases)('%s', (_name, own, shared, expected) => {
    expect(effectiveWindows(own, shared)).toEqual(expected);
  });
});

describe('a Windows pod', () => {
  const cases: readonly [PodSpec, 'linux' | 'windows' | undefined, boolean][] = [
    [{}, undefined, false],
    [{ os: { name: 'windows' } }, undefined, true],
    [{ os: { name: 'windows' } }, 'linux', true],
    [{ os: { name: 'linux' }, nodeSelector: { 'kubernetes.io/os': 'windows' } }, undefined, false],
    [{ nodeSelector: { 'kubernetes.io/os': 'windows' } }, undefined, true],
    [{ nodeSelector: { 'kubernetes.io/os': 'linux' } }, undefined, false],
    [{}, 'windows', true],
  ];
  it.each(cases)('%j on %s is one: %s', (spec, operatingSystem, expected) => {
    expect(isWindowsPod(spec, operatingSystem === undefined ? {} : { operatingSystem })).toBe(expected);
  });

  it('ignores every Linux setting', () => {
    const spec: PodSpec = {
      os: { name: 'windows' },
      hostUsers: false,
      hostPID: false,
      hostIPC: true,
      shareProcessNamespace: false,
      securityContext: { runAsUser: 1, fsGroup: 2, sysctls: [], supplementalGroups: [3], runAsNonRoot: true },
      containers: [
        {
          name: 'c',
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true },
        },
      ],
    };
    const item = podContainers(spec)[0];
    if (item === undefined) throw new Error('the pod has a container');
    const ignored = ignoredOnWindows(spec, item);
    expect(ignored.map(({ fieldPath }) => fieldPath)).toEqual([
      'spec.hostUsers',
      'spec.hostIPC',
      'spec.shareProcessNamespace',
      'spec.securityContext.fsGroup',
      'spec.securityContext.runAsUser',
      'spec.securityContext.supplementalGroups',
      'spec.containers[0].securityContext.capabilities',
      'spec.containers[0].securityContext.allowPrivilegeEscalation',
    ]);
    expect(new Set(ignored.map(({ why }) => why))).toEqual(
      new Set(['a Windows pod cannot have it: the API server answers "cannot be set for a windows pod"']),
    );
    const selected = { ...spec, os: {}, nodeSelector: { 'kubernetes.io/os': 'windows' } };
    expect(ignoredOnWindows(selected, item)[0]?.why).toBe('it means nothing on a Windows node');
  });
});
