import { describe, expect, it } from 'vitest';
import { type LabelTypo, labelTypos } from './label-typos.js';

const PROFILE = { minor: 36, enabled: () => false };
const P = 'pod-security.kubernetes.io/';
const typo = (key: string, value = 'restricted'): LabelTypo | undefined => labelTypos({ [key]: value }, PROFILE)[0];

describe('labelTypos', () => {
  it('has nothing to say of good labels and of others', () => {
    const good = {
      [`${P}enforce`]: 'restricted',
      [`${P}enforce-version`]: 'v1.36',
      [`${P}audit`]: 'baseline',
      [`${P}audit-version`]: 'v1.0',
      [`${P}warn`]: 'privileged',
      [`${P}warn-version`]: 'latest',
      'kubernetes.io/metadata.name': 'a',
      'app.kubernetes.io/name': 'enforce',
      'policy.example.com/enforce': 'restricted',
      'security.openshift.io/scc.podSecurityLabelSync': 'true',
      enforce: 'restricted',
    };
    expect(labelTypos(good, PROFILE)).toEqual([]);
    expect(labelTypos(undefined, PROFILE)).toEqual([]);
  });

  it.each([
    [`${P}enforced`, `${P}enforce`],
    [`${P}Enforce`, `${P}enforce`],
    [`${P}enforce_version`, `${P}enforce-version`],
    [`${P}enforceversion`, `${P}enforce-version`],
    [`${P}warning`, `${P}warn`],
    [`${P}level`, undefined],
    [P, undefined],
  ])('%s is no key', (key, suggestion) => {
    expect(typo(key)).toEqual({
      kind: 'unknownKey',
      key,
      value: 'restricted',
      message: `label ${JSON.stringify(key)} has no effect: Pod Security reads only enforce, audit, warn, enforce-version, audit-version, warn-version under ${P}`,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  });

  it.each([
    'pod-security.kubernetes/enforce',
    'pod-security.kubernetes.oi/enforce',
    'podsecurity.kubernetes.io/enforce',
    'pod-security.k8s.io/enforce',
    'pod_security.kubernetes.io/enforce',
    'pod-security.admission.kubernetes.io/enforce',
    'Pod-Security.kubernetes.io/enforce',
    'pods-security.kubernetes.io/enforce',
    'pod-security/enforce',
    'pod-security.kubernetes.io./enforce',
  ])('%s is no prefix', (key) => {
    expect(typo(key)).toEqual({
      kind: 'wrongPrefix',
      key,
      value: 'restricted',
      message: `label ${JSON.stringify(key)} has no effect: Pod Security reads only labels that begin with ${P}`,
      suggestion: `${P}enforce`,
    });
  });

  it.each([
    ['Restricted', 'restricted'],
    ['RESTRICTED', 'restricted'],
    [' baseline ', 'baseline'],
    ['restrict', 'restricted'],
    ['priviledged', 'privileged'],
    ['default', undefined],
    ['', undefined],
  ])('%j is no level', (value, suggestion) => {
    expect(typo(`${P}enforce`, value)).toEqual({
      kind: 'invalidLevel',
      key: `${P}enforce`,
      value,
      message: `level ${JSON.stringify(value)} is refused by the API server: must be one of privileged, baseline, restricted`,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  });

  it.each([
    ['1.25', 'v1.25'],
    ['V1.25', 'v1.25'],
    ['v1.25.3', 'v1.25'],
    ['v1.05', 'v1.5'],
    ['25', 'v1.25'],
    ['Latest', 'latest'],
    ['lates', 'latest'],
    ['v2.0', undefined],
    ['', undefined],
  ])('%j is no version', (value, suggestion) => {
    expect(typo(`${P}enforce-version`, value)).toEqual({
      kind: 'invalidVersion',
      key: `${P}enforce-version`,
      value,
      message: `version ${JSON.stringify(value)} is refused by the API server: must be "latest" or "v1.x"`,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  });

  it('says that a version of the future means latest', () => {
    expect(typo(`${P}warn-version`, 'v1.99')).toEqual({
      kind: 'futureVersion',
      key: `${P}warn-version`,
      value: 'v1.99',
      message:
        'version "v1.99" is newer than the cluster (v1.36): it is evaluated as latest, whose newest rules are those of v1.35',
      suggestion: 'latest',
    });
  });

  it('is not slow on long keys', () => {
    const key = `${'pod-security.kubernetes'.repeat(2000)}/enforce`;
    expect(typo(key)?.kind).toBe('wrongPrefix');
    expect(typo(`${P}${'x'.repeat(100_000)}`)?.kind).toBe('unknownKey');
  });
});
