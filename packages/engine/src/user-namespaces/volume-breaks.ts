/**
 * Volumes that do not go together with a user namespace. Every volume is mounted with the pod's id mapping, so its
 * file system must be able to do that; and a hostPath gains nothing from it: files of the node's root belong to the
 * container's root.
 * Sources: pkg/kubelet/kubelet_pods.go; pkg/volume; mount_setattr(2).
 */

import type { VersionProfile } from '@bulkhead/apimachinery';
import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { listOf, objectOf, textOf } from '../security-context/plain-values.js';
import type { PodContainer } from '../security-context/pod-containers.js';
import { type PodVolume, podVolumes, type VolumeKind } from '../security-context/volumes.js';
import type { Break, UserNamespaceFacts } from './break.js';
import { idmappedMounts } from './requirements.js';
import { allowsStatelessVolumesOnly, forbidsBlockVolumes, isStateless } from './validate-host-users.js';

/** File systems of kinds that always have the same one. */
const FILE_SYSTEM: ReadonlyMap<VolumeKind, string> = new Map([
  ['secret', 'tmpfs'],
  ['projected', 'tmpfs'],
  ['downwardAPI', 'tmpfs'],
  ['nfs', 'nfs'],
  ['azureFile', 'cifs'],
  ['cephfs', 'cephfs'],
]);

/** Kinds that put a file system of the user's choice, ext4 by default, on a block device. */
const BLOCK_KINDS: readonly VolumeKind[] = [
  'awsElasticBlockStore',
  'azureDisk',
  'cinder',
  'fc',
  'gcePersistentDisk',
  'iscsi',
  'rbd',
  'vsphereVolume',
];

/** Everything about the pod's volumes that breaks or that a user namespace does not help. */
export function addVolumeBreaks(
  breaks: Break[],
  spec: PodSpec,
  containers: readonly PodContainer[],
  profile: VersionProfile,
  facts: UserNamespaceFacts | undefined,
): void {
  for (const volume of podVolumes(spec)) addVolume(breaks, volume, profile, facts);
  for (const item of containers) addBlockVolumes(breaks, item, profile);
}

function addVolume(
  breaks: Break[],
  volume: PodVolume,
  profile: VersionProfile,
  facts: UserNamespaceFacts | undefined,
): void {
  const { kind, name, path: fieldPath } = volume;
  if (allowsStatelessVolumesOnly(profile) && !isStateless(kind)) {
    const message = `Kubernetes 1.27 takes only configMap, secret, emptyDir, downwardAPI and projected volumes, not ${kind}`;
    breaks.push({ cause: 'stateless-volumes', fieldPath, message, severity: 'error' });
    return;
  }
  if (kind === 'hostPath') {
    const path = textOf(objectOf(volume.volume.hostPath)?.path) ?? '';
    const message = `the mapping holds for ${path} too: root in the container has full access to what root owns there`;
    breaks.push({ cause: 'host-path', fieldPath, message, severity: 'warning' });
  }
  const fileSystem = fileSystemOf(volume, facts);
  if (fileSystem === undefined) {
    if (kind !== 'persistentVolumeClaim' && kind !== 'ephemeral' && kind !== 'csi') return;
    const message = `the file system of volume "${name}" must support mounts with mapped ids, which NFS and CIFS do not`;
    breaks.push({ cause: 'volume-file-system', fieldPath, message, severity: 'info' });
    return;
  }
  const support = idmappedMounts(fileSystem, facts?.kernelVersion);
  const cause = 'volume-file-system';
  if (support.kind === 'unsupported') {
    const message = `${fileSystem} does not support mounts with mapped ids: containers that mount "${name}" do not start`;
    breaks.push({ cause, fieldPath, message, severity: 'error' });
  } else if (support.kind === 'needs-kernel') {
    const message = `${fileSystem} supports mounts with mapped ids from Linux ${support.minimum} on`;
    breaks.push({ cause, fieldPath, message, severity: 'error' });
  } else if (support.kind === 'unknown') {
    const message = `${fileSystem} is not known to support mounts with mapped ids`;
    breaks.push({ cause, fieldPath, message, severity: 'warning' });
  }
}

/** The file system of the volume as far as the manifest or the facts tell. */
function fileSystemOf({ kind, name, volume }: PodVolume, facts: UserNamespaceFacts | undefined): string | undefined {
  const known = facts?.volumeFileSystems?.get(name) ?? FILE_SYSTEM.get(kind);
  if (known !== undefined) return known;
  if (kind === 'emptyDir') {
    const medium = textOf(objectOf(volume.emptyDir)?.medium) ?? '';
    if (medium === 'Memory') return 'tmpfs';
    return medium.startsWith('HugePages') ? 'hugetlbfs' : undefined;
  }
  if (kind === 'csi') return textOf(objectOf(volume.csi)?.fsType);
  if (!BLOCK_KINDS.includes(kind)) return undefined;
  const source = objectOf<object>(volume[kind]);
  const chosen = source !== undefined && 'fsType' in source ? source.fsType : undefined;
  return typeof chosen === 'string' && chosen !== '' ? chosen : 'ext4';
}

function addBlockVolumes(breaks: Break[], item: PodContainer, profile: VersionProfile): void {
  if (listOf(item.container.volumeDevices).length === 0) return;
  const refused = forbidsBlockVolumes(profile);
  breaks.push({
    cause: 'volume-devices',
    fieldPath: `${item.path}.volumeDevices`,
    message: refused
      ? 'raw block volumes are refused with hostUsers: false'
      : 'the owner of a raw block volume is not mapped, so the container cannot open it',
    severity: refused ? 'error' : 'warning',
  });
}
