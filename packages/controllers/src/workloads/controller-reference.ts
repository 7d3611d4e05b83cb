/** Which object of which kind controls another, and how it is written. */
import type { ObjectMeta, OwnerReference } from '@bulkhead/apimachinery/types/meta-v1';
import type { KubeObject } from '../cluster-access.js';

export const controllerOf = (metadata: ObjectMeta | undefined): OwnerReference | undefined =>
  metadata?.ownerReferences?.find(({ controller }) => controller === true);

export function controllerReference({ apiVersion, kind, metadata }: KubeObject): OwnerReference {
  const { name = '', uid = '' } = metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}
