import { describe, expect, it } from 'vitest';
import { featureGate, isKnown } from './feature-gate.js';
import { requirementsIn, STARTUP_CHECKS } from './gate-requirements.js';

describe('requirementsIn', () => {
  const cases: readonly (readonly [string, number, readonly string[]])[] = [
    ['ProcMountType', 34, []],
    ['ProcMountType', 35, ['UserNamespacesSupport']],
    ['UserNamespacesHostNetworkSupport', 34, []],
    ['UserNamespacesHostNetworkSupport', 35, ['UserNamespacesSupport']],
    ['UserNamespacesHostNetworkSupport', 36, ['NodeDeclaredFeatures', 'UserNamespacesSupport']],
    ['WindowsCPUAndMemoryAffinity', 35, ['MemoryManager']],
    ['WindowsCPUAndMemoryAffinity', 36, []],
    ['InPlacePodVerticalScalingExclusiveMemory', 35, ['InPlacePodVerticalScaling', 'MemoryManager']],
    ['InPlacePodVerticalScalingExclusiveMemory', 36, ['InPlacePodVerticalScaling']],
    ['PodCertificateRequest', 33, []],
    ['PodCertificateRequest', 34, ['AuthorizeNodeWithSelectors']],
    ['PodCertificateRequest', 36, ['AuthorizeNodeWithSelectors']],
    ['AuthorizeNodeWithSelectors', 31, ['AuthorizeWithSelectors']],
    ['Nope', 35, []],
  ];
  it.each(cases)('%s in 1.%i', (gate, minor, gates) => {
    expect(requirementsIn(gate, minor)).toEqual(gates);
  });
});

describe('STARTUP_CHECKS', () => {
  it.each(STARTUP_CHECKS)('$gate needs $requires', ({ gate, requires, from, to }) => {
    for (let minor = from; minor <= to; minor++) {
      for (const name of [gate, requires]) {
        const state = featureGate(name)?.stageIn(minor);
        expect(state !== undefined && isKnown(state), `${name} in 1.${minor}`).toBe(true);
      }
    }
  });
});
