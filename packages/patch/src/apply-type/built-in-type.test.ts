import { describe, expect, it } from 'vitest';
import { type ApplyType, fieldValue } from './apply-type.js';
import { builtInType } from './built-in-type.js';

const field = (typeName: string, name: string, minor = 35) => builtInType(typeName, minor).map?.fields.get(name);
const typeOf = (typeName: string, name: string, minor?: number): ApplyType | undefined =>
  field(typeName, name, minor)?.type;

describe('built-in types', () => {
  it.each<[string, string, object]>([
    ['core.v1.PodSpec', 'hostNetwork', { scalar: 'boolean' }],
    ['core.v1.PodSpec', 'terminationGracePeriodSeconds', { scalar: 'numeric' }],
    ['core.v1.ContainerPort', 'name', { scalar: 'string' }],
    ['core.v1.ServicePort', 'targetPort', { scalar: 'untyped' }],
    ['core.v1.PodSpec', 'nodeSelector', { map: { atomic: true } }],
    ['core.v1.ConfigMap', 'data', { map: { atomic: false, element: { scalar: 'string' } } }],
    ['apps.v1.DeploymentSpec', 'selector', { map: { atomic: true } }],
    ['core.v1.PodSpec', 'tolerations', { list: { atomic: true } }],
    ['meta.v1.ObjectMeta', 'finalizers', { list: { atomic: false, keys: [] } }],
    ['core.v1.PodSpec', 'containers', { list: { atomic: false, keys: [{ name: 'name', default: '' }] } }],
    ['core.v1.PodSpec', 'imagePullSecrets', { list: { atomic: false, keys: [{ name: 'name', default: '' }] } }],
    [
      'core.v1.Container',
      'ports',
      {
        list: {
          keys: [
            { name: 'containerPort', default: 0 },
            { name: 'protocol', default: 'TCP' },
          ],
        },
      },
    ],
  ])('%s.%s', (typeName, name, expected) => {
    expect(typeOf(typeName, name)).toMatchObject(expected);
  });

  it('have no field of later minors', () => {
    expect(field('core.v1.Container', 'restartPolicyRules', 33)).toBeUndefined();
    expect(field('core.v1.Container', 'restartPolicyRules', 34)).toBeDefined();
    expect(field('core.v1.Container', 'toString')).toBeUndefined();
  });

  it('contain themselves', () => {
    const schema = builtInType('apiextensions.v1.JSONSchemaProps', 35);
    expect(schema.map?.fields.get('properties')?.type.map?.element).toBe(schema);
  });
});

describe('values as Go sees them', () => {
  const seen = (typeName: string, name: string, value: unknown, minor?: number): unknown => {
    const known = field(typeName, name, minor);
    return known && fieldValue(known, value);
  };
  it.each<[string, string, unknown, unknown]>([
    // Structs are always written, pointers when there is something.
    ['apps.v1.Deployment', 'spec', undefined, {}],
    ['apps.v1.DeploymentSpec', 'strategy', undefined, {}],
    ['apps.v1.DeploymentSpec', 'selector', undefined, null],
    ['apps.v1.DeploymentSpec', 'replicas', undefined, undefined],
    ['apps.v1.DeploymentSpec', 'replicas', 0, 0],
    ['apps.v1.DeploymentSpec', 'paused', false, undefined],
    ['apps.v1.DeploymentSpec', 'paused', true, true],
    ['core.v1.PodSpec', 'containers', undefined, null],
    ['core.v1.PodSpec', 'securityContext', {}, {}],
    ['meta.v1.ObjectMeta', 'labels', {}, undefined],
    ['meta.v1.ObjectMeta', 'labels', null, undefined],
    ['meta.v1.ObjectMeta', 'finalizers', [], undefined],
    ['core.v1.Container', 'name', undefined, ''],
  ])('%s.%s of %j is %j', (typeName, name, value, expected) => {
    expect(seen(typeName, name, value)).toEqual(expected);
  });

  it('change with the minor', () => {
    expect(seen('meta.v1.ObjectMeta', 'creationTimestamp', undefined, 33)).toBe(null);
    expect(seen('meta.v1.ObjectMeta', 'creationTimestamp', undefined, 34)).toBeUndefined();
  });
});
