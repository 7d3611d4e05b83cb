import { MINORS } from '@bulkhead/apimachinery';
import { clusterProfile, defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { fieldSupport, type GatedField } from './field-support.js';

describe('fields that a version keeps with its default gates', () => {
  const cases: readonly [GatedField, readonly number[]][] = [
    ['appArmorAnnotation', [27, 28, 29, 30, 31, 32, 33, 34, 35, 36]],
    ['appArmorProfile', [30, 31, 32, 33, 34, 35, 36]],
    ['hostUsers', [33, 34, 35, 36]],
    ['procMount', [33, 34, 35, 36]],
    ['recursiveReadOnly', [31, 32, 33, 34, 35, 36]],
    ['seLinuxChangePolicy', [33, 34, 35, 36]],
    ['supplementalGroupsPolicy', [33, 34, 35, 36]],
  ];
  it.each(cases)('%s', (field, kept) => {
    expect(MINORS.filter((minor) => fieldSupport(field, defaultProfile(minor)).kept)).toEqual(kept);
  });
});

describe('why a field is not kept', () => {
  const cases: readonly [string, GatedField, string, string][] = [
    [
      '1.27',
      'hostUsers',
      '',
      'the API server drops it while the feature gate UserNamespacesStatelessPodsSupport is off',
    ],
    ['1.28', 'hostUsers', '', 'the API server drops it while the feature gate UserNamespacesSupport is off'],
    [
      '1.35',
      'hostUsers',
      'UserNamespacesSupport=false,ProcMountType=false',
      'the API server drops it while the feature gate UserNamespacesSupport is off',
    ],
    ['1.29', 'appArmorProfile', '', 'Kubernetes 1.29 does not know this field'],
    [
      '1.30',
      'appArmorProfile',
      'AppArmorFields=false',
      'the API server drops it while the feature gate AppArmorFields is off',
    ],
    ['1.30', 'appArmorProfile', 'AppArmor=false', 'the API server drops it while the feature gate AppArmor is off'],
    ['1.30', 'appArmorAnnotation', 'AppArmor=false', 'the API server drops it while the feature gate AppArmor is off'],
    ['1.32', 'procMount', '', 'the API server resets it to Default while the feature gate ProcMountType is off'],
    ['1.30', 'supplementalGroupsPolicy', '', 'Kubernetes 1.30 does not know this field'],
    [
      '1.31',
      'supplementalGroupsPolicy',
      '',
      'the API server drops it while the feature gate SupplementalGroupsPolicy is off',
    ],
    ['1.29', 'recursiveReadOnly', '', 'Kubernetes 1.29 does not know this field'],
    ['1.30', 'recursiveReadOnly', '', 'the API server drops it while the feature gate RecursiveReadOnlyMounts is off'],
    ['1.31', 'seLinuxChangePolicy', '', 'Kubernetes 1.31 does not know this field'],
    ['1.32', 'seLinuxChangePolicy', '', 'the API server drops it while the feature gate SELinuxChangePolicy is off'],
  ];
  it.each(cases)('%s %s %s', (version, field, gates, why) => {
    const result = clusterProfile({ version, gates });
    if (!('profile' in result)) throw new Error(result.errors.join());
    expect(fieldSupport(field, result.profile)).toMatchObject({ kept: false, why });
  });
});

describe('alpha gates that are turned on', () => {
  const cases: readonly [string, GatedField, string][] = [
    ['1.27', 'hostUsers', 'UserNamespacesStatelessPodsSupport=true'],
    ['1.28', 'hostUsers', 'UserNamespacesSupport=true'],
    ['1.27', 'procMount', 'ProcMountType=true'],
    ['1.30', 'recursiveReadOnly', 'RecursiveReadOnlyMounts=true'],
    ['1.31', 'supplementalGroupsPolicy', 'SupplementalGroupsPolicy=true'],
    ['1.32', 'seLinuxChangePolicy', 'SELinuxChangePolicy=true'],
  ];
  it.each(cases)('%s %s', (version, field, gates) => {
    const result = clusterProfile({ version, gates });
    if (!('profile' in result)) throw new Error(result.errors.join());
    expect(fieldSupport(field, result.profile)).toEqual({ kept: true, why: '' });
  });
});
