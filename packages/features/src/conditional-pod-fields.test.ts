import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { describe, expect, it } from 'vitest';
import { clusterProfile } from './cluster-profile.js';
import { dropConditionalPodFields } from './conditional-pod-fields.js';

function drop(spec: PodSpec, version: string, gates = '') {
  const result = clusterProfile({ version, gates });
  if ('errors' in result) throw new Error(result.errors.join('; '));
  return dropConditionalPodFields(spec, result.profile);
}

const EXPLICIT_SIDECAR: PodSpec = {
  containers: [{ name: 'c', restartPolicy: 'Always' }],
  initContainers: [
    { name: 'i', restartPolicy: 'Always' },
    { name: 'j', restartPolicy: 'OnFailure' },
  ],
};

interface Case {
  readonly name: string;
  readonly version: string;
  readonly gates: string;
  readonly spec: PodSpec;
  readonly after: PodSpec;
  readonly dropped: readonly { readonly fieldPath: string; readonly gate: string }[];
}

const cases: readonly Case[] = [
  {
    name: 'sidecars before they were always there',
    version: '1.28',
    gates: '',
    spec: EXPLICIT_SIDECAR,
    after: { containers: [{ name: 'c', restartPolicy: 'Always' }], initContainers: [{ name: 'i' }, { name: 'j' }] },
    dropped: [
      { fieldPath: 'initContainers[0].restartPolicy', gate: 'SidecarContainers' },
      { fieldPath: 'initContainers[1].restartPolicy', gate: 'SidecarContainers' },
    ],
  },
  {
    name: 'restart policies of containers, but not sidecars',
    version: '1.34',
    gates: '',
    spec: EXPLICIT_SIDECAR,
    after: {
      containers: [{ name: 'c' }],
      initContainers: [{ name: 'i', restartPolicy: 'Always' }, { name: 'j' }],
    },
    dropped: [
      { fieldPath: 'containers[0].restartPolicy', gate: 'ContainerRestartRules' },
      { fieldPath: 'initContainers[1].restartPolicy', gate: 'ContainerRestartRules' },
    ],
  },
  {
    name: 'image volumes and their mounts',
    version: '1.31',
    gates: '',
    spec: {
      volumes: [
        { name: 'a', image: { reference: 'x' } },
        { name: 'b', emptyDir: {} },
      ],
      containers: [{ name: 'c', volumeMounts: [{ name: 'a' }, { name: 'b' }] }],
      ephemeralContainers: [{ name: 'e', volumeMounts: [{ name: 'a' }] }],
    },
    after: {
      volumes: [{ name: 'b', emptyDir: {} }],
      containers: [{ name: 'c', volumeMounts: [{ name: 'b' }] }],
      ephemeralContainers: [{ name: 'e', volumeMounts: [] }],
    },
    dropped: [
      { fieldPath: 'volumes[0]', gate: 'ImageVolume' },
      { fieldPath: 'containers[0].volumeMounts[0]', gate: 'ImageVolume' },
      { fieldPath: 'ephemeralContainers[0].volumeMounts[0]', gate: 'ImageVolume' },
    ],
  },
  {
    name: 'claims of containers, but not of the pod',
    version: '1.33',
    gates: '',
    spec: {
      resources: { claims: [{ name: 'x' }] },
      containers: [{ name: 'c', resources: { limits: { cpu: '1' }, claims: [{ name: 'x' }] } }],
    },
    after: {
      resources: { claims: [{ name: 'x' }] },
      containers: [{ name: 'c', resources: { limits: { cpu: '1' } } }],
    },
    dropped: [{ fieldPath: 'containers[0].resources.claims', gate: 'DynamicResourceAllocation' }],
  },
  {
    name: 'grace periods of liveness and startup probes',
    version: '1.27',
    gates: 'ProbeTerminationGracePeriod=false',
    spec: {
      containers: [
        {
          livenessProbe: { periodSeconds: 1, terminationGracePeriodSeconds: 5 },
          readinessProbe: { terminationGracePeriodSeconds: 5 },
          startupProbe: { terminationGracePeriodSeconds: 5 },
        },
      ],
    },
    after: {
      containers: [
        { livenessProbe: { periodSeconds: 1 }, readinessProbe: { terminationGracePeriodSeconds: 5 }, startupProbe: {} },
      ],
    },
    dropped: [
      { fieldPath: 'containers[0].livenessProbe.terminationGracePeriodSeconds', gate: 'ProbeTerminationGracePeriod' },
      { fieldPath: 'containers[0].startupProbe.terminationGracePeriodSeconds', gate: 'ProbeTerminationGracePeriod' },
    ],
  },
  {
    name: 'sleep, leaving an empty handler',
    version: '1.29',
    gates: '',
    spec: { containers: [{ lifecycle: { preStop: { sleep: { seconds: 1 } } } }] },
    after: { containers: [{ lifecycle: { preStop: {} } }] },
    dropped: [{ fieldPath: 'containers[0].lifecycle.preStop.sleep', gate: 'PodLifecycleSleepAction' }],
  },
  {
    name: 'sleep, and the handler and lifecycle that held nothing else',
    version: '1.30',
    gates: 'PodLifecycleSleepAction=false',
    spec: {
      containers: [
        { name: 'a', lifecycle: { preStop: { sleep: { seconds: 1 } } } },
        { name: 'b', lifecycle: { preStop: { sleep: { seconds: 1 } }, postStart: { exec: {} } } },
      ],
    },
    after: { containers: [{ name: 'a' }, { name: 'b', lifecycle: { postStart: { exec: {} } } }] },
    dropped: [
      { fieldPath: 'containers[0].lifecycle.preStop.sleep', gate: 'PodLifecycleSleepAction' },
      { fieldPath: 'containers[1].lifecycle.preStop.sleep', gate: 'PodLifecycleSleepAction' },
    ],
  },
  {
    name: 'stop signals',
    version: '1.33',
    gates: '',
    spec: {
      containers: [{ name: 'a', lifecycle: { stopSignal: 'SIGUSR1' } }],
      initContainers: [{ name: 'b', lifecycle: { stopSignal: 'SIGUSR1', preStop: { exec: {} } } }],
    },
    after: { containers: [{ name: 'a' }], initContainers: [{ name: 'b', lifecycle: { preStop: { exec: {} } } }] },
    dropped: [
      { fieldPath: 'containers[0].lifecycle.stopSignal', gate: 'ContainerStopSignals' },
      { fieldPath: 'initContainers[0].lifecycle.stopSignal', gate: 'ContainerStopSignals' },
    ],
  },
];

describe('dropConditionalPodFields', () => {
  it.each(cases)('drops $name', ({ spec, version, gates, after, dropped }) => {
    const before = structuredClone(spec);
    const result = drop(spec, version, gates);
    expect(result.spec).toEqual(after);
    expect(result.dropped).toEqual(dropped);
    expect(spec).toEqual(before);
  });

  it('gives the same object back when nothing is dropped', () => {
    for (const version of ['1.27', '1.31', '1.36']) {
      const spec: PodSpec = { containers: [{ name: 'c', lifecycle: { preStop: { exec: {} } } }] };
      expect(drop(spec, version)).toEqual({ spec, dropped: [] });
      expect(drop(spec, version).spec).toBe(spec);
    }
  });

  it('keeps everything while the gates are on', () => {
    expect(drop(EXPLICIT_SIDECAR, '1.35').dropped).toEqual([]);
    expect(drop(EXPLICIT_SIDECAR, '1.29').dropped).toEqual([]);
  });

  it('takes an empty spec', () => {
    expect(drop({}, '1.28')).toEqual({ spec: {}, dropped: [] });
  });
});
