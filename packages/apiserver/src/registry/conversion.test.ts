import { describe, expect, it } from 'vitest';
import { convert } from './conversion.js';
import type { KubeObject } from './kube-object.js';

const autoscaler = (spec: object, more: object = {}): KubeObject => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'a', annotations: { own: '1' } },
  spec: { scaleTargetRef: { kind: 'Deployment', name: 'd' }, minReplicas: 1, maxReplicas: 3, ...spec },
  status: {},
  ...more,
});
const cpu = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } };
const memory = {
  type: 'Resource',
  resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Gi' } },
};

describe('autoscalers', () => {
  it('have their cpu in a field of the old version, and other metrics in an annotation', () => {
    const old = convert(autoscaler({ metrics: [cpu, memory] }), 'autoscaling/v1');
    expect(old.apiVersion).toBe('autoscaling/v1');
    expect(old['spec']).toMatchObject({ targetCPUUtilizationPercentage: 50 });
    expect(old['spec']).not.toHaveProperty('metrics');
    expect(old.metadata.annotations).toEqual({
      own: '1',
      'autoscaling.alpha.kubernetes.io/metrics':
        '[{"type":"Resource","resource":{"name":"memory","targetAverageValue":"1Gi"}}]',
    });
  });

  it('may have lists that are null', () => {
    const empty = autoscaler({ metrics: null }, { status: { currentMetrics: null, conditions: null } });
    expect(convert(empty, 'autoscaling/v1').metadata.annotations).toEqual({ own: '1' });
  });

  const object = {
    type: 'Object',
    object: {
      describedObject: { kind: 'Service', name: 's' },
      target: { type: 'Value', value: '10' },
      metric: { name: 'hits', selector: { matchLabels: { a: 'b' } } },
    },
  };
  const external = {
    type: 'External',
    external: { metric: { name: 'q' }, target: { type: 'AverageValue', averageValue: '5' } },
  };
  const pods = { type: 'Pods', pods: { metric: { name: 'p' }, target: { type: 'AverageValue', averageValue: '1' } } };
  const container = {
    type: 'ContainerResource',
    containerResource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 9 }, container: 'c' },
  };

  it.each([
    ['several metrics', { metrics: [memory, object, external, pods, container, cpu] }],
    [
      'a behavior',
      { metrics: [cpu], behavior: { scaleDown: { policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } } },
    ],
  ])('come back with %s', (_, spec) => {
    const given = autoscaler(spec);
    expect(convert(convert(given, 'autoscaling/v1'), 'autoscaling/v2')).toEqual(given);
  });

  it('come back with their status', () => {
    const status = {
      conditions: [{ type: 'AbleToScale', status: 'True' }],
      currentMetrics: [
        { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 7, averageValue: '70m' } } },
      ],
    };
    const given = autoscaler({ metrics: [cpu] }, { status });
    const old = convert(given, 'autoscaling/v1');
    expect(old['status']).toEqual({ currentCPUUtilizationPercentage: 7 });
    expect(convert(old, 'autoscaling/v2')).toEqual(given);
  });

  it('read nothing from an annotation that is no JSON', () => {
    const annotations = {
      'autoscaling.alpha.kubernetes.io/metrics': '[',
      'autoscaling.alpha.kubernetes.io/behavior': '1',
    };
    const old = { apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', metadata: { annotations }, spec: {} };
    const { metadata, spec } = convert(old, 'autoscaling/v2');
    expect(metadata).toEqual({});
    expect(spec).toEqual({
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
      ],
    });
  });
});

describe('annotations of autoscalers', () => {
  it.each([
    ['another type', '[{"type":5}]'],
    ['a quantity that is none', '[{"type":"Object","object":{"metricName":"m","targetValue":{"a":1}}}]'],
    ['depth', `${'['.repeat(5000)}${']'.repeat(5000)}`],
  ])('of %s are left out', (_, text) => {
    const annotations = { 'autoscaling.alpha.kubernetes.io/metrics': text };
    const spec = { targetCPUUtilizationPercentage: 50 };
    const old = { apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', metadata: { annotations }, spec };
    expect(convert(old, 'autoscaling/v2')['spec']).toEqual({ metrics: [cpu] });
  });
});

describe('claims and slices of devices', () => {
  const metadata = { name: 'x' };
  it.each([
    [
      'ResourceClaim',
      { devices: { requests: [{ name: 'r', deviceClassName: 'c' }] } },
      { devices: { requests: [{ name: 'r', exactly: { deviceClassName: 'c' } }] } },
    ],
    [
      'ResourceSlice',
      { devices: [{ name: 'd', basic: { capacity: {} } }] },
      { devices: [{ name: 'd', capacity: {} }] },
    ],
  ])('%s', (kind, beta, stable) => {
    const old: KubeObject = { apiVersion: 'resource.k8s.io/v1beta1', kind, metadata, spec: beta };
    const next = convert(old, 'resource.k8s.io/v1');
    expect(next['spec']).toEqual(stable);
    expect(convert(next, 'resource.k8s.io/v1beta1')).toEqual(old);
  });
});

describe('events', () => {
  it('have other names in the newer group', () => {
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: {},
      involvedObject: { name: 'p' },
      message: 'm',
      count: 2,
    };
    const next = convert(event, 'events.k8s.io/v1');
    expect(next).toMatchObject({ regarding: { name: 'p' }, note: 'm', deprecatedCount: 2 });
    expect(convert(next, 'v1')).toEqual(event);
  });
});
