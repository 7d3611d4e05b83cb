import { describe, expect, it } from 'vitest';
import type { PodLike } from '../pod-view.js';
import { type Answer, answerOf, type CaseOptions } from './check-case.js';
import { restrictedVolumes } from './restricted-volumes.js';

const pod = (...volumes: object[]): PodLike => ({ spec: { volumes } });
const good = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
const bad = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'gitRepo',
  'nfs',
  'iscsi',
  'glusterfs',
  'rbd',
  'flexVolume',
  'cinder',
  'cephfs',
  'flocker',
  'fc',
  'azureFile',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'storageos',
];
const image = { name: 'i', image: { reference: 'r' } };
const answer = (detail: string, ...fields: string[]): Answer => ({ reason: 'restricted volume types', detail, fields });

const cases: [string, PodLike, CaseOptions, Answer][] = [
  ['no volume', { spec: {} }, {}, 'allowed'],
  [
    'good sources',
    pod(...good.map((source) => ({ name: source, [source]: {} }))),
    { code: 27, policy: 'v1.0' },
    'allowed',
  ],
  [
    'two of two types',
    pod({ name: 'h', hostPath: {} }, { name: 'n', nfs: {} }),
    {},
    answer(
      'volumes "h", "n" use restricted volume types "hostPath", "nfs"',
      'spec.volumes[0].hostPath',
      'spec.volumes[1].nfs',
    ),
  ],
  [
    'two of one type',
    pod({ name: 'n', nfs: {} }, { name: 'e', emptyDir: {} }, { name: 'm', nfs: {} }),
    {},
    answer('volumes "n", "m" use restricted volume type "nfs"', 'spec.volumes[0].nfs', 'spec.volumes[2].nfs'),
  ],
  [
    'no source',
    pod({ name: 'x' }),
    { policy: 'v1.0' },
    answer('volume "x" uses restricted volume type "unknown"', 'spec.volumes[0]'),
  ],
  [
    'two sources: the first of the list counts',
    pod({ name: 'x', storageos: {}, nfs: {} }),
    {},
    answer('volume "x" uses restricted volume type "nfs"', 'spec.volumes[0].nfs'),
  ],
  ['a good source beside a bad one', pod({ name: 'x', nfs: {}, secret: {} }), {}, 'allowed'],
  ['image', pod(image), { code: 33, policy: 'v1.0' }, 'allowed'],
  [
    'image before 1.33',
    pod(image),
    { code: 32 },
    answer('volume "i" uses restricted volume type "unknown"', 'spec.volumes[0].image'),
  ],
];

describe('restrictedVolumes', () => {
  it.each(cases)('%s', (_, pod, options, expected) => {
    expect(answerOf(restrictedVolumes, pod, options)).toEqual(expected);
  });

  it.each(bad)('%s', (source) => {
    expect(answerOf(restrictedVolumes, pod({ name: 'v', [source]: {} }))).toEqual(
      answer(`volume "v" uses restricted volume type "${source}"`, `spec.volumes[0].${source}`),
    );
  });
});
