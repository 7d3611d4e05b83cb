import {
  at,
  type Case,
  describeValidation,
  type Fields,
  LABEL,
  LABEL_VALUE,
  NAME_PART,
  SUBDOMAIN,
} from '../validation.test-support.js';

const base = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'app', namespace: 'shop' } };
const meta = (change: Fields): Fields => ({ metadata: change });

const NAMES: readonly Case[] = [
  ['no name', meta({ name: undefined }), ['metadata.name: Required value: name or generateName is required']],
  ['a generated name', meta({ name: undefined, generateName: 'app-' }), []],
  [
    'a bad prefix of names',
    meta({ name: undefined, generateName: 'App-' }),
    [
      `metadata.generateName: Invalid value: "App-": ${SUBDOMAIN}`,
      `metadata.name: Invalid value: "App-xxxxx": ${SUBDOMAIN}`,
    ],
  ],
  [
    'a long name',
    meta({ name: 'a'.repeat(254) }),
    [`metadata.name: Invalid value: "${'a'.repeat(254)}": must be no more than 253 characters`],
  ],
  ['the namespace of the request', meta({ namespace: undefined }), []],
  ['a bad namespace', meta({ namespace: 'a.b' }), ['metadata.namespace: Invalid value: "a.b": must not contain dots']],
  ['a bad namespace of another form', meta({ namespace: 'A' }), [`metadata.namespace: Invalid value: "A": ${LABEL}`]],
  [
    'a negative generation',
    meta({ generation: -1 }),
    ['metadata.generation: Invalid value: -1: must be greater than or equal to 0'],
  ],
];

const LABELS: readonly Case[] = [
  ['a bad key', meta({ labels: { 'a b': '' } }), [`metadata.labels: Invalid value: "a b": ${NAME_PART}`]],
  ['a bad value', meta({ labels: { a: '-' } }), [`metadata.labels: Invalid value: "-": ${LABEL_VALUE}`]],
  [
    'a long value',
    meta({ labels: { a: 'b'.repeat(64) } }),
    {
      27: [`metadata.labels: Invalid value: "${'b'.repeat(64)}": must be no more than 63 characters`],
      35: [`metadata.labels: Invalid value: "${'b'.repeat(64)}": must be no more than 63 bytes`],
    },
  ],
  [
    'a key without prefix in front of its slash',
    meta({ labels: { '/a': '' } }),
    ['metadata.labels: Invalid value: "/a": prefix part must be non-empty'],
  ],
  [
    'a key with capitals in its prefix, which annotations may have',
    meta({ labels: { 'Example.com/a': '' }, annotations: { 'Example.com/a': '' } }),
    [`metadata.labels: Invalid value: "Example.com/a": prefix part ${SUBDOMAIN}`],
  ],
  [
    'annotations over 256 KiB',
    meta({ annotations: { a: 'b'.repeat(262_144) } }),
    {
      27: ['metadata.annotations: Too long: must have at most 262144 bytes'],
      32: ['metadata.annotations: Too long: may not be more than 262144 bytes'],
    },
  ],
  ['annotations of 256 KiB', meta({ annotations: { a: 'b'.repeat(262_143) } }), []],
];

