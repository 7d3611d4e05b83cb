import { at, type Case, describeValidation, type Fields, SUBDOMAIN } from '../validation.test-support.js';

const volume = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'disk' },
  spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], nfs: { server: 'a', path: '/b' } },
};
const spec = (change: Fields): Fields => ({ spec: change });
const MODES = '"ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"';

const VOLUMES: readonly Case[] = [
  ['no modes', spec({ accessModes: undefined }), ['spec.accessModes: Required value']],
  [
    'an unknown mode, and one that stands alone',
    spec({ accessModes: ['ReadWriteOncePod', 'ReadOnlyMany', 'WriteOnly'] }),
    [
      `spec.accessModes: Unsupported value: "WriteOnly": supported values: ${MODES}`,
      'spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes',
    ],
  ],
  [
    'no capacity',
    spec({ capacity: undefined }),
    ['spec.capacity: Required value', 'spec.capacity: Unsupported value: null: supported values: "storage"'],
  ],
  [
    'a capacity of nothing',
    spec({ capacity: { storage: '0' } }),
    ['spec.capacity[storage]: Invalid value: "0": must be greater than zero'],
  ],
  ['no source', spec({ nfs: undefined }), ['spec: Required value: must specify a volume type']],
  [
    'two sources',
    spec({ hostPath: { path: '/a', type: '' } }),
    ['spec.nfs: Forbidden: may not specify more than 1 volume type'],
  ],
  [
    'a folder of a node that is not said',
    spec({ nfs: undefined, local: { path: '../a' } }),
    [
      `spec.local.path: Invalid value: "../a": must not contain '..'`,
      'spec.nodeAffinity: Required value: Local volume requires node affinity',
    ],
  ],
  [
    'the root of a node, to be emptied',
    spec({ nfs: undefined, hostPath: { path: '/./', type: '' }, persistentVolumeReclaimPolicy: 'Recycle' }),
    ["spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'"],
  ],
  [
    'unknown policy and mode, and a bad class',
    spec({ persistentVolumeReclaimPolicy: 'Burn', volumeMode: 'Tape', storageClassName: 'A' }),
    [
      'spec.persistentVolumeReclaimPolicy: Unsupported value: "Burn": supported values: "Delete", "Recycle", "Retain"',
      `spec.storageClassName: Invalid value: "A": ${SUBDOMAIN}`,
      'spec.volumeMode: Unsupported value: "Tape": supported values: "Block", "Filesystem"',
    ],
  ],
  [
    'a driver without handle, and a secret without namespace',
    spec({ nfs: undefined, csi: { driver: 'a.b', nodePublishSecretRef: { name: 'c' } } }),
    ['spec.csi.volumeHandle: Required value', 'spec.csi.nodePublishSecretRef.namespace: Required value'],
  ],
  [
    'options of mounting where nothing is mounted',
    {
      metadata: { annotations: { 'volume.beta.kubernetes.io/mount-options': 'ro' } },
      spec: { nfs: undefined, hostPath: { path: '/a', type: '' } },
    },
    [
      'metadata.annotations.volume.beta.kubernetes.io/mount-options: Forbidden: may not specify mount options for this volume type',
    ],
  ],
  [
    'attributes without a driver',
    spec({ volumeAttributesClassName: 'gold' }),
    { 35: ['spec.csi: Required value: has to be specified when using volumeAttributesClassName'] },
  ],
];

const claim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'disk' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};
const snapshot = { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'a' };

const CLAIMS: readonly Case[] = [
  [
    'no mode, and no size',
    spec({ accessModes: undefined, resources: undefined }),
    ['spec.accessModes: Required value: at least 1 access mode is required', 'spec.resources[storage]: Required value'],
  ],
  [
    'a negative size',
    at('spec.resources.requests.storage', '-1'),
    ['spec.resources[storage]: Invalid value: "-1": must be greater than zero'],
  ],
  [
    'an unknown mode',
    spec({ volumeMode: 'Tape' }),
    ['spec.volumeMode: Unsupported value: "Tape": supported values: "Block", "Filesystem"'],
  ],
  ['a snapshot', spec({ dataSource: snapshot }), []],
  [
    'two sources that differ',
    spec({ dataSource: snapshot, dataSourceRef: { ...snapshot, name: 'b' } }),
    { 34: ['spec: Invalid value: {}: must match dataSourceRef'] },
  ],
  [
    'a source of the core group that is no claim',
    spec({ dataSourceRef: { kind: 'Pod', name: '' } }),
    {
      27: [
        'spec.dataSource.name: Required value',
        `spec.dataSource: Invalid value: "Pod": must be 'PersistentVolumeClaim' when referencing the default apiGroup`,
        'spec.dataSourceRef.name: Required value',
        `spec.dataSourceRef: Invalid value: "Pod": must be 'PersistentVolumeClaim' when referencing the default apiGroup`,
      ],
    },
  ],
];

describeValidation('a PersistentVolume', volume, VOLUMES);
describeValidation('a PersistentVolumeClaim', claim, CLAIMS);
