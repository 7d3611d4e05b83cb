/**
 * Defaults of claims, volumes, storage classes and drivers.
 * Source: pkg/apis/core/v1/defaults.go, pkg/apis/storage/v1/defaults.go.
 */
import type { PersistentVolume, PersistentVolumeClaim } from '../generated/types/core-v1.js';
import type { CSIDriver, StorageClass } from '../generated/types/storage-v1.js';
import type { ValidationOptions } from '../validation/validation-options.js';
import { mapField, mapStruct, pointerDefault, textDefault, withChanges } from './changes.js';
import { defaultResourceList } from './resource-list.js';
import { defaultClaimSpec } from './volume.js';

export function defaultClaim(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  return withChanges(claim, {
    spec: mapStruct(claim.spec, defaultClaimSpec),
    status: mapStruct(claim.status, (status) => withChanges(status, { phase: textDefault(status.phase, 'Pending') })),
  });
}

export function defaultPersistentVolume(volume: PersistentVolume): PersistentVolume {
  return withChanges(volume, {
    spec: mapStruct(volume.spec, (spec) =>
      withChanges(spec, {
        persistentVolumeReclaimPolicy: textDefault(spec.persistentVolumeReclaimPolicy, 'Retain'),
        volumeMode: pointerDefault(spec.volumeMode, 'Filesystem'),
        capacity: defaultResourceList(spec.capacity),
        hostPath: mapField(spec.hostPath, (source) => withChanges(source, { type: pointerDefault(source.type, '') })),
        azureDisk: mapField(spec.azureDisk, (source) =>
          withChanges(source, {
            cachingMode: pointerDefault(source.cachingMode, 'ReadWrite'),
            kind: pointerDefault(source.kind, 'Shared'),
            fsType: pointerDefault(source.fsType, 'ext4'),
            readOnly: pointerDefault(source.readOnly, false),
          }),
        ),
        iscsi: mapField(spec.iscsi, (source) =>
          withChanges(source, { iscsiInterface: textDefault(source.iscsiInterface, 'default') }),
        ),
        rbd: mapField(spec.rbd, (source) =>
          withChanges(source, {
            pool: textDefault(source.pool, 'rbd'),
            user: textDefault(source.user, 'admin'),
            keyring: textDefault(source.keyring, '/etc/ceph/keyring'),
          }),
        ),
        scaleIO: mapField(spec.scaleIO, (source) =>
          withChanges(source, {
            storageMode: textDefault(source.storageMode, 'ThinProvisioned'),
            fsType: textDefault(source.fsType, 'xfs'),
          }),
        ),
      }),
    ),
    status: mapStruct(volume.status, (status) => withChanges(status, { phase: textDefault(status.phase, 'Pending') })),
  });
}

export function defaultStorageClass(object: StorageClass): StorageClass {
  return withChanges(object, {
    reclaimPolicy: pointerDefault(object.reclaimPolicy, 'Delete'),
    volumeBindingMode: pointerDefault(object.volumeBindingMode, 'Immediate'),
  });
}

export function defaultCSIDriver(object: CSIDriver, options: ValidationOptions): CSIDriver {
  return withChanges(object, {
    spec: mapStruct(object.spec, (spec) =>
      withChanges(spec, {
        attachRequired: pointerDefault(spec.attachRequired, true),
        podInfoOnMount: pointerDefault(spec.podInfoOnMount, false),
        storageCapacity: pointerDefault(spec.storageCapacity, false),
        fsGroupPolicy: pointerDefault(spec.fsGroupPolicy, 'ReadWriteOnceWithFSType'),
        volumeLifecycleModes: (spec.volumeLifecycleModes?.length ?? 0) === 0 ? ['Persistent'] : undefined,
        requiresRepublish: pointerDefault(spec.requiresRepublish, false),
        seLinuxMount: options.seLinuxMountReadWriteOncePod ? pointerDefault(spec.seLinuxMount, false) : undefined,
      }),
    ),
  });
}
