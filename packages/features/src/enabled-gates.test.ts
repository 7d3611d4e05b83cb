import { MINORS } from '@bulkhead/apimachinery';
import { describe, expect, it } from 'vitest';
import { defaultsOn, enabledGates, gateError, missingRequirements } from './enabled-gates.js';

describe('gateError', () => {
  it.each([
    ['NodeLogQuery', true, 35, 35, undefined],
    ['AllAlpha', true, 35, 35, undefined],
    ['AppArmor', true, 31, 31, undefined],
    ['AppArmor', false, 31, 31, 'cannot set feature gate AppArmor to false, feature is locked to true'],
    ['AppArmor', true, 33, 33, 'unrecognized feature gate: AppArmor'],
    ['AppArmor', true, 33, 32, 'unrecognized feature gate: AppArmor'],
    [
      'PodCertificateRequest',
      true,
      34,
      33,
      'cannot set feature gate PodCertificateRequest to true, feature is PreAlpha at emulated version 1.33',
    ],
  ])('%s=%s on 1.%i as 1.%i', (name, value, binary, emulated, error) => {
    expect(gateError(name, value, binary, emulated)).toBe(error);
  });
});

describe('enabledGates', () => {
  it.each(MINORS)('are the defaults of 1.%i when nothing is set', (minor) => {
    expect(enabledGates(minor, new Map())).toEqual(defaultsOn(minor));
    expect(defaultsOn(minor)).toBe(defaultsOn(minor));
  });

  it('leave the defaults as they are', () => {
    const before = defaultsOn(35).size;
    enabledGates(35, new Map([['AllAlpha', true]]));
    expect(defaultsOn(35).size).toBe(before);
  });
});

describe('missingRequirements', () => {
  it('are told in the order of the gates, each with all that is missing', () => {
    expect(missingRequirements(36, new Set(['ProcMountType', 'DRADeviceBindingConditions']))).toEqual([
      'DRADeviceBindingConditions is enabled, but depends on features that are disabled: [DRAResourceClaimDeviceStatus DynamicResourceAllocation]',
      'ProcMountType is enabled, but depends on features that are disabled: [UserNamespacesSupport]',
    ]);
  });

  it('are what kube-apiserver checks itself before 1.35', () => {
    const on = new Set(['PodCertificateRequest', 'DRADeviceBindingConditions']);
    expect(missingRequirements(34, on)).toEqual([
      'PodCertificateRequest feature requires AuthorizeNodeWithSelectors feature to be enabled',
    ]);
    expect(missingRequirements(33, on)).toEqual([]);
  });
});
