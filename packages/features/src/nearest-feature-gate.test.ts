import { describe, expect, it } from 'vitest';
import { nearestFeatureGate, unknownGateHint } from './nearest-feature-gate.js';

describe('nearestFeatureGate', () => {
  it.each([
    ['UserNamespaceSupport', 'UserNamespacesSupport'],
    ['usernamespacessupport', 'UserNamespacesSupport'],
    ['NodelogQuerry', 'NodeLogQuery'],
    ['AppArmour', 'AppArmor'],
    ['', undefined],
    ['SomethingElseEntirely', undefined],
    ['x'.repeat(10_000), undefined],
  ])('%s', (name, nearest) => {
    expect(nearestFeatureGate(name)).toBe(nearest);
  });
});

describe('unknownGateHint', () => {
  it.each([
    ['NodeLogQuery', 30, undefined],
    ['SecurityContextDeny', 31, '"SecurityContextDeny" was removed in 1.30, it has no effect since: leave it out'],
    ['SeccompDefault', 31, '"SeccompDefault" was removed in 1.29, its behaviour is always on since: leave it out'],
    ['PodCertificateRequest', 33, '"PodCertificateRequest" exists from 1.34 on'],
    ['Nothing at all like it', 33, undefined],
  ])('%s in 1.%i', (name, minor, hint) => {
    expect(unknownGateHint(name, minor)).toBe(hint);
  });
});
