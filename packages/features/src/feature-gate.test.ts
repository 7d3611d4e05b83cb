import { MINORS } from '@bulkhead/apimachinery';
import { describe, expect, it } from 'vitest';
import { allFeatureGates, featureGate, featureGatesIn } from './feature-gate.js';

describe('featureGate', () => {
  it('knows the ladder of a gate', () => {
    const gate = featureGate('UserNamespacesSupport');
    expect(gate?.runs).toEqual([
      { from: 27, to: 27, state: 'absent' },
      { from: 28, to: 29, state: { stage: 'alpha', default: false, lockToDefault: false } },
      { from: 30, to: 32, state: { stage: 'beta', default: false, lockToDefault: false } },
      { from: 33, to: 35, state: { stage: 'beta', default: true, lockToDefault: false } },
      { from: 36, to: 36, state: { stage: 'ga', default: true, lockToDefault: true } },
    ]);
    expect(gate?.kep).toEqual([127]);
    expect(gate?.components).toEqual(['kube-apiserver', 'kubelet']);
    expect(gate?.securityRelevant).toBe(true);
    expect(gate?.summary).not.toBe('');
  });

  const cases = [
    { gate: 'PodSecurity', minor: 27, state: { stage: 'ga', default: true, lockToDefault: true } },
    { gate: 'PodSecurity', minor: 28, state: 'removed' },
    { gate: 'PodCertificateRequest', minor: 33, state: 'absent' },
    { gate: 'PodCertificateRequest', minor: 35, state: { stage: 'beta', default: false, lockToDefault: false } },
    { gate: 'SeparateCacheWatchRPC', minor: 36, state: { stage: 'deprecated', default: false, lockToDefault: true } },
    { gate: 'NodeLogQuery', minor: 26, state: 'absent' },
    { gate: 'NodeLogQuery', minor: 37, state: 'absent' },
    { gate: 'NodeLogQuery', minor: Number.NaN, state: 'absent' },
  ];
  it.each(cases)('$gate in 1.$minor', ({ gate, minor, state }) => {
    expect(featureGate(gate)?.stageIn(minor)).toEqual(state);
  });

  it.each(['', 'Nope', '__proto__', 'constructor', 'toString', 'usernamespacessupport'])(
    'does not know "%s"',
    (name) => {
      expect(featureGate(name)).toBeUndefined();
    },
  );

  it('has defaults of components that differ', () => {
    const defaults = featureGate('WatchListClient')?.componentDefaults;
    expect([...(defaults?.keys() ?? [])]).toContain('kube-controller-manager');
  });

  it('names what differs between patch releases', () => {
    expect(featureGate('EventedPLEG')?.patchNotes).toContain('1.27.10');
    expect(featureGate('NodeLogQuery')?.patchNotes).toBeUndefined();
  });
});

describe('allFeatureGates', () => {
  it('resolves all gates in all minors, without holes', () => {
    expect(allFeatureGates().size).toBe(355);
    for (const [name, gate] of allFeatureGates()) {
      expect(gate.runs.map((run) => run.from)).toEqual([27, ...gate.runs.slice(0, -1).map((run) => run.to + 1)]);
      expect(gate.runs.at(-1)?.to, name).toBe(36);
      for (const minor of MINORS) expect(gate.stageIn(minor), `${name} in 1.${minor}`).toBeDefined();
    }
  });

  it('never brings a removed gate back', () => {
    for (const [name, gate] of allFeatureGates()) {
      const removed = gate.runs.findIndex((run) => run.state === 'removed');
      if (removed >= 0) expect(removed, name).toBe(gate.runs.length - 1);
      expect(gate.removedIn, name).toBe(removed < 0 ? undefined : gate.runs[removed]?.from);
    }
  });
});

describe('featureGatesIn', () => {
  it.each([
    [27, 147],
    [31, 165],
    [35, 216],
    [36, 240],
  ])('1.%i has %i gates', (minor, count) => {
    expect(featureGatesIn(minor)).toHaveLength(count);
  });

  it('is sorted, the same at every call, and empty for unknown minors', () => {
    expect(featureGatesIn(35)).toEqual([...featureGatesIn(35)].sort());
    expect(featureGatesIn(35)).toBe(featureGatesIn(35));
    expect(featureGatesIn(99)).toEqual([]);
  });
});
