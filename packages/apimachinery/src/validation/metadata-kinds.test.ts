import { describe, expect, it } from 'vitest';
import { formatFieldError } from '../field-error.js';
import { validateObject } from './validate-object.js';

const profile = { minor: 35, enabled: () => true };

function problems(apiVersion: string, kind: string, name: string, more: object = {}): string[] {
  const object = { apiVersion, kind, metadata: { name }, ...more };
  return validateObject(object, profile).map((error) => formatFieldError(error, 35));
}

describe('names of kinds of which little else is looked at', () => {
  it.each([
    ['networking.k8s.io/v1', 'IPAddress', '10.0.0.1', true],
    ['networking.k8s.io/v1', 'IPAddress', '2001:DB8::1', false],
    ['networking.k8s.io/v1', 'ServiceCIDR', 'a', true],
    ['certificates.k8s.io/v1beta1', 'ClusterTrustBundle', 'example.com:s:b', true],
    ['internal.apiserver.k8s.io/v1alpha1', 'StorageVersion', 'apps.deployments', true],
    ['resource.k8s.io/v1', 'ResourceClaim', 'A', false],
    ['flowcontrol.apiserver.k8s.io/v1', 'FlowSchema', 'a_b', false],
    ['storage.k8s.io/v1', 'VolumeAttachment', '../x', false],
    ['storagemigration.k8s.io/v1beta1', 'StorageVersionMigration', 'a/b', false],
  ])('%s %s %s: %s', (apiVersion, kind, name, isGood) => {
    expect(problems(apiVersion, kind, name).length === 0).toBe(isGood);
  });

  it('repeat the spec where somebody could take the place of another', () => {
    const service = { spec: { group: 'a.io', version: 'v1' } };
    expect(problems('apiregistration.k8s.io/v1', 'APIService', 'v1.a.io', service)).toEqual([]);
    expect(problems('apiregistration.k8s.io/v1', 'APIService', 'v1.b.io', service)).toEqual([
      'metadata.name: Invalid value: "v1.b.io": must be `spec.version+"."+spec.group`: "v1.a.io"',
    ]);
  });

  it('are checked of a kind that nobody knows, once it is said where it lives', () => {
    const object = { apiVersion: 'x.io/v1', kind: 'Foo', metadata: { name: 'a/../b' } };
    expect(validateObject(object, profile)).toEqual([]);
    const lines = validateObject(object, profile, { otherwise: { isNamespaced: true } });
    expect(lines.map(({ field }) => field)).toEqual(['metadata.name', 'metadata.namespace']);
  });
});
