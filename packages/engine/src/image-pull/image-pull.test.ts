import { describe, expect, it } from 'vitest';
import { imageWithoutTag, repositoryOf } from './image-name.js';
import { imageOutcome } from './image-outcome.js';
import { mustAttemptPull } from './must-attempt-pull.js';
import { CredentialLookup } from './pod-credentials.js';
import { podImages } from './pod-images.js';
import { outcomeWithoutCredentials } from './verification-impact.js';
import { pullVerificationOf } from './verification-policy.js';

describe('names of images', () => {
  it.each([
    ['nginx', 'nginx', 'docker.io/library/nginx'],
    ['nginx:1@sha256:' + '0'.repeat(64), 'nginx', 'docker.io/library/nginx'],
    ['index.docker.io/nginx', 'index.docker.io/nginx', 'docker.io/library/nginx'],
    ['team/app:1', 'team/app', 'docker.io/team/app'],
    ['reg.io:5000/app:1', 'reg.io:5000/app', 'reg.io:5000/app'],
    ['Bad', undefined, undefined],
  ])('%s', (image, written, whole) => {
    expect(imageWithoutTag(image)).toBe(written);
    expect(repositoryOf(image)).toBe(whole);
  });
});

describe('the images of a pod', () => {
  it('have the pull policy that the API server gives them', () => {
    const spec = {
      initContainers: [{ name: 'i', image: 'a:1' }],
      containers: [
        { name: 'c', image: 'a' },
        { name: 'd', image: 'a', imagePullPolicy: 'Never' },
        { name: 'e' },
        { name: 'f', image: 'a', imagePullPolicy: 'Sometimes' },
      ],
      volumes: [
        { name: 'v', image: { reference: 'm:1' } },
        { name: 'w', emptyDir: {} },
      ],
    };
    expect(podImages(spec).map(({ user, policy, fieldPath }) => [user, policy, fieldPath])).toEqual([
      ['container "i"', 'IfNotPresent', 'spec.initContainers[0].image'],
      ['container "c"', 'Always', 'spec.containers[0].image'],
      ['container "d"', 'Never', 'spec.containers[1].image'],
      ['volume "v"', 'IfNotPresent', 'spec.volumes[0].image.reference'],
    ]);
  });
});

describe('what becomes of an image', () => {
  it.each([
    ['Always', false, 'pull'],
    ['Always', true, 'pull'],
    ['IfNotPresent', false, 'use'],
    ['IfNotPresent', true, 'pull'],
    ['Never', false, 'use'],
    ['Never', true, 'ErrImageNeverPull'],
  ] as const)('%s, to be pulled %s: %s', (policy, mustPull, outcome) => {
    expect(imageOutcome(policy, mustPull)).toBe(outcome);
  });

  it.each([
    [false, '', 'use', 'use'],
    [true, '', 'ErrImageNeverPull', 'use'],
    [true, 'NeverVerify', 'use', 'use'],
    [true, 'AlwaysVerify', 'ErrImageNeverPull', 'ErrImageNeverPull'],
  ])('without credentials, gate %s %s: pulled by others %s, preloaded %s', (isGateOn, policy, pulled, preloaded) => {
    const verification = pullVerificationOf({ isGateOn, policy });
    const outcome = (origin: 'pulled-with-secret' | 'preloaded') =>
      outcomeWithoutCredentials('reg.io/a:1', 'Never', origin, verification);
    expect([outcome('pulled-with-secret'), outcome('preloaded')]).toEqual([pulled, preloaded]);
  });

  it('is a pull for what is not there, and when credentials cannot be looked up', () => {
    const verification = pullVerificationOf({ isGateOn: true });
    const cached = { image: 'a', isPresent: false, record: 'none', hasIntent: false } as const;
    expect(mustAttemptPull(cached, verification, () => undefined)).toEqual({ mustPull: true, reason: 'absent' });
    const secrets = [{ uid: '1', namespace: 'a', name: 's', credentialHash: 'h' }];
    const record = new Map([['a', { nodePodsAccessible: false, secrets, serviceAccounts: [] }]]);
    const present = { ...cached, isPresent: true, record };
    expect(mustAttemptPull(present, verification, () => undefined)).toEqual({ mustPull: true, reason: 'error' });
  });
});

describe('the credentials of a pod', () => {
  const secret = (auths: object) => ({
    type: 'kubernetes.io/dockerconfigjson',
    stringData: { '.dockerconfigjson': JSON.stringify({ auths }) },
  });
  const secrets: Readonly<Record<string, object>> = {
    known: secret({ 'reg.io/team': {} }),
    opaque: { type: 'Opaque' },
    broken: { type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': '{' } },
  };
  const lookup = new CredentialLookup({
    secret: (namespace, name) => (namespace === 'a' && Object.hasOwn(secrets, name) ? secrets[name] : undefined),
    serviceAccount: (_namespace, name) => (name === 'pulls' ? { imagePullSecrets: [{ name: 'known' }] } : undefined),
    providerPatterns: ['*.ecr.io'],
  });
  const of = (repository: string, names: readonly string[], serviceAccountName = '') => {
    const spec = { serviceAccountName, imagePullSecrets: names.map((name) => ({ name })) };
    return lookup.credentialsOf('a', spec, repository);
  };

  it.each([
    ['reg.io/team/app', ['known'], '', 'matching', ['known']],
    ['reg.io/team/app', [], 'pulls', 'matching', ['known']],
    ['reg.io/team/app', ['opaque'], 'pulls', 'none', []],
    ['reg.io/team/app', [], '', 'none', []],
    ['reg.io/other', ['known'], '', 'none', []],
    ['reg.io/other', ['known', 'absent'], '', 'unknown', ['absent']],
    ['reg.io/team/app', ['known', 'broken'], '', 'none', []],
    ['a.ecr.io/app', [], '', 'node', []],
  ])('%s with %j %s: %s', (repository, names, account, state, from) => {
    expect(of(repository, names, account)).toEqual({ state, secrets: from });
  });
});
