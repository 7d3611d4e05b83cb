import { describeValidation, LABEL, LABEL_VALUE } from '../validation.test-support.js';

const base = {
  apiVersion: 'node.k8s.io/v1',
  kind: 'RuntimeClass',
  metadata: { name: 'kata' },
  handler: 'kata',
  overhead: { podFixed: { memory: '120Mi', cpu: '250m' } },
  scheduling: { nodeSelector: { runtime: 'kata' }, tolerations: [{ key: 'runtime', operator: 'Exists' }] },
};

describeValidation('a RuntimeClass', base, [
  ['a bad handler', { handler: 'Kata' }, [`handler: Invalid value: "Kata": ${LABEL}`]],
  [
    'no handler',
    { handler: undefined },
    { 27: [`handler: Invalid value: "": ${LABEL}`], 36: ['handler: Required value'] },
  ],
  [
    'a negative overhead',
    { overhead: { podFixed: { cpu: '-1' } } },
    ['overhead.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0'],
  ],
  [
    'an overhead of a resource that no container may use',
    { overhead: { podFixed: { pods: '1' } } },
    {
      27: ['overhead.limits[pods]: Invalid value: "pods": must be a standard resource for containers'],
      29: ['overhead.limits[pods]: Invalid value: pods: must be a standard resource for containers'],
      34: ['overhead.limits[pods]: Invalid value: "pods": must be a standard resource for containers'],
    },
  ],
  [
    'a bad node selector',
    { scheduling: { nodeSelector: { runtime: '-' } } },
    [`scheduling.nodeSelector: Invalid value: "-": ${LABEL_VALUE}`],
  ],
  [
    'a toleration without key',
    { scheduling: { tolerations: [{ operator: 'Equal' }] } },
    {
      27: [
        'scheduling.tolerations.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ],
      35: [
        'scheduling.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ],
    },
  ],
  [
    'the same toleration twice',
    {
      scheduling: {
        tolerations: [
          { key: 'a', operator: 'Exists' },
          { key: 'a', operator: 'Exists' },
        ],
      },
    },
    {
      34: [
        'scheduling.tolerations[1]: Duplicate value: {"Key":"a","Operator":"Exists","Value":"","Effect":"","TolerationSeconds":null}',
      ],
    },
  ],
]);
