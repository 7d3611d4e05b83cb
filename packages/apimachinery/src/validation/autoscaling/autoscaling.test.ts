import { at, type Case, describeValidation, type Fields, SUBDOMAIN } from '../validation.test-support.js';

const target = { type: 'Utilization', averageUtilization: 80 };
const metrics = [{ type: 'Resource', resource: { name: 'cpu', target } }];
const base = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web' },
  spec: {
    minReplicas: 1,
    maxReplicas: 3,
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    metrics,
  },
};
const spec = (change: Fields): Fields => ({ spec: change });
const metric = (value: Fields): Fields => spec({ metrics: [value] });
const resource = (change: Fields): Fields => metric({ type: 'Resource', resource: { name: 'cpu', target: change } });
const policies = [{ type: 'Pods', value: 1, periodSeconds: 60 }];

const REPLICAS: readonly Case[] = [
  ['a bad name', at('metadata.name', 'Web'), [`metadata.name: Invalid value: "Web": ${SUBDOMAIN}`]],
  [
    'less than one replica',
    spec({
      minReplicas: 0,
      metrics: [{ type: 'External', external: { metric: { name: 'queue' }, target: { type: 'Value', value: '3' } } }],
    }),
    ['spec.minReplicas: Invalid value: 0: must be greater than or equal to 1'],
  ],
  [
    'no replicas without a metric from outside',
    spec({ minReplicas: 0 }),
    [
      'spec.metrics: Forbidden: must specify at least one Object or External metric to support scaling to zero replicas',
    ],
    ['HPAScaleToZero'],
  ],
  [
    'a maximum below one',
    spec({ minReplicas: undefined, maxReplicas: -1 }),
    {
      27: [
        'spec.maxReplicas: Invalid value: -1: must be greater than 0',
        'spec.maxReplicas: Invalid value: -1: must be greater than or equal to `minReplicas`',
      ],
      36: [
        'spec.maxReplicas: Invalid value: -1: must be greater than or equal to 1',
        'spec.maxReplicas: Invalid value: -1: must be greater than or equal to `minReplicas`',
      ],
    },
  ],
  [
    'no maximum',
    spec({ maxReplicas: undefined }),
    {
      27: [
        'spec.maxReplicas: Invalid value: 0: must be greater than 0',
        'spec.maxReplicas: Invalid value: 0: must be greater than or equal to `minReplicas`',
      ],
      36: [
        'spec.maxReplicas: Required value: must be set and greater than 0',
        'spec.maxReplicas: Invalid value: 0: must be greater than or equal to `minReplicas`',
      ],
    },
  ],
  [
    'a maximum below the minimum',
    spec({ minReplicas: 5 }),
    ['spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`'],
  ],
  [
    'no target',
    spec({ scaleTargetRef: { kind: undefined, name: undefined } }),
    ['spec.scaleTargetRef.kind: Required value', 'spec.scaleTargetRef.name: Required value'],
  ],
  [
    'a target whose name is a path',
    at('spec.scaleTargetRef.name', 'a/b'),
    [`spec.scaleTargetRef.name: Invalid value: "a/b": may not contain '/'`],
  ],
  [
    'a target without a group',
    at('spec.scaleTargetRef.apiVersion', 'v1'),
    { 27: [], 34: ['spec.scaleTargetRef.apiVersion: Invalid value: "v1": apiVersion must specify API group'] },
  ],
  [
    'a target of the core group that may be one',
    at('spec.scaleTargetRef', { apiVersion: 'v1', kind: 'ReplicationController' }),
    [],
  ],
  [
    'a target with two slashes',
    at('spec.scaleTargetRef.apiVersion', 'a/b/c'),
    { 27: [], 34: ['spec.scaleTargetRef.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c'] },
  ],
];

