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

const KINDS: ReadonlySet<string> = new Set<VolumeKind>([
  'configMap',
  'secret',
  'emptyDir',
  'projected',
  'persistentVolumeClaim',
  'hostPath',
  'downwardAPI',
  'csi',
  'ephemeral',
  'image',
  'nfs',
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'gitRepo',
  'glusterfs',
  'iscsi',
  'photonPersistentDisk',
  'portworxVolume',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
  'vsphereVolume',
]);

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
    if (KINDS.has(key) && objectOf(volume[key as VolumeKind] as object | undefined) !== undefined) {
      return key as VolumeKind;
    }
  }
  return 'emptyDir';
}

/** Whether every mount of the volume is read-only, whatever the mount says. */
export function isReadOnlyVolume({ kind, volume }: PodVolume): boolean {
  if (READ_ONLY_KINDS.has(kind)) return true;
  const source = objectOf(volume[kind] as { readonly readOnly?: boolean } | undefined);
  return source?.readOnly === true;
}
