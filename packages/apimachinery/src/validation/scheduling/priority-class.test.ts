import { describeValidation } from '../validation.test-support.js';

const base = {
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name: 'high' },
  value: 1_000_000_000,
};
const RESERVED =
  "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: ";
const named = (name: string) => ({ metadata: { name } });

describeValidation('a PriorityClass', base, [
  ['a namespace, which the request clears', { metadata: { namespace: 'default' } }, []],
  [
    'more than users may have',
    { value: 1_000_000_001 },
    ['value: Forbidden: maximum allowed value of a user defined priority is 1000000000'],
  ],
  ['the classes of Kubernetes', { ...named('system-node-critical'), value: 2_000_001_000 }, []],
  [
    'a class of Kubernetes with another value',
    { ...named('system-cluster-critical'), value: 1 },
    [`${RESERVED}value of system-cluster-critical PriorityClass must be 2000000000`],
  ],
  [
    'a class of Kubernetes as the default',
    { ...named('system-cluster-critical'), value: 2_000_000_000, globalDefault: true },
    [`${RESERVED}globalDefault of system-cluster-critical PriorityClass must be false`],
  ],
  ['a name that is reserved', named('system-mine'), [`${RESERVED}system-mine is not a known system priority class`]],
  [
    'an unknown preemption policy',
    { preemptionPolicy: 'Sometimes' },
    ['preemptionPolicy: Unsupported value: "Sometimes": supported values: "PreemptLowerPriority", "Never"'],
  ],
]);
