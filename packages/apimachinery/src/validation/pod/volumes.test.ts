import { type Case, describeValidation, type Fields, SUBDOMAIN } from '../validation.test-support.js';

const app = { name: 'app', image: 'app:1', volumeMounts: [{ name: 'data', mountPath: '/data' }] };
const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: [app], volumes: [{ name: 'data', emptyDir: {} }] },
};
const V = 'spec.volumes[1]';
const M = 'spec.containers[0].volumeMounts';
const volume = (source: Fields): Fields => ({
  spec: {
    volumes: [
      { name: 'data', emptyDir: {} },
      { name: 'more', ...source },
    ],
  },
});
const mounts = (...items: object[]): Fields => ({ spec: { containers: [{ ...app, volumeMounts: items }] } });
const mount = (change: Fields): Fields => mounts({ name: 'data', mountPath: '/data', ...change });

const SOURCES: readonly Case[] = [
  ['no name', volume({ name: '', emptyDir: {} }), [`${V}.name: Required value`]],
  ['a name twice', volume({ name: 'data', emptyDir: {} }), [`${V}.name: Duplicate value: "data"`]],
  [
    'two sources',
    volume({ emptyDir: {}, secret: { secretName: 'a' }, downwardAPI: {} }),
    [
      `${V}.secret: Forbidden: may not specify more than 1 volume type`,
      `${V}.downwarAPI: Forbidden: may not specify more than 1 volume type`,
    ],
  ],
  [
    'a folder of the node with steps upwards',
    volume({ hostPath: { path: '/a/../b', type: 'Tape' } }),
    [
      `${V}.hostPath.path: Invalid value: "/a/../b": must not contain '..'`,
      `${V}.hostPath.type: Unsupported value: "Tape": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"`,
    ],
  ],
  ['a secret without name', volume({ secret: {} }), [`${V}.secret.secretName: Required value`]],
  [
    'bad items of a config map',
    volume({
      configMap: { name: 'a', defaultMode: 512, items: [{}, { key: 'b', path: '/c' }, { key: 'b', path: '..c' }] },
    }),
    [
      `${V}.configMap.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive`,
      `${V}.configMap.items[0].key: Required value`,
      `${V}.configMap.items[0].path: Required value`,
      `${V}.configMap.items[1].path: Invalid value: "/c": must be a relative path`,
      `${V}.configMap.items[2].path: Invalid value: "..c": must not start with '..'`,
    ],
  ],
  [
    'a field that no file may hold',
    volume({ downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'status.podIP' } }, { path: 'b' }] } }),
    [
      `${V}.downwardAPI.fieldRef.fieldPath: Unsupported value: "status.podIP": supported values: "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"`,
      `${V}.downwardAPI: Required value: one of fieldRef and resourceFieldRef is required`,
    ],
  ],
  [
    'a claim without name',
    volume({ persistentVolumeClaim: {} }),
    [`${V}.persistentVolumeClaim.claimName: Required value`],
  ],
  [
    'a driver without name',
    volume({ csi: {} }),
    {
      27: [`${V}.csi.driver: Required value`, `${V}.csi.driver: Invalid value: "": ${SUBDOMAIN}`],
      35: [`${V}.csi.driver: Required value`],
    },
  ],
  ['a claim for the pod', volume({ ephemeral: {} }), [`${V}.ephemeral.volumeClaimTemplate: Required value`]],
  [
    'less than nothing',
    volume({ emptyDir: { sizeLimit: '-1' } }),
    [`${V}.emptyDir.sizeLimit: Forbidden: SizeLimit field must be a valid resource quantity`],
  ],
];

const token = { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } };
const projected = (...sources: object[]): Fields => volume({ projected: { sources } });
const PROJECTED: readonly Case[] = [
  ['a token', projected(token), []],
  [
    'a token for a moment, for ever, and without path',
    projected(
      { serviceAccountToken: { path: 'a', expirationSeconds: 599 } },
      { serviceAccountToken: { expirationSeconds: 4_294_967_297 } },
    ),
    [
      `${V}.projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes`,
      `${V}.projected.sources[1].serviceAccountToken.expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds`,
      `${V}.projected.path: Required value`,
    ],
  ],
  [
    'two kinds in one source',
    projected({ ...token, secret: { name: 'a' } }),
    {
      27: [`${V}.projected.sources[0]: Forbidden: may not specify more than 1 volume type`],
      31: [`${V}.projected.sources[0]: Forbidden: may not specify more than 1 volume type per source`],
    },
  ],
  [
    'a path twice',
    projected(
      { secret: { name: 'a', items: [{ key: 'k', path: 'p' }] } },
      { configMap: { name: 'b', items: [{ key: 'k', path: 'p' }] } },
    ),
    [`${V}.projected: Invalid value: "b": conflicting duplicate paths`],
  ],
  [
    'a bundle by nothing',
    projected({ clusterTrustBundle: { path: 'a' } }),
    {
      29: [`${V}.projected.sources[0].clusterTrustBundle: Required value: either name or signerName must be specified`],
    },
    ['ClusterTrustBundleProjection'],
  ],
];

const MOUNTS: readonly Case[] = [
  ['of no volume', mount({ name: 'other' }), [`${M}[0].name: Not found: "other"`]],
  ['nowhere', mount({ mountPath: '' }), [`${M}[0].mountPath: Required value`]],
  [
    'at one place',
    mounts({ name: 'data', mountPath: '/a' }, { name: 'data', mountPath: '/a' }),
    [`${M}[1].mountPath: Invalid value: "/a": must be unique`],
  ],
  [
    'parts that lead out of it',
    mount({ subPath: '/a', subPathExpr: '../b' }),
    [
      `${M}.subPath: Invalid value: "/a": must be a relative path`,
      `${M}[0].subPathExpr: Invalid value: "../b": subPathExpr and subPath are mutually exclusive`,
      `${M}.subPathExpr: Invalid value: "../b": must not contain '..'`,
    ],
  ],
  [
    'back to the node',
    mount({ mountPropagation: 'Bidirectional' }),
    [`${M}.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers`],
  ],
  [
    'read only below what is written',
    mount({ recursiveReadOnly: 'Enabled', mountPropagation: 'HostToContainer' }),
    {
      30: [
        `${M}.recursiveReadOnly: Forbidden: may only be specified when readOnly is true`,
        `${M}.recursiveReadOnly: Forbidden: may only be specified when mountPropagation is None or not specified`,
      ],
    },
  ],
  [
    'as a device what is a folder',
    {
      spec: { containers: [{ ...app, volumeMounts: [], volumeDevices: [{ name: 'data', devicePath: '/dev/../a' }] }] },
    },
    [
      'spec.containers[0].volumeDevices[0].name: Invalid value: "data": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode',
      `spec.containers[0].volumeDevices[0].devicePath: Invalid value: "/dev/../a": can not contain backsteps ('..')`,
    ],
  ],
];

describeValidation('volumes', pod, SOURCES);
describeValidation('projected volumes', pod, PROJECTED);
describeValidation('mounts', pod, MOUNTS);
