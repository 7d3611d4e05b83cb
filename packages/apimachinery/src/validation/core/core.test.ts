import {
  at,
  BAD_CIDR,
  BAD_IP,
  type Case,
  CONFIG_KEY,
  describeValidation,
  LABEL_VALUE,
  NAME_PART,
  SUBDOMAIN,
} from '../validation.test-support.js';

const MIB = 1_048_576;
const TOO_LONG = { 27: `Too long: must have at most ${MIB} bytes`, 32: `Too long: may not be more than ${MIB} bytes` };
const tooLong = (path: string) => ({ 27: [`${path}: ${TOO_LONG[27]}`], 32: [`${path}: ${TOO_LONG[32]}`] });

describeValidation(
  'a ConfigMap',
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { a: 'b' }, binaryData: { c: 'ZA==' } },
  [
    ['a bad key', { data: { 'a b': '' } }, [`data[a b]: Invalid value: "a b": ${CONFIG_KEY}`]],
    ['a key that leads upwards', { data: { '..': '' } }, [`data[..]: Invalid value: "..": must not be '..'`]],
    ['a key twice', { data: { c: '' } }, ['data[c]: Invalid value: "c": duplicate of key present in binaryData']],
    ['a mebibyte', { data: { a: 'b'.repeat(MIB - 1) } }, []],
    // The path of the whole object, as Go prints an empty one.
    ['more than a mebibyte', { data: { a: 'b'.repeat(MIB) } }, tooLong('[]')],
  ],
);

const secret = (type: string, data: object = {}, stringData: object = {}) => ({ type, data, stringData });
const SECRETS: readonly Case[] = [
  ['a bad key', { stringData: { 'a/b': '' } }, [`data[a/b]: Invalid value: "a/b": ${CONFIG_KEY}`]],
  ['more than a mebibyte', { stringData: { a: 'b'.repeat(MIB + 1) } }, tooLong('data')],
  [
    'a token of no account',
    secret('kubernetes.io/service-account-token'),
    ['metadata.annotations[kubernetes.io/service-account.name]: Required value'],
  ],
  ['no registries', secret('kubernetes.io/dockerconfigjson'), ['data[.dockerconfigjson]: Required value']],
  [
    'registries that are no JSON',
    secret('kubernetes.io/dockercfg', { '.dockercfg': 'e30x' }),
    ['data[.dockercfg]: Invalid value: "<secret contents redacted>": invalid character \'1\' after top-level value'],
  ],
  ['registries', secret('kubernetes.io/dockercfg', {}, { '.dockercfg': '{}' }), []],
  [
    'neither name nor password',
    secret('kubernetes.io/basic-auth'),
    ['data[username]: Required value', 'data[password]: Required value'],
  ],
  ['a name alone', secret('kubernetes.io/basic-auth', {}, { username: 'a' }), []],
  [
    'an empty key',
    secret('kubernetes.io/ssh-auth', { 'ssh-privatekey': '' }),
    ['data[ssh-privatekey]: Required value'],
  ],
  ['a certificate without its key', secret('kubernetes.io/tls', { 'tls.crt': '' }), ['data[tls.key]: Required value']],
];
describeValidation(
  'a Secret',
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, data: { a: 'Yg==' } },
  SECRETS,
);

const endpoints = {
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: { name: 'web' },
  subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80 }] }],
};
describeValidation('Endpoints', endpoints, [
  ['no address', { subsets: [{}] }, ['subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`']],
  [
    'bad addresses',
    { subsets: [{ addresses: [{ ip: 'a', hostname: 'b.c' }], notReadyAddresses: [{ ip: '::1', nodeName: 'A' }] }] },
    [
      `subsets[0].addresses[0].ip: Invalid value: "a": ${BAD_IP}`,
      'subsets[0].addresses[0].hostname: Invalid value: "b.c": must not contain dots',
      'subsets[0].addresses[0].ip: Invalid value: "a": must be a valid IP address',
      `subsets[0].notReadyAddresses[0].nodeName: Invalid value: "A": ${SUBDOMAIN}`,
      'subsets[0].notReadyAddresses[0].ip: Invalid value: "::1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
    ],
  ],
  [
    'two ports, one without a name',
    {
      subsets: [
        {
          addresses: [{ ip: '10.0.0.1' }],
          ports: [
            { name: 'a', port: 0 },
            { port: 80, protocol: 'HTTP' },
          ],
        },
      ],
    },
    [
      'subsets[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive',
      'subsets[0].ports[1].name: Required value',
      'subsets[0].ports[1].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"',
    ],
  ],
]);

describeValidation('a Namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }, [
  ['dots', { metadata: { name: 'a.b' } }, ['metadata.name: Invalid value: "a.b": must not contain dots']],
  [
    'a finalizer without domain',
    { spec: { finalizers: ['mine'] } },
    ['spec.finalizers: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified'],
  ],
]);

