import { describe, expect, it } from 'vitest';
import { profileFrom } from './cluster-options.js';

describe('the cluster that flags and configuration name', () => {
  it('is 1.35 with its defaults when nothing is said', () => {
    const profile = profileFrom({});
    expect(profile.minor).toBe(35);
    expect(profile.gates.size).toBe(0);
  });

  it('is what the flags say, then what the configuration says', () => {
    const configured = { kubernetesVersion: '1.30', featureGates: { UserNamespacesSupport: true } };
    expect(profileFrom({}, configured).minor).toBe(30);
    expect(profileFrom({}, configured).enabled('UserNamespacesSupport')).toBe(true);
    const flags = { kubernetesVersion: 'v1.31.2', featureGates: 'ProcMountType=true' };
    const profile = profileFrom(flags, configured);
    expect(profile.minor).toBe(31);
    expect(profile.enabled('ProcMountType')).toBe(true);
    expect(profile.enabled('UserNamespacesSupport')).toBe(false);
  });

  it.each([
    [{ kubernetesVersion: '1.9' }, /^unsupported Kubernetes version "1.9"/],
    [{ featureGates: 'Nope=true' }, 'unrecognized feature gate: Nope'],
  ])('%j is refused', (flags, message) => {
    expect(() => profileFrom(flags)).toThrow(message);
  });
});
