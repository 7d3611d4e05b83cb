import { at, type Case, describeValidation, NAME_PART } from '../validation.test-support.js';

const storageClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'fast' },
  provisioner: 'csi.example.com/Disk',
};
const term = { matchLabelExpressions: [{ key: 'zone', values: ['a', 'b'] }] };

const CLASSES: readonly Case[] = [
  ['no provisioner', { provisioner: undefined }, ['provisioner: Required value']],
  ['a bad provisioner', { provisioner: 'A B' }, [`provisioner: Invalid value: "a b": ${NAME_PART}`]],
  ['a parameter without name', { parameters: { '': 'a' } }, ['parameters: Invalid value: "": field can not be empty.']],
  [
    'too many parameters',
    { parameters: Object.fromEntries(Array.from({ length: 513 }, (_, index) => [`p${index}`, ''])) },
    {
      27: ['parameters: Too long: must have at most 512 bytes'],
      32: ['parameters: Too long: may not be more than 512 bytes'],
    },
  ],
  [
    'parameters over 256 KiB',
    { parameters: { a: 'b'.repeat(262_144) } },
    { 32: ['parameters: Too long: may not be more than 262144 bytes'] },
  ],
  [
    'unknown policies',
    { reclaimPolicy: 'Recycle', volumeBindingMode: 'Later' },
    [
      'reclaimPolicy: Unsupported value: "Recycle": supported values: "Delete", "Retain"',
      'volumeBindingMode: Unsupported value: "Later": supported values: "Immediate", "WaitForFirstConsumer"',
    ],
  ],
  ['topologies', { allowedTopologies: [term, { matchLabelExpressions: [{ key: 'zone', values: ['c'] }] }] }, []],
  [
    'the same topology twice, in another order',
    { allowedTopologies: [term, { matchLabelExpressions: [{ key: 'zone', values: ['b', 'a'] }] }] },
    ['allowedTopologies[1].matchLabelExpressions: Duplicate value: ""'],
  ],
  [
    'a topology without values, and one with a value and a key twice',
    {
      allowedTopologies: [
        {
          matchLabelExpressions: [{ key: 'zone' }, { key: 'rack', values: ['a', 'a'] }, { key: 'rack', values: ['b'] }],
        },
      ],
    },
    [
      'allowedTopologies[0].matchLabelExpressions[0].values: Required value',
      'allowedTopologies[0].matchLabelExpressions[1].values[1]: Duplicate value: "a"',
      'allowedTopologies[0].matchLabelExpressions[2].key: Duplicate value: "rack"',
    ],
  ],
];

const driver = { apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', metadata: { name: 'csi.example.com' }, spec: {} };

const DRIVERS: readonly Case[] = [
  [
    'unknown policies and modes',
    { spec: { fsGroupPolicy: 'Always', volumeLifecycleModes: ['Persistent', 'Forever'] } },
    [
      'spec.fsGroupPolicy: Unsupported value: "Always": supported values: "File", "None", "ReadWriteOnceWithFSType"',
      'spec.volumeLifecycleModes: Unsupported value: "Forever": supported values: "Persistent", "Ephemeral"',
    ],
  ],
  ['tokens', at('spec.tokenRequests', [{ audience: '' }, { audience: 'a', expirationSeconds: 600 }]), []],
  [
    'tokens for an audience twice',
    at('spec.tokenRequests', [{ audience: 'a' }, { audience: 'a' }]),
    ['spec.tokenRequests[1].audience: Duplicate value: "a"'],
  ],
  [
    'tokens that end too soon or never',
    at('spec.tokenRequests', [
      { audience: 'a', expirationSeconds: 599 },
      { audience: 'b', expirationSeconds: 4_294_967_297 },
    ]),
    [
      'spec.tokenRequests[0].expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes',
      'spec.tokenRequests[1].expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds',
    ],
  ],
  [
    'updates too often',
    at('spec.nodeAllocatableUpdatePeriodSeconds', 9),
    {
      33: ['spec.nodeAllocatableUpdatePeriodSeconds: Invalid value: 9: must be greater than or equal to 10 seconds'],
    },
  ],
  [
    'tokens in secrets without any token',
    at('spec.serviceAccountTokenInSecrets', true),
    {
      35: [
        'spec.serviceAccountTokenInSecrets: Invalid value: true: serviceAccountTokenInSecrets is set but no tokenRequests are specified',
      ],
    },
    ['CSIServiceAccountTokenSecrets'],
  ],
];

const node = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSINode',
  metadata: { name: 'node-1' },
  spec: { drivers: [{ name: 'csi.example.com', nodeID: 'a', topologyKeys: ['zone'] }] },
};
const long = 'n'.repeat(257);

const NODES: readonly Case[] = [
  [
    'a driver without id, and twice',
    { spec: { drivers: [{ name: 'a', nodeID: 'b' }, { name: 'a' }] } },
    ['spec.drivers[1].nodeID: Required value', 'spec.drivers[1].name: Duplicate value: "a"'],
  ],
  [
    'a long id, and fewer volumes than none',
    { spec: { drivers: [{ name: 'a', nodeID: long, allocatable: { count: -1 } }] } },
    [
      `spec.drivers[0].nodeID: Invalid value: "${long}": must be 256 characters or less`,
      'spec.drivers[0].allocatable.count: Invalid value: -1: must be greater than or equal to 0',
    ],
  ],
  [
    'bad keys of topology',
    { spec: { drivers: [{ name: 'a', nodeID: 'b', topologyKeys: ['zone', 'zone', '-'] }] } },
    ['spec.drivers[0]: Duplicate value: "zone"', `spec.drivers[0]: Invalid value: "-": ${NAME_PART}`],
  ],
];

describeValidation('a StorageClass', storageClass, CLASSES);
describeValidation('a CSIDriver', driver, DRIVERS);
describeValidation('a CSINode', node, NODES);