const taint = { key: 'gpu', effect: 'NoSchedule' };
const NODES: readonly Case[] = [
  ['taints', { spec: { taints: [taint, { ...taint, effect: 'NoExecute' }] } }, []],
  [
    'a taint twice',
    { spec: { taints: [taint, { ...taint, value: 'a' }] } },
    {
      34: [
        'metadata.taints[1]: Duplicate value: {"Key":"gpu","Value":"a","Effect":"NoSchedule","TimeAdded":null}: taints must be unique by key and effect pair',
      ],
    },
  ],
  [
    'bad taints',
    {
      spec: {
        taints: [
          { key: '-', value: '-' },
          { key: 'a', effect: 'Never' },
        ],
      },
    },
    [
      `metadata.taints[0].key: Invalid value: "-": ${NAME_PART}`,
      `metadata.taints[0].value: Invalid value: "-": ${LABEL_VALUE}`,
      'metadata.taints[0].effect: Required value',
      'metadata.taints[1].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
    ],
  ],
  [
    'amounts that are none',
    { status: { capacity: { pods: '1.5' }, allocatable: { cpu: '-1' } } },
    [
      'status.capacity.pods: Invalid value: "1500m": must be an integer',
      'status.allocatable.cpu: Invalid value: "-1": must be greater than or equal to 0',
    ],
  ],
  [
    'two blocks of one family',
    { spec: { podCIDRs: ['10.0.0.0/24', '10.0.1.0/24'] } },
    {
      34: [
        'spec.podCIDRs: Invalid value: ["10.0.0.0/24","10.0.1.0/24"]: may specify no more than one CIDR for each IP family',
      ],
    },
  ],
  [
    'a block that is none',
    { spec: { podCIDR: 'a', podCIDRs: ['a'] } },
    [`spec.podCIDRs[0]: Invalid value: "a": ${BAD_CIDR}`],
  ],
];
describeValidation(
  'a Node',
  {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'node-1' },
    spec: { podCIDRs: ['10.0.0.0/24', '2001:db8::/64'] },
  },
  NODES,
);

const limits = (...items: object[]) => at('spec.limits', items);
const LIMITS: readonly Case[] = [
  [
    'unknown and repeated types',
    limits({ type: 'Disk' }, { type: 'Pod' }, { type: 'Pod' }),
    [
      'spec.limits[0].type: Invalid value: "Disk": must be a standard limit type or fully qualified',
      'spec.limits[2].type: Duplicate value: "Pod"',
    ],
  ],
  [
    'defaults of a pod',
    limits({ type: 'Pod', default: { cpu: '1' }, defaultRequest: { cpu: '1' } }),
    [
      "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'",
      "spec.limits[0].defaultRequest: Forbidden: may not be specified when `type` is 'Pod'",
    ],
  ],
  [
    'a claim without limits',
    limits({ type: 'PersistentVolumeClaim' }),
    [
      'spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided',
    ],
  ],
  [
    'a wrong order',
    limits({
      type: 'Container',
      min: { cpu: '3' },
      max: { cpu: '2' },
      default: { cpu: '2' },
      defaultRequest: { cpu: '3' },
    }),
    [
      'spec.limits[0].min[cpu]: Invalid value: "3": min value 3 is greater than max value 2',
      'spec.limits[0].defaultRequest[cpu]: Invalid value: "3": default request value 3 is greater than max value 2',
      'spec.limits[0].defaultRequest[cpu]: Invalid value: "3": default request value 3 is greater than default limit value 2',
      'spec.limits[0].default[cpu]: Invalid value: "3": min value 3 is greater than default value 2',
    ],
  ],
  [
    'a ratio below one, and one above what is possible',
    limits({
      type: 'Container',
      min: { cpu: '1', memory: '1Gi' },
      max: { cpu: '2', memory: '2Gi' },
      maxLimitRequestRatio: { cpu: '500m', memory: '3' },
    }),
    [
      'spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "500m": ratio 500m is less than 1',
      'spec.limits[0].maxLimitRequestRatio[memory]: Invalid value: "3": ratio 3 is greater than max/min = 2.000000',
    ],
  ],
];
describeValidation(
  'a LimitRange',
  {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'a' },
    spec: { limits: [{ type: 'Container', max: { cpu: '2' }, default: { cpu: '1' } }] },
  },
  LIMITS,
);

const quota = {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'a' },
  spec: { hard: { pods: '10', 'requests.cpu': '4' } },
};
const QUOTAS: readonly Case[] = [
  [
    'an unknown resource',
    at('spec.hard', { disks: '1' }),
    {
      34: [
        'spec.hard[disks]: Invalid value: "disks": must be a standard resource type or fully qualified',
        'spec.hard[disks]: Invalid value: "disks": must be a standard resource for quota',
      ],
    },
  ],
  [
    'a part of a pod',
    at('spec.hard', { pods: '1.5' }),
    ['spec.hard[pods]: Invalid value: "1500m": must be an integer'],
  ],
  [
    'scopes that exclude each other, and one that does not fit',
    at('spec.scopes', ['BestEffort', 'NotBestEffort']),
    {
      34: [
        'spec.scopes: Invalid value: ["BestEffort","NotBestEffort"]: unsupported scope applied to resource',
        'spec.scopes: Invalid value: ["BestEffort","NotBestEffort"]: conflicting scopes',
      ],
    },
  ],
  [
    'an unknown scope',
    at('spec.scopes', ['Cheap']),
    { 34: ['spec.scopes: Invalid value: ["Cheap"]: unsupported scope'] },
  ],
  [
    'a priority without a class',
    at('spec.scopeSelector.matchExpressions', [{ scopeName: 'PriorityClass', operator: 'In' }]),
    [
      "spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when `operator` is 'In' or 'NotIn' for scope selector",
    ],
  ],
];
describeValidation('a ResourceQuota', quota, QUOTAS);
