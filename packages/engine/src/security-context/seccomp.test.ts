import type { SeccompProfile } from '@bulkhead/apimachinery/types/core-v1';
import { describe, expect, it } from 'vitest';
import type { NodeFacts } from './node-facts.js';
import { effectiveSeccomp } from './seccomp.js';

const RUNTIME: SeccompProfile = { type: 'RuntimeDefault' };
const NONE: SeccompProfile = { type: 'Unconfined' };

describe('the seccomp profile', () => {
  const cases: readonly [
    string,
    SeccompProfile | undefined,
    SeccompProfile | undefined,
    boolean,
    NodeFacts | undefined,
    string,
    string,
  ][] = [
    ['nothing set', undefined, undefined, false, undefined, 'Unconfined', 'default'],
    [
      'nothing set, kubelet default off',
      undefined,
      undefined,
      false,
      { seccompDefault: false },
      'Unconfined',
      'kubelet',
    ],
    [
      'nothing set, kubelet default on',
      undefined,
      undefined,
      false,
      { seccompDefault: true },
      'RuntimeDefault',
      'kubelet',
    ],
    ['the pod', undefined, RUNTIME, false, undefined, 'RuntimeDefault', 'pod'],
    ['the container wins', NONE, RUNTIME, false, { seccompDefault: true }, 'Unconfined', 'container'],
    ['an unknown type is no filter', { type: 'Strict' }, RUNTIME, false, undefined, 'Unconfined', 'container'],
    ['an object without type is no filter', {}, undefined, false, { seccompDefault: true }, 'Unconfined', 'container'],
    ['privileged', RUNTIME, RUNTIME, true, { seccompDefault: true }, 'Unconfined', 'container'],
  ];
  it.each(cases)('%s', (_name, own, shared, privileged, node, profile, source) => {
    expect(effectiveSeccomp(own, shared, privileged, node)).toEqual({ profile, source, path: null });
  });

  it('of the node has a path below the kubelet root', () => {
    const profile = { type: 'Localhost', localhostProfile: 'profiles/audit.json' };
    expect(effectiveSeccomp(undefined, profile, false, undefined)).toEqual({
      profile: 'Localhost/profiles/audit.json',
      source: 'pod',
      path: '/var/lib/kubelet/seccomp/profiles/audit.json',
    });
    expect(effectiveSeccomp(profile, undefined, false, { kubeletRootDirectory: '/data/kubelet' }).path).toBe(
      '/data/kubelet/seccomp/profiles/audit.json',
    );
  });
});
