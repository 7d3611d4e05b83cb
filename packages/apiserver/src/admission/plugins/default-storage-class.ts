/**
 * DefaultStorageClass: a claim that names no class gets the default one. An empty name is a name.
 *
 * Source: plugin/pkg/admission/storage/storageclass/setdefault/admission.go.
 */
import type { PersistentVolumeClaim } from '@bulkhead/apimachinery/types/core-v1';
import { CLASS_ANNOTATION } from '../claim-class.js';
import type { AdmissionDependencies } from '../dependencies.js';
import type { AdmissionPlugin } from '../plugin.js';
import { isCreateOf } from '../request-match.js';
import { defaultClassName } from './default-class.js';

const DEFAULT_ANNOTATIONS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

export function defaultStorageClass({ caches }: AdmissionDependencies): AdmissionPlugin {
  return {
    name: 'DefaultStorageClass',
    handles: (attributes) => isCreateOf(attributes, '', 'persistentvolumeclaims'),
    admit({ object }) {
      if (object === undefined) return object;
      const { spec, metadata }: PersistentVolumeClaim = object;
      if (spec?.storageClassName !== undefined || Object.hasOwn(metadata?.annotations ?? {}, CLASS_ANNOTATION)) {
        return object;
      }
      const storageClassName = defaultClassName(caches, 'storage.k8s.io', 'storageclasses', DEFAULT_ANNOTATIONS);
      return storageClassName === undefined ? object : { ...object, spec: { ...spec, storageClassName } };
    },
  };
}
