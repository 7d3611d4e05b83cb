/** The CSIDriver that an object is. */
import type { CSIDriver, CSIDriverSpec } from '@bulkhead/apimachinery/types/storage-v1';
import type { AuditObject } from '../../audit-object.js';

/** Undefined for an object of the kind in another group. */
export function driverOf({ identity, object }: AuditObject): CSIDriverSpec | undefined {
  const driver: CSIDriver = object;
  return identity.apiVersion === 'storage.k8s.io/v1' ? driver.spec : undefined;
}
