/**
 * The volumes of a pod by name, with the kind of each. A volume without any source is an emptyDir by defaulting.
 * Source: staging/src/k8s.io/api/core/v1 (VolumeSource); pkg/apis/core/v1/defaults.go.
 */
import type { PodSpec, Volume, VolumeSource } from '@bulkhead/apimachinery/types/core-v1';
import { listOf, objectOf, textOf } from './plain-values.js';

export type VolumeKind = keyof VolumeSource;

export interface PodVolume {
  readonly name: string;
  readonly kind: VolumeKind;
  readonly volume: Volume;
  /** Where the volume stands, for example `spec.volumes[0]`. */
  readonly path: string;
}

/** Every source that a volume can have. */
const KINDS: { readonly [kind in VolumeKind]: true } = {
  configMap: true,
  secret: true,
  emptyDir: true,
  projected: true,
  persistentVolumeClaim: true,
  hostPath: true,
  downwardAPI: true,
  csi: true,
  ephemeral: true,
  image: true,
  nfs: true,
  awsElasticBlockStore: true,
  azureDisk: true,
  azureFile: true,
  cephfs: true,
  cinder: true,
  fc: true,
  flexVolume: true,
  flocker: true,
  gcePersistentDisk: true,
  gitRepo: true,
  glusterfs: true,
  iscsi: true,
  photonPersistentDisk: true,
  portworxVolume: true,
  quobyte: true,
  rbd: true,
  scaleIO: true,
  storageos: true,
  vsphereVolume: true,
};

const isKind = (key: string): key is VolumeKind => Object.hasOwn(KINDS, key);

/** Kinds that the kubelet always mounts read-only. */
const READ_ONLY_KINDS: ReadonlySet<VolumeKind> = new Set(['configMap', 'secret', 'downwardAPI', 'projected', 'image']);

/** The volumes in the order in which they stand. */
export function podVolumes(spec: PodSpec): readonly PodVolume[] {
  const found: PodVolume[] = [];
  const volumes = listOf(spec.volumes);
  for (let index = 0; index < volumes.length; index++) {
    const volume = objectOf(volumes[index]);
    if (volume === undefined) continue;
    const kind = kindOf(volume);
    found.push({ name: textOf(volume.name) ?? '', kind, volume, path: `spec.volumes[${index}]` });
  }
  return found;
}

function kindOf(volume: Volume): VolumeKind {
  for (const key of Object.keys(volume)) {
    if (isKind(key) && objectOf<object>(volume[key]) !== undefined) return key;
  }
  return 'emptyDir';
}

/** Whether every mount of the volume is read-only, whatever the mount says. */
export function isReadOnlyVolume({ kind, volume }: PodVolume): boolean {
  if (READ_ONLY_KINDS.has(kind)) return true;
  const source = objectOf<object>(volume[kind]);
  return source !== undefined && 'readOnly' in source && source.readOnly === true;
}
