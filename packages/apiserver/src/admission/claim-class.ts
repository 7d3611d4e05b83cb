import type { PersistentVolumeClaim } from '@bulkhead/apimachinery/types/core-v1';

/** Of claims older than the field. */
export const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** The storage class of a claim; `''` without one. The annotation counts more than the field. */
export function claimClass({ metadata, spec }: PersistentVolumeClaim): string {
  const annotations = metadata?.annotations ?? {};
  const annotated = Object.hasOwn(annotations, CLASS_ANNOTATION) ? annotations[CLASS_ANNOTATION] : undefined;
  return annotated ?? spec?.storageClassName ?? '';
}