const owner = { apiVersion: 'v1', kind: 'Node', name: 'n', uid: 'u' };
const FINALIZERS_AND_OWNERS: readonly Case[] = [
  ['standard finalizers', meta({ finalizers: ['kubernetes', 'orphan', 'example.com/a'] }), []],
  [
    'a finalizer without a domain',
    meta({ finalizers: ['mine'] }),
    [
      'metadata.finalizers[0]: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified',
    ],
  ],
  [
    'a bad finalizer',
    meta({ finalizers: ['example.com/-'] }),
    [`metadata.finalizers: Invalid value: "example.com/-": ${NAME_PART}`],
  ],
  [
    'two ways to delete',
    meta({ finalizers: ['orphan', 'foregroundDeletion'] }),
    {
      27: [
        'metadata.finalizers: Invalid value: []string{"orphan", "foregroundDeletion"}: finalizer orphan and foregroundDeletion cannot be both set',
      ],
      34: [
        'metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set',
      ],
    },
  ],
  ['an owner', meta({ ownerReferences: [{ ...owner, controller: true }] }), []],
  [
    'an owner without anything',
    meta({ ownerReferences: [{ apiVersion: 'apps/' }] }),
    {
      27: [
        'metadata.ownerReferences.apiVersion: Invalid value: "apps/": version must not be empty',
        'metadata.ownerReferences.kind: Invalid value: "": kind must not be empty',
        'metadata.ownerReferences.name: Invalid value: "": name must not be empty',
        'metadata.ownerReferences.uid: Invalid value: "": uid must not be empty',
      ],
      34: [
        'metadata.ownerReferences.apiVersion: Invalid value: "apps/": version must not be empty',
        'metadata.ownerReferences.kind: Invalid value: "": must not be empty',
        'metadata.ownerReferences.name: Invalid value: "": must not be empty',
        'metadata.ownerReferences.uid: Invalid value: "": must not be empty',
      ],
    },
  ],
  [
    'an event as the owner',
    meta({ ownerReferences: [{ ...owner, kind: 'Event' }] }),
    {
      34: [
        'metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"n","uid":"u"}: /v1, Kind=Event is disallowed from being an owner',
      ],
    },
  ],
  [
    'two controllers',
    meta({
      ownerReferences: [
        { ...owner, controller: true },
        { ...owner, name: 'm', controller: true },
      ],
    }),
    {
      34: [
        'metadata.ownerReferences: Invalid value: [{"apiVersion":"v1","kind":"Node","name":"n","uid":"u","controller":true},{"apiVersion":"v1","kind":"Node","name":"m","uid":"u","controller":true}]: Only one reference can have Controller set to true. Found "true" in references for Node/n and Node/m',
      ],
    },
  ],
];

const MANAGED: readonly Case[] = [
  ['an entry', meta({ managedFields: [{ manager: 'kubectl', operation: 'Apply', fieldsType: 'FieldsV1' }] }), []],
  [
    'a bad entry',
    meta({ managedFields: [{ operation: 'Delete', fieldsType: 'FieldsV2', manager: 'a\nb' }] }),
    [
      'metadata.managedFields[0].operation: Invalid value: "Delete": must be `Apply` or `Update`',
      'metadata.managedFields[0].fieldsType: Invalid value: "FieldsV2": must be `FieldsV1`',
      'metadata.managedFields[0].manager: Invalid value: "a\\nb": invalid character U+000A (at position 1)',
    ],
  ],
  [
    'a long manager and subresource',
    meta({ managedFields: [{ operation: 'Update', manager: 'm'.repeat(129), subresource: 's'.repeat(257) }] }),
    {
      32: [
        'metadata.managedFields[0].manager: Too long: may not be more than 128 bytes',
        'metadata.managedFields[0].subresource: Too long: may not be more than 256 bytes',
      ],
    },
  ],
];

const selector = (change: Fields): Fields => at('spec.podSelector', change);
const expression = (change: Fields): Fields => selector({ matchExpressions: [{ key: 'a', ...change }] });
const SELECTORS: readonly Case[] = [
  [
    'a set without values',
    expression({ operator: 'In' }),
    [
      "spec.podSelector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
    ],
  ],
  [
    'existence with values',
    expression({ operator: 'Exists', values: ['b'] }),
    [
      "spec.podSelector.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
    ],
  ],
  [
    'an unknown operator, a bad key, a bad value',
    expression({ key: '-', operator: 'Gt', values: ['-'] }),
    [
      'spec.podSelector.matchExpressions[0].operator: Invalid value: "Gt": not a valid selector operator',
      `spec.podSelector.matchExpressions[0].key: Invalid value: "-": ${NAME_PART}`,
      `spec.podSelector.matchExpressions[0].values[0]: Invalid value: "-": ${LABEL_VALUE}`,
    ],
  ],
  [
    'a bad label',
    selector({ matchLabels: { a: '-' } }),
    [`spec.podSelector.matchLabels: Invalid value: "-": ${LABEL_VALUE}`],
  ],
];

describeValidation('the name', base, NAMES);
describeValidation('labels and annotations', base, LABELS);
describeValidation('finalizers and owners', base, FINALIZERS_AND_OWNERS);
describeValidation('managed fields', base, MANAGED);
describeValidation(
  'label selectors',
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'a' }, spec: { podSelector: {} } },
  SELECTORS,
);
