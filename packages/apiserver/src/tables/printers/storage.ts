/** Volumes and what makes them. Source: pkg/printers/internalversion/printers.go. */
import type { PersistentVolume, PersistentVolumeClaim } from '@bulkhead/apimachinery/types/core-v1';
import type {
  CSIDriver,
  CSINode,
  StorageClass,
  VolumeAttachment,
  VolumeAttributesClass,
} from '@bulkhead/apimachinery/types/storage-v1';
import { type Cells, NONE, type Printers, UNSET } from '../table-types.js';

const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class';

/** In the order in which they are listed. */
const ACCESS_MODES = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
] as const;

function accessModesText(modes: readonly string[] | undefined): string {
  return ACCESS_MODES.filter(([mode]) => modes?.includes(mode) === true)
    .map(([, short]) => short)
    .join(',');
}

function printPersistentVolume({ metadata, spec, status }: PersistentVolume): Cells {
  const claim = spec?.claimRef;
  return {
    Capacity: String(spec?.capacity?.['storage'] ?? '0'),
    'Access Modes': accessModesText(spec?.accessModes),
    'Reclaim Policy': spec?.persistentVolumeReclaimPolicy ?? '',
    Status: metadata?.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
    Claim: claim === undefined ? '' : `${claim.namespace ?? ''}/${claim.name ?? ''}`,
    StorageClass: metadata?.annotations?.[BETA_CLASS] ?? spec?.storageClassName ?? '',
    VolumeAttributesClass: spec?.volumeAttributesClassName ?? UNSET,
    Reason: status?.reason ?? '',
    VolumeMode: spec?.volumeMode ?? UNSET,
  };
}

function printPersistentVolumeClaim({ metadata, spec, status }: PersistentVolumeClaim): Cells {
  const volume = spec?.volumeName ?? '';
  const isBound = volume !== '';
  return {
    Status: metadata?.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
    Volume: volume,
    Capacity: isBound ? String(status?.capacity?.['storage'] ?? '0') : '',
    'Access Modes': isBound ? accessModesText(status?.accessModes) : '',
    StorageClass: metadata?.annotations?.[BETA_CLASS] ?? spec?.storageClassName ?? '',
    VolumeAttributesClass: spec?.volumeAttributesClassName ?? UNSET,
    VolumeMode: spec?.volumeMode ?? UNSET,
  };
}

const DEFAULT_CLASS_MARKS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
] as const;

function printStorageClass({ metadata, ...storageClass }: StorageClass): Cells {
  const isDefault = DEFAULT_CLASS_MARKS.some((mark) => metadata?.annotations?.[mark] === 'true');
  return {
    ...(isDefault ? { Name: `${metadata?.name ?? ''} (default)` } : {}),
    Provisioner: storageClass.provisioner ?? '',
    ReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
    VolumeBindingMode: storageClass.volumeBindingMode ?? 'Immediate',
    AllowVolumeExpansion: storageClass.allowVolumeExpansion ?? false,
  };
}

const printVolumeAttributesClass = ({ driverName }: VolumeAttributesClass): Cells => ({ DriverName: driverName ?? '' });

const printVolumeAttachment = ({ spec, status }: VolumeAttachment): Cells => ({
  Attacher: spec?.attacher ?? '',
  PV: spec?.source?.persistentVolumeName ?? '',
  Node: spec?.nodeName ?? '',
  Attached: status?.attached ?? false,
});

const printCSIDriver = ({ spec }: CSIDriver): Cells => ({
  AttachRequired: spec?.attachRequired ?? true,
  PodInfoOnMount: spec?.podInfoOnMount ?? false,
  StorageCapacity: spec?.storageCapacity ?? false,
  TokenRequests: (spec?.tokenRequests ?? []).map(({ audience = '' }) => audience).join(',') || UNSET,
  RequiresRepublish: spec?.requiresRepublish ?? false,
  Modes: (spec?.volumeLifecycleModes ?? []).join(',') || NONE,
});

const printCSINode = ({ spec }: CSINode): Cells => ({ Drivers: spec?.drivers?.length ?? 0 });

export const STORAGE: Printers = [
  ['/persistentvolumeclaims', printPersistentVolumeClaim],
  ['/persistentvolumes', printPersistentVolume],
  ['storage.k8s.io/csidrivers', printCSIDriver],
  ['storage.k8s.io/csinodes', printCSINode],
  ['storage.k8s.io/storageclasses', printStorageClass],
  ['storage.k8s.io/volumeattachments', printVolumeAttachment],
  ['storage.k8s.io/volumeattributesclasses', printVolumeAttributesClass],
];
