import { at, describeValidation, PERCENT } from '../validation.test-support.js';

const base = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'web' },
  spec: { minAvailable: '50%', selector: { matchLabels: { app: 'web' } } },
};

describeValidation('a PodDisruptionBudget', base, [
  [
    'a bad name, at which the API server looks last',
    { metadata: { name: 'a_b' } },
    // BeforeCreate validates metadata with rules that any path segment satisfies.
    [],
  ],
  [
    'both limits',
    { spec: { minAvailable: 1, maxUnavailable: 1, selector: undefined } },
    {
      34: [
        'spec: Invalid value: {"MinAvailable":1,"Selector":null,"MaxUnavailable":1,"UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set',
      ],
    },
  ],
  [
    'a negative number',
    at('spec.minAvailable', -1),
    ['spec.minAvailable: Invalid value: -1: must be greater than or equal to 0'],
  ],
  [
    'more than all',
    at('spec.minAvailable', '101%'),
    {
      27: [
        'spec.minAvailable: Invalid value: intstr.IntOrString{Type:1, IntVal:0, StrVal:"101%"}: must not be greater than 100%',
      ],
      34: ['spec.minAvailable: Invalid value: "101%": must not be greater than 100%'],
    },
  ],
  [
    'text that is no percentage',
    at('spec.minAvailable', 'half'),
    { 34: [`spec.minAvailable: Invalid value: "half": ${PERCENT}`] },
  ],
  [
    'a bad selector',
    { spec: { selector: { matchExpressions: [{ key: 'a', operator: 'NotIn' }] } } },
    ["spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'"],
  ],
  ['an eviction policy', at('spec.unhealthyPodEvictionPolicy', 'AlwaysAllow'), []],
  [
    'an unknown eviction policy',
    at('spec.unhealthyPodEvictionPolicy', 'Never'),
    ['spec.unhealthyPodEvictionPolicy: Unsupported value: "Never": supported values: "AlwaysAllow", "IfHealthyBudget"'],
  ],
]);
