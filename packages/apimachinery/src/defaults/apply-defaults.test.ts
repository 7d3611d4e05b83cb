/**
 * What holds for the defaults of every kind: the argument stays as it is, and defaults need no defaults.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeObject } from '../schema/decode-object.js';
import { applyDefaults } from './apply-defaults.js';

const profile = { minor: 35, enabled: () => true };
const fieldGates = (): undefined => undefined;

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) deepFreeze(item);
  }
  return value;
}

/** Objects with fields that defaults look at, some of them filled, some empty, some of a wrong type. */
const FIELDS = [
  'spec',
  'template',
  'containers',
  'initContainers',
  'ephemeralContainers',
  'volumes',
  'ports',
  'env',
  'valueFrom',
  'fieldRef',
  'resources',
  'limits',
  'requests',
  'livenessProbe',
  'httpGet',
  'grpc',
  'lifecycle',
  'preStop',
  'secret',
  'projected',
  'sources',
  'image',
  'strategy',
  'rollingUpdate',
  'updateStrategy',
  'jobTemplate',
  'volumeClaimTemplates',
  'podFailurePolicy',
  'rules',
  'metrics',
  'behavior',
  'scaleUp',
  'webhooks',
  'clientConfig',
  'service',
  'matchConstraints',
  'resourceRules',
  'egress',
  'policyTypes',
  'subsets',
  'status',
  'metadata',
  'labels',
  'name',
  'cpu',
  '__proto__',
  'terminationGracePeriodSeconds',
  'hostNetwork',
  'sessionAffinity',
  'sessionAffinityConfig',
];

const trees = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 7, depthSize: 'large' },
    fc.constantFrom<unknown>('', 'x', '1', '1n', 'Container', 'ClientIP', 0, 1, -1, true, false, null),
    tie('object'),
    fc.array(tie('object'), { maxLength: 2 }),
  ),
  object: fc.dictionary(fc.constantFrom(...FIELDS), tie('value'), { maxKeys: 8 }),
}));

describe('any object', () => {
  const kinds = [
    'v1/Pod',
    'v1/Pod',
    'apps/v1/Deployment',
    'apps/v1/StatefulSet',
    'apps/v1/DaemonSet',
    'batch/v1/Job',
    'batch/v1/CronJob',
    'v1/ReplicationController',
    'v1/Service',
    'v1/LimitRange',
    'v1/Namespace',
    'v1/Node',
    'v1/PersistentVolume',
    'v1/Secret',
    'networking.k8s.io/v1/NetworkPolicy',
    'rbac.authorization.k8s.io/v1/RoleBinding',
    'autoscaling/v2/HorizontalPodAutoscaler',
    'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration',
    'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy',
    'storage.k8s.io/v1/CSIDriver',
  ].map((name) => {
    const slash = name.lastIndexOf('/');
    return { apiVersion: name.slice(0, slash), kind: name.slice(slash + 1) };
  });

  it('is not changed, and its defaults have no further defaults', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), trees.object, (typeMeta, tree) => {
        const { object } = decodeObject({ ...(tree as object), ...typeMeta }, profile, { fieldGates });
        deepFreeze(object);
        const before = JSON.stringify(object);
        const defaulted = deepFreeze(applyDefaults(object, profile));
        expect(JSON.stringify(object)).toBe(before);
        expect(applyDefaults(defaulted, profile)).toEqual(defaulted);
      }),
      { numRuns: 2000 },
    );
  });

  it('may be anything', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(applyDefaults(value, profile)).toBe(value);
      }),
    );
  });
});

describe('kinds without defaults', () => {
  it.each([
    { apiVersion: 'v1', kind: 'ConfigMap' },
    { apiVersion: 'example.com/v1', kind: 'Pod' },
    { apiVersion: 'v1', kind: 'constructor' },
    { kind: 'Pod' },
    {},
  ])('%j is returned as it is', (object) => expect(applyDefaults(object, profile)).toBe(object));
});
