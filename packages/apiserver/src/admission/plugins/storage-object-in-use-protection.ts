/**
 * StorageObjectInUseProtection: volumes, claims and attribute classes stay until nobody uses them.
 *
 * Source: plugin/pkg/admission/storage/storageobjectinuseprotection/admission.go.
 */
import type { AdmissionDependencies } from '../dependencies.js';
import type { AdmissionAttributes, AdmissionPlugin } from '../plugin.js';

const FINALIZERS: ReadonlyMap<string, string> = new Map([
  ['/persistentvolumes', 'kubernetes.io/pv-protection'],
  ['/persistentvolumeclaims', 'kubernetes.io/pvc-protection'],
]);
const ATTRIBUTES_CLASS = 'storage.k8s.io/volumeattributesclasses';
const ATTRIBUTES_CLASS_FINALIZER = 'kubernetes.io/vac-protection';
const ATTRIBUTES_CLASS_FROM = 33;

export function storageObjectInUseProtection({ profile }: AdmissionDependencies): AdmissionPlugin {
  const protectsClasses = profile.minor >= ATTRIBUTES_CLASS_FROM && profile.enabled('VolumeAttributesClass');
  const finalizerOf = ({ operation, resource, subresource }: AdmissionAttributes): string | undefined => {
    if (operation !== 'CREATE' || subresource !== '') return undefined;
    const key = `${resource.group}/${resource.resource}`;
    return key === ATTRIBUTES_CLASS && protectsClasses ? ATTRIBUTES_CLASS_FINALIZER : FINALIZERS.get(key);
  };
  return {
    name: 'StorageObjectInUseProtection',
    handles: (attributes) => finalizerOf(attributes) !== undefined,
    admit(attributes) {
      const { object } = attributes;
      const finalizer = finalizerOf(attributes);
      if (object === undefined || finalizer === undefined) return object;
      const { finalizers = [] } = object.metadata;
      if (finalizers.includes(finalizer)) return object;
      return { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, finalizer] } };
    },
  };
}
