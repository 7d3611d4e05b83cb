import { at, describeValidation, NAME_PART, SUBDOMAIN } from '../validation.test-support.js';

const base = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: 'node' },
  spec: { holderIdentity: 'a', leaseDurationSeconds: 40, leaseTransitions: 0 },
};

describeValidation('a Lease', base, [
  ['a bad name', at('metadata.name', 'a_b'), [`metadata.name: Invalid value: "a_b": ${SUBDOMAIN}`]],
  ['a spec without anything', { spec: undefined }, []],
  [
    'no time, and fewer than no holders',
    { spec: { leaseDurationSeconds: 0, leaseTransitions: -1 } },
    [
      'spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0',
      'spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0',
    ],
  ],
  ['the known strategy', { spec: { strategy: 'OldestEmulationVersion', preferredHolder: 'b' } }, []],
  ["a stranger's strategy", { spec: { strategy: 'example.com/mine' } }, []],
  [
    'an unknown strategy',
    { spec: { strategy: 'Newest' } },
    ['spec.strategy.strategy: Unsupported value: "Newest": supported values: "OldestEmulationVersion"'],
  ],
  [
    'a strategy with a bad name',
    { spec: { strategy: 'example.com/-' } },
    [`spec.strategy.strategy: Invalid value: "example.com/-": ${NAME_PART}`],
  ],
  [
    'a preferred holder without a strategy',
    { spec: { preferredHolder: 'b' } },
    ['spec.preferredHolder: Forbidden: may only be specified if `strategy` is defined'],
  ],
]);
