import { describe, expect, it } from 'vitest';
import { deprecationWarning, removedRelease } from './deprecation-warning.js';
import { isBuiltInGroup, type Lifecycle, lifecycleOf, servedIn, serving } from './lifecycle.js';
import { compareVersions, preferredVersion, servedVersions } from './preferred-version.js';

function api(apiVersion: string, kind: string): Lifecycle {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const found = lifecycleOf(group, version, kind);
  if (found === undefined) throw new Error(`no ${apiVersion} ${kind}`);
  return found;
}

describe('lifecycleOf', () => {
  it('knows the resource', () => {
    expect(api('v1', 'Pod').resource).toEqual({
      name: 'pods',
      singular: 'pod',
      namespaced: true,
      shortNames: ['po'],
      categories: ['all'],
      verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    });
    expect(api('v1', 'Node').resource?.namespaced).toBe(false);
    expect(api('admission.k8s.io/v1', 'AdmissionReview').resource).toBeUndefined();
  });

  it('knows nothing of what was never built in', () => {
    expect(lifecycleOf('example.com', 'v1', 'Foo')).toBeUndefined();
    expect(lifecycleOf('apps', 'v1', '__proto__')).toBeUndefined();
    expect(isBuiltInGroup('example.com')).toBe(false);
    expect(isBuiltInGroup('metrics.k8s.io')).toBe(false);
    expect(isBuiltInGroup('')).toBe(true);
    expect(isBuiltInGroup('extensions')).toBe(true);
  });
});

describe('serving', () => {
  it.each([
    ['v1', 'Pod', 27, 'by-default'],
    ['resource.k8s.io/v1', 'DeviceClass', 33, 'no'],
    ['resource.k8s.io/v1', 'DeviceClass', 34, 'by-default'],
    ['resource.k8s.io/v1beta1', 'DeviceClass', 34, 'when-enabled'],
    ['batch/v1beta1', 'CronJob', 27, 'no'],
    ['flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', 31, 'by-default'],
    ['flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', 32, 'no'],
  ])('%s %s in %d: %s', (apiVersion, kind, minor, expected) => {
    expect(serving(api(apiVersion, kind), minor)).toBe(expected);
  });

  it('lists what a minor serves', () => {
    const names = servedIn(35).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
    expect(names).toContain('v1 Pod');
    expect(names).not.toContain('storage.k8s.io/v1beta1 VolumeAttributesClass');
  });
});

describe('deprecationWarning', () => {
  it.each([
    [
      'batch/v1beta1',
      'CronJob',
      27,
      'batch/v1beta1 CronJob is deprecated in v1.21+, unavailable in v1.25+; use batch/v1 CronJob',
    ],
    ['flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', 28, undefined],
    [
      'flowcontrol.apiserver.k8s.io/v1beta3',
      'FlowSchema',
      29,
      'flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema is deprecated in v1.29+, unavailable in v1.32+; use flowcontrol.apiserver.k8s.io/v1 FlowSchema',
    ],
    // No replacement was declared.
    [
      'policy/v1beta1',
      'PodSecurityPolicy',
      27,
      'policy/v1beta1 PodSecurityPolicy is deprecated in v1.21+, unavailable in v1.25+',
    ],
    // The core group has no slash, and no removal was declared.
    ['v1', 'ComponentStatus', 35, 'v1 ComponentStatus is deprecated in v1.19+'],
    ['v1', 'Endpoints', 32, undefined],
    ['v1', 'Endpoints', 33, 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice'],
    // The replacement was declared later than the deprecation.
    [
      'storage.k8s.io/v1alpha1',
      'VolumeAttributesClass',
      33,
      'storage.k8s.io/v1alpha1 VolumeAttributesClass is deprecated in v1.32+, unavailable in v1.35+',
    ],
    ['certificates.k8s.io/v1beta1', 'ClusterTrustBundle', 35, undefined],
    ['v1', 'Pod', 35, undefined],
  ])('%s %s in %d', (apiVersion, kind, minor, expected) => {
    expect(deprecationWarning(api(apiVersion, kind), minor)).toBe(expected);
  });

  it('names the release that removes', () => {
    expect(removedRelease(api('batch/v1beta1', 'CronJob'), 27)).toBe('1.25');
    expect(removedRelease(api('v1', 'Pod'), 27)).toBeUndefined();
  });
});

describe('preferredVersion', () => {
  it.each([
    ['', 35, 'v1'],
    ['autoscaling', 27, 'v2'],
    ['flowcontrol.apiserver.k8s.io', 27, 'v1beta3'],
    ['flowcontrol.apiserver.k8s.io', 29, 'v1'],
    ['resource.k8s.io', 33, undefined],
    ['resource.k8s.io', 34, 'v1'],
    ['example.com', 35, undefined],
  ])('%s in %d', (group, minor, expected) => {
    expect(preferredVersion(group, minor)).toBe(expected);
  });

  it('orders versions', () => {
    expect(servedVersions('autoscaling', 35)).toEqual(['v2', 'v1']);
    const sorted = ['foo10', 'v1', 'v10beta3', 'v11alpha2', 'v11beta2', 'v12alpha1', 'v2', 'v3beta1', 'foo1', 'v10'];
    expect([...sorted].sort(compareVersions)).toEqual([
      'v10',
      'v2',
      'v1',
      'v11beta2',
      'v10beta3',
      'v3beta1',
      'v12alpha1',
      'v11alpha2',
      'foo1',
      'foo10',
    ]);
  });
});