const METRICS: readonly Case[] = [
  [
    'no type',
    metric({ resource: { name: 'cpu', target } }),
    [
      'spec.metrics[0].type: Required value: must specify a metric source type',
      'spec.metrics[0].type: Unsupported value: "": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"',
      'spec.metrics[0].type: Unsupported value: "": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"',
    ],
  ],
  [
    'a type without its field',
    metric({ type: 'Pods' }),
    ['spec.metrics[0].pods: Required value: must populate information for the given metric source'],
  ],
  [
    'two sources',
    metric({
      type: 'Resource',
      resource: { name: 'cpu', target },
      pods: { metric: { name: 'hits' }, target: { type: 'AverageValue', averageValue: '1' } },
    }),
    ['spec.metrics[0].pods: Forbidden: must populate the given metric source only'],
  ],
  [
    'a resource without a name and a target without a value',
    metric({ type: 'Resource', resource: { target: { type: 'Utilization' } } }),
    [
      'spec.metrics[0].resource.name: Required value: must specify a resource name',
      'spec.metrics[0].resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization',
    ],
  ],
  [
    'both values',
    resource({ ...target, averageValue: '1' }),
    [
      'spec.metrics[0].resource.target.averageValue: Forbidden: may not set both a target raw value and a target utilization',
    ],
  ],
  [
    'no utilization, no type',
    resource({ averageUtilization: 0 }),
    [
      'spec.metrics[0].resource.target.type: Required value: must specify a metric target type',
      'spec.metrics[0].resource.target.type: Invalid value: "": must be either Utilization, Value, or AverageValue',
      'spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0',
    ],
  ],
  [
    'a quantity that is not positive',
    resource({ type: 'AverageValue', averageValue: '-100m' }),
    ['spec.metrics[0].resource.target.averageValue: Invalid value: "-100m": must be positive'],
  ],
  [
    'a metric of containers without container',
    metric({ type: 'ContainerResource', containerResource: { name: 'cpu', target } }),
    ['spec.metrics[0].containerResource.container: Required value: must specify a container'],
  ],
  [
    'a metric of pods without name and value',
    metric({ type: 'Pods', pods: { target: { type: 'AverageValue' } } }),
    [
      'spec.metrics[0].pods.metric.name: Required value: must specify a metric name',
      'spec.metrics[0].pods.target.averageValue: Required value: must specify a positive target averageValue',
    ],
  ],
  [
    'an external metric with both values',
    metric({
      type: 'External',
      external: { metric: { name: 'queue' }, target: { type: 'Value', value: '1', averageValue: '1' } },
    }),
    [
      'spec.metrics[0].external.target.value: Forbidden: may not set both a target value for metric and a per-pod target',
    ],
  ],
  [
    'a metric of an object without object and value',
    metric({ type: 'Object', object: { metric: { name: 'a%' }, target: { type: 'Value' } } }),
    [
      'spec.metrics[0].object.describedObject.kind: Required value',
      'spec.metrics[0].object.describedObject.name: Required value',
      `spec.metrics[0].object.metric.name: Invalid value: "a%": may not contain '%'`,
      'spec.metrics[0].object.target.averageValue: Required value: must set either a target value or averageValue',
    ],
  ],
];

const BEHAVIOR: readonly Case[] = [
  ['good rules', at('spec.behavior.scaleUp', { stabilizationWindowSeconds: 3600, selectPolicy: 'Min', policies }), []],
  [
    'an endless window',
    at('spec.behavior.scaleUp', { stabilizationWindowSeconds: 3601, policies }),
    ['spec.behavior.scaleUp.stabilizationWindowSeconds: Invalid value: 3601: must be less than or equal to 3600'],
  ],
  [
    'a negative window',
    at('spec.behavior.scaleDown', { stabilizationWindowSeconds: -1, policies }),
    ['spec.behavior.scaleDown.stabilizationWindowSeconds: Invalid value: -1: must be greater than or equal to zero'],
  ],
  [
    'an unknown choice',
    at('spec.behavior.scaleUp', { selectPolicy: 'Any', policies }),
    ['spec.behavior.scaleUp.selectPolicy: Unsupported value: "Any": supported values: "Disabled", "Max", "Min"'],
  ],
  [
    'a policy without anything',
    at('spec.behavior.scaleUp', { policies: [{ type: 'Nodes' }] }),
    [
      'spec.behavior.scaleUp.policies[0].type: Unsupported value: "Nodes": supported values: "Percent", "Pods"',
      'spec.behavior.scaleUp.policies[0].value: Invalid value: 0: must be greater than zero',
      'spec.behavior.scaleUp.policies[0].periodSeconds: Invalid value: 0: must be greater than zero',
    ],
  ],
  [
    'a period over half an hour',
    at('spec.behavior.scaleUp', { policies: [{ type: 'Pods', value: 1, periodSeconds: 1801 }] }),
    ['spec.behavior.scaleUp.policies[0].periodSeconds: Invalid value: 1801: must be less than or equal to 1800'],
  ],
];

describeValidation('a HorizontalPodAutoscaler', base, REPLICAS);
describeValidation('its metrics', base, METRICS);
describeValidation('its behavior', base, BEHAVIOR);
describeValidation(
  'a HorizontalPodAutoscaler of v1',
  {
    ...base,
    apiVersion: 'autoscaling/v1',
    spec: { ...base.spec, metrics: undefined, targetCPUUtilizationPercentage: 50 },
  },
  [
    [
      'whose utilization is the one of the first metric',
      at('spec.targetCPUUtilizationPercentage', -1),
      ['spec.metrics[0].resource.target.averageUtilization: Invalid value: -1: must be greater than 0'],
    ],
  ],
);
