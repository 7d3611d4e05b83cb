/** Whether a namespace takes new objects, as the caches know it. */
import type { Namespace } from '@bulkhead/apimachinery/types/core-v1';
import type { ObjectCaches } from '../cluster-access.js';

export function isActiveNamespace(caches: ObjectCaches, name: string): boolean {
  const namespace: Namespace | undefined = caches.cache('', 'namespaces')?.get('', name)?.object;
  return namespace !== undefined && !isTerminating(namespace);
}

export const isTerminating = ({ metadata, status }: Namespace): boolean =>
  (metadata?.deletionTimestamp ?? '') !== '' || status?.phase === 'Terminating';
