import { describe, expect, it } from 'vitest';
import { evaluatePod, evaluatorFor, PodSecurityEvaluator } from './evaluator.js';
import { LATEST, type LevelVersion, type Version } from './level-version.js';
import type { PodLike } from './pod-view.js';

const profileOf = (minor: number) => ({ minor, enabled: () => false });
const privileged: PodLike = { spec: { containers: [{ name: 'a', securityContext: { privileged: true } }] } };
const baseline = (version: Version = LATEST): LevelVersion => ({ level: 'baseline', version });

describe('verdicts', () => {
  it('name every check that was asked, in the order of messages', () => {
    const verdict = evaluatePod(baseline(), privileged, profileOf(36));
    expect(verdict.allowed).toBe(false);
    expect(verdict.results.map(({ id, allowed }) => `${id} ${allowed}`)).toEqual([
      'appArmorProfile true',
      'capabilities_baseline true',
      'hostNamespaces true',
      'hostPathVolumes true',
      'hostPorts true',
      'hostProbesAndHostLifecycle true',
      'privileged false',
      'procMount true',
      'seLinuxOptions true',
      'seccompProfile_baseline true',
      'sysctls true',
      'windowsHostProcess true',
    ]);
    expect(verdict.results[6]).toEqual({
      id: 'privileged',
      level: 'baseline',
      allowed: false,
      reason: 'privileged',
      detail: 'container "a" must not set securityContext.privileged=true',
      fields: ['spec.containers[0].securityContext.privileged'],
    });
  });

  it('join reasons, with and without details', () => {
    const pod: PodLike = { spec: { ...privileged.spec, hostNetwork: true } };
    const verdict = evaluatePod(baseline(), pod, profileOf(36));
    expect(verdict.forbiddenReason).toBe('host namespaces, privileged');
    expect(verdict.forbiddenDetail).toBe(
      'host namespaces (hostNetwork=true), privileged (container "a" must not set securityContext.privileged=true)',
    );
  });

  it('are empty for privileged', () => {
    const verdict = evaluatePod({ level: 'privileged', version: LATEST }, privileged, profileOf(36));
    expect(verdict).toEqual({ allowed: true, results: [], forbiddenReason: '', forbiddenDetail: '' });
  });

  it('are those of restricted for a level that does not exist', () => {
    const unknown: LevelVersion = JSON.parse('{"level":"strict","version":"latest"}');
    const verdict = evaluatePod(unknown, { spec: { containers: [{ name: 'a' }] } }, profileOf(36));
    expect(verdict.forbiddenReason).toBe(
      'allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile',
    );
  });
});

describe('versions', () => {
  it.each([
    [27, 27],
    [30, 29],
    [31, 31],
    [33, 32],
    [34, 34],
    [35, 35],
    [36, 35],
  ])('of an API server 1.%i end at 1.%i', (minor, maxVersion) => {
    const evaluator = new PodSecurityEvaluator(profileOf(minor));
    expect(evaluator.maxVersion).toBe(maxVersion);
    const latest = evaluator.checks(baseline()).map(({ checkPod }) => checkPod);
    for (const version of ['v1.99', 'v1.9223372036854775807', `v1.${maxVersion}`] as const) {
      expect(evaluator.checks(baseline(version)).map(({ checkPod }) => checkPod)).toEqual(latest);
    }
  });

  const host: PodLike = { spec: { containers: [{ name: 'a', livenessProbe: { httpGet: { port: 80, host: 'h' } } }] } };
  const inUserNamespace: PodLike = {
    spec: { hostUsers: false, containers: [{ name: 'a', securityContext: { procMount: 'Unmasked' } }] },
  };

  it.each([
    [36, 33, 33, true],
    [34, 33, 33, true],
    [36, 34, 34, false],
    [33, 30, 32, true],
  ])('of 1.%i emulating 1.%i end at 1.%i', (codeVersion, emulationVersion, maxVersion, allowed) => {
    const evaluator = new PodSecurityEvaluator(profileOf(emulationVersion), { codeVersion, emulationVersion });
    expect(evaluator.maxVersion).toBe(maxVersion);
    expect(evaluator.evaluatePod(baseline(), host).allowed).toBe(allowed);
  });

  it('relax in user namespaces only where the emulated release does', () => {
    const evaluator = (emulationVersion: number) =>
      new PodSecurityEvaluator(profileOf(36), { codeVersion: 36, emulationVersion });
    expect(evaluator(35).evaluatePod(baseline(), inUserNamespace).allowed).toBe(true);
    expect(evaluator(34).evaluatePod(baseline(), inUserNamespace).allowed).toBe(false);
  });

  it('of a release to come are asked for by name', () => {
    expect(new PodSecurityEvaluator(profileOf(36), { codeVersion: 37 }).maxVersion).toBe(37);
  });
});

describe('evaluators', () => {
  it('are made once for a profile', () => {
    const profile = profileOf(36);
    expect(evaluatorFor(profile)).toBe(evaluatorFor(profile));
    expect(evaluatorFor(profile)).not.toBe(evaluatorFor(profileOf(36)));
  });

  it('hold no more plans than there are versions, whatever labels say', () => {
    const evaluator = new PodSecurityEvaluator(profileOf(36));
    const latest = evaluator.checks(baseline());
    expect(evaluator.checks(baseline('v1.123456789'))).toBe(latest);
    expect(evaluator.checks(baseline('v1.35'))).toBe(latest);
  });
});
