import { describe, expect, it } from 'vitest';
import { compareBytes } from './detail.js';
import { activeChecks, CHECKS, checksOfCode, newestPolicyVersion } from './registry.js';

const NO_GATES = { enabled: () => false };
const ALL_GATES = { enabled: () => true };
const CODE_VERSIONS = [27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37];
const BASELINE = CHECKS.filter(({ level }) => level === 'baseline').map(({ id }) => id);

const ids = (code: number, level: 'baseline' | 'restricted', version: number) =>
  activeChecks(checksOfCode(code, NO_GATES), level, version).map(({ id }) => id);
const without = (...removed: string[]) => BASELINE.filter((id) => !removed.includes(id));

describe('CHECKS', () => {
  it('has unique ids, baseline first, each level in the order of bytes', () => {
    const order = CHECKS.map(({ id, level }) => `${level} ${id}`);
    expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length);
    expect(order).toEqual([...order].sort(compareBytes));
  });

  it.each(CODE_VERSIONS)('has rising versions in every check of 1.%i', (code) => {
    for (const gates of [NO_GATES, ALL_GATES]) {
      for (const { id, versions } of checksOfCode(code, gates)) {
        const minimums = versions.map(({ minimumVersion }) => minimumVersion);
        expect(minimums, id).toEqual([...new Set(minimums)].sort((a, b) => a - b));
      }
    }
  });

  it('overrides baseline checks from restricted ones alone', () => {
    for (const { level, versions } of CHECKS) {
      const overrides = versions.flatMap((version) => version.overrides ?? []);
      expect(level === 'restricted' || overrides.length === 0).toBe(true);
      expect(overrides.filter((id) => !BASELINE.includes(id))).toEqual([]);
    }
  });
});

describe('checksOfCode', () => {
  it('knows the newest policy version of every release', () => {
    const newest = CODE_VERSIONS.map((code) => newestPolicyVersion(checksOfCode(code, NO_GATES)));
    expect(newest).toEqual([27, 27, 29, 29, 31, 32, 32, 34, 35, 35, 37]);
  });

  it('leaves out checks that a release does not have', () => {
    const missing = CODE_VERSIONS.map((code) => {
      const known = checksOfCode(code, NO_GATES).map(({ id }) => id);
      return CHECKS.map(({ id }) => id).filter((id) => !known.includes(id));
    });
    const old = ['hostProbesAndHostLifecycle', 'procMount_restricted'];
    expect(missing).toEqual([old, old, old, old, old, old, old, ['procMount_restricted'], [], [], []]);
  });
});

describe('activeChecks', () => {
  it('is all of baseline at the newest version', () => {
    expect(ids(36, 'baseline', 35)).toEqual(BASELINE);
  });

  it('leaves out what is not there yet', () => {
    expect(ids(36, 'baseline', 33)).toEqual(without('hostProbesAndHostLifecycle'));
    expect(ids(36, 'baseline', 0)).toEqual(without('hostProbesAndHostLifecycle'));
  });

  it.each([
    [0, without('hostPathVolumes', 'hostProbesAndHostLifecycle'), ['restrictedVolumes', 'runAsNonRoot']],
    [
      8,
      without('hostPathVolumes', 'hostProbesAndHostLifecycle'),
      ['allowPrivilegeEscalation', 'restrictedVolumes', 'runAsNonRoot'],
    ],
    [
      19,
      without('hostPathVolumes', 'hostProbesAndHostLifecycle', 'seccompProfile_baseline'),
      ['allowPrivilegeEscalation', 'restrictedVolumes', 'runAsNonRoot', 'seccompProfile_restricted'],
    ],
    [
      22,
      without('capabilities_baseline', 'hostPathVolumes', 'hostProbesAndHostLifecycle', 'seccompProfile_baseline'),
      [
        'allowPrivilegeEscalation',
        'capabilities_restricted',
        'restrictedVolumes',
        'runAsNonRoot',
        'seccompProfile_restricted',
      ],
    ],
    [
      35,
      without('capabilities_baseline', 'hostPathVolumes', 'procMount', 'seccompProfile_baseline'),
      [
        'allowPrivilegeEscalation',
        'capabilities_restricted',
        'procMount_restricted',
        'restrictedVolumes',
        'runAsNonRoot',
        'runAsUser',
        'seccompProfile_restricted',
      ],
    ],
  ])('is restricted over baseline at 1.%i', (version, baseline, restricted) => {
    expect(ids(36, 'restricted', version)).toEqual([...baseline, ...restricted]);
  });
});
