import { describe, expect, it } from 'vitest';
import { automountOf } from './automount.js';
import { automountedContainers, projectedTokens } from './pod-tokens.js';
import { renewalAge, tokenLifetime } from './token-lifetime.js';
import { tokenSecretOf } from './token-secret.js';

const setting = (value: boolean | undefined) => (value === undefined ? {} : { automountServiceAccountToken: value });

describe('the token of the service account', () => {
  it.each([
    [undefined, undefined, true, 'default'],
    [undefined, false, false, 'service-account'],
    [undefined, true, true, 'service-account'],
    [false, true, false, 'pod'],
    [true, false, true, 'pod'],
  ])('pod %s, account %s: mounted %s, says the %s', (pod, account, mounts, decidedBy) => {
    expect(automountOf(setting(pod), setting(account))).toEqual({ mounts, decidedBy });
  });

  it('is decided without the account where that is not known', () => {
    expect(automountOf({}, undefined)).toEqual({ mounts: true, decidedBy: 'default' });
  });

  it('comes to init and regular containers that have nothing in its place', () => {
    const volumeMounts = [{ name: 'own', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }];
    const spec = {
      initContainers: [{ name: 'i' }],
      containers: [{ name: 'c' }, { name: 'own', volumeMounts }],
      ephemeralContainers: [{ name: 'e' }],
    };
    expect(automountedContainers(spec, undefined)).toEqual(['i', 'c']);
    expect(automountedContainers(spec, { automountServiceAccountToken: false })).toEqual([]);
  });
});

describe('projected tokens', () => {
  it('have their audience, their life and what they are for', () => {
    const spec = {
      volumes: [
        { name: 'vault', projected: { sources: [{ serviceAccountToken: { path: 't', audience: 'vault' } }] } },
        {
          name: 'api',
          projected: {
            sources: [
              { serviceAccountToken: { path: 'token', expirationSeconds: 3607n } },
              { configMap: { name: 'kube-root-ca.crt' } },
            ],
          },
        },
        { name: 'other', emptyDir: {} },
      ],
    };
    expect(projectedTokens(spec)).toEqual([
      {
        fieldPath: 'spec.volumes[0].projected.sources[0].serviceAccountToken',
        volume: 'vault',
        audience: 'vault',
        expirationSeconds: 3600,
        isForApiAccess: false,
      },
      {
        fieldPath: 'spec.volumes[1].projected.sources[0].serviceAccountToken',
        volume: 'api',
        audience: '',
        expirationSeconds: 3607,
        isForApiAccess: true,
      },
    ]);
  });
});

describe('the life of a token', () => {
  const automounted = { seconds: 3607, isBoundToPod: true, isForApiServer: true };
  it.each([
    ['automounted', automounted, {}, 3607, 31_536_000],
    ['of another number', { ...automounted, seconds: 3600 }, {}, 3600, 3600],
    ['not of a pod', { ...automounted, isBoundToPod: false }, {}, 3607, 3607],
    ['for somebody else', { ...automounted, isForApiServer: false }, {}, 3607, 3607],
    ['not extended', automounted, { extendExpiration: false }, 3607, 3607],
    ['shortened', { ...automounted, seconds: 86_400 }, { maxSeconds: 7200 }, 7200, 7200],
  ])('%s', (_what, facts, options, seconds, validSeconds) => {
    expect(tokenLifetime(facts, options)).toEqual({ seconds, validSeconds });
  });

  it('is renewed after four fifths, or after a day', () => {
    expect(renewalAge(3600)).toBe(2880);
    expect(renewalAge(31_536_000)).toBe(86_400);
  });
});

describe('Secrets that hold a token', () => {
  const type = 'kubernetes.io/service-account-token';
  it('name their account', () => {
    const metadata = { annotations: { 'kubernetes.io/service-account.name': 'ci' } };
    expect(tokenSecretOf({ type, metadata })).toEqual({
      serviceAccount: 'ci',
      holdsToken: false,
      isMarkedInvalid: false,
    });
    const labels = { 'kubernetes.io/legacy-token-invalid-since': '2026-01-01' };
    expect(tokenSecretOf({ type, metadata: { labels }, data: { token: 'eA==' } })).toEqual({
      serviceAccount: '',
      holdsToken: true,
      isMarkedInvalid: true,
    });
  });

  it('are of one type', () => expect(tokenSecretOf({ type: 'Opaque' })).toBeUndefined());
});
