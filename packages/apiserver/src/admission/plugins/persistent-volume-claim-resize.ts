/**
 * PersistentVolumeClaimResize: a claim grows when it is bound and its class lets claims grow.
 *
 * Source: plugin/pkg/admission/storage/persistentvolume/resize/admission.go.
 */
import { compareQuantities, parseQuantity, ZERO_QUANTITY } from '@bulkhead/apimachinery/quantity';
import type { PersistentVolumeClaim } from '@bulkhead/apimachinery/types/core-v1';
import type { StorageClass } from '@bulkhead/apimachinery/types/storage-v1';
import { refusal } from '../admission-refusal.js';
import { claimClass } from '../claim-class.js';
import type { AdmissionDependencies } from '../dependencies.js';
import type { AdmissionPlugin } from '../plugin.js';
import { isWriteOf } from '../request-match.js';

export function persistentVolumeClaimResize({ caches }: AdmissionDependencies): AdmissionPlugin {
  const mayGrow = (claim: PersistentVolumeClaim, oldClaim: PersistentVolumeClaim): boolean => {
    const name = claimClass(claim);
    if (name === '' || name !== claimClass(oldClaim)) return false;
    const found: StorageClass | undefined = caches.cache('storage.k8s.io', 'storageclasses')?.get('', name)?.object;
    return found?.allowVolumeExpansion === true;
  };
  return {
    name: 'PersistentVolumeClaimResize',
    handles: (attributes) => isWriteOf(attributes, ['UPDATE'], '', 'persistentvolumeclaims'),
    validate(attributes) {
      if (attributes.object === undefined || attributes.oldObject === undefined) return;
      const claim: PersistentVolumeClaim = attributes.object;
      const oldClaim: PersistentVolumeClaim = attributes.oldObject;
      if (compareQuantities(requestOf(claim), requestOf(oldClaim)) <= 0) return;
      if (oldClaim.status?.phase !== 'Bound') {
        throw refusal(attributes, 'Only bound persistent volume claims can be expanded');
      }
      if (mayGrow(claim, oldClaim)) return;
      const text =
        'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';
      throw refusal(attributes, text);
    },
  };
}

const requestOf = ({ spec }: PersistentVolumeClaim) =>
  parseQuantity(spec?.resources?.requests?.['storage'] ?? '0') ?? ZERO_QUANTITY;
