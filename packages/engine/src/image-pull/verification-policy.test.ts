import { describe, expect, it } from 'vitest';
import { patternError, pullVerificationOf, requiresVerification, verificationErrors } from './verification-policy.js';

describe('the policy of a kubelet', () => {
  it.each([
    [{ isGateOn: false }, 'off'],
    [{ isGateOn: false, policy: 'AlwaysVerify' }, 'off'],
    [{ isGateOn: true }, 'NeverVerifyPreloadedImages'],
    [{ isGateOn: true, policy: 'AlwaysVerify' }, 'AlwaysVerify'],
    [{ isGateOn: true, policy: 7 }, 'NeverVerifyPreloadedImages'],
  ])('%j: %s', (settings, expected) => {
    expect(pullVerificationOf(settings).policy).toBe(expected);
  });
});

describe('whether a pod must prove that it may have an image', () => {
  const asked = (settings: object, image = 'reg.io/a:1') => {
    const verification = pullVerificationOf({ isGateOn: true, ...settings });
    return [false, true].map((pulled) => requiresVerification(image, pulled, verification));
  };

  it('depends on the policy and on who brought the image', () => {
    expect(asked({})).toEqual([false, true]);
    expect(asked({ policy: 'NeverVerify' })).toEqual([false, false]);
    expect(asked({ policy: 'AlwaysVerify' })).toEqual([true, true]);
  });

  it.each([
    ['reg.io/a', 'reg.io/a:1', true],
    ['reg.io/*', 'reg.io/a/b@sha256:0', true],
    ['reg.io/*', 'reg.iox/a', false],
    ['ubuntu', `ubuntu@sha256:${'0'.repeat(64)}`, true],
    ['ubuntu', 'docker.io/library/ubuntu', false],
    ['docker.io/library/*', 'ubuntu', false],
  ])('the allowlist %s and %s: free %s, whoever pulled it', (pattern, image, free) => {
    const configuration = { policy: 'NeverVerifyAllowlistedImages', allowlist: [pattern] };
    expect(asked(configuration, image)).toEqual([!free, !free]);
  });
});

describe('what a kubelet refuses to start with', () => {
  it.each([
    ['reg.io/*', undefined],
    ['reg.io/a', undefined],
    ['/*', 'at least registry hostname is required'],
    ['*', "not a valid wildcard pattern, only patterns ending with '/*' are allowed: *"],
    ['', 'the supplied pattern is too short: '],
    ['image.repo/', 'failed to parse as an image name: invalid reference format'],
    ['image.repo/*/x', "not a valid wildcard pattern, only patterns ending with '/*' are allowed: image.repo/*/x"],
    ['x/y:tag', 'neither tag nor digest is accepted in an image reference: x/y:tag'],
    ['x/y ', 'leading/trailing spaces are not allowed: x/y '],
  ])('%j: %s', (pattern, reason) => expect(patternError(pattern)).toBe(reason));

  const messages = (settings: object, isGateOn = true) =>
    verificationErrors({ isGateOn, ...settings }).map(({ field, message }) => `${field}: ${message}`);
  const policy = 'imagePullCredentialsVerificationPolicy';
  const allowlist = 'preloadedImagesVerificationAllowlist';

  it('settings of a gate that is off', () => {
    expect(messages({ policy: 'NeverVerify', allowlist: ['a'] }, false)).toEqual(
      [policy, allowlist].map(
        (field) =>
          `${field}: invalid configuration: \`${field}\` must not be set if KubeletEnsureSecretPulledImages feature gate is not enabled`,
      ),
    );
  });

  it('values that it does not know', () => {
    expect(messages({ policy: 'never' })).toEqual([
      `${policy}: invalid configuration: option "never" specified for imagePullCredentialsVerificationPolicy. Valid options are "NeverVerify", "NeverVerifyPreloadedImages", "NeverVerifyAllowlistedImages" or "AlwaysVerify"`,
    ]);
    expect(messages({ allowlist: ['*'] })).toEqual([
      `${allowlist}: invalid configuration: can't set \`preloadedImagesVerificationAllowlist\` if \`imagePullCredentialsVertificationPolicy\` is not "NeverVerifyAllowlistedImages"`,
      `${allowlist}: invalid configuration: invalid image pattern in \`preloadedImagesVerificationAllowlist\`: not a valid wildcard pattern, only patterns ending with '/*' are allowed: *`,
    ]);
    expect(messages({ policy: 'AlwaysVerify' })).toEqual([]);
  });
});
