/**
 * Admission plugin OwnerReferencesPermissionEnforcement (off by default): whoever changes the owners of an object must
 * be allowed to delete it, and whoever makes an owner wait for it must be allowed to set the owner's finalizers.
 *
 * Source: plugin/pkg/admission/gc/gc_admission.go.
 */
import type { OwnerReference } from '@bulkhead/apimachinery/types/meta-v1';
import { forbiddenStatus } from '../api-status.js';
import { type Attributes, resourceAttributes } from '../attributes.js';
import type { Procedure } from '../procedure.js';
import { isJSONObject, ownValue, semanticallyEqual } from '../semantic-equality.js';
import type { UserInfo } from '../user-info.js';
import { errorText, isAllowed, type Refusal } from './secondary-check.js';

export interface OwnedWrite {
  readonly user: UserInfo;
  readonly operation: 'CREATE' | 'UPDATE';
  readonly apiGroup: string;
  readonly apiVersion: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly object: unknown;
  readonly oldObject?: unknown;
}

export interface OwnerResource {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespaced: boolean;
}

/** The resources of a kind, or why they are not known. */
export type OwnerResources = (
  apiVersion: string,
  kind: string,
) => { readonly resources: readonly OwnerResource[] } | { readonly error: string };

export function* checkOwnerReferences(write: OwnedWrite, resourcesOf: OwnerResources): Procedure<Refusal> {
  // The status of a pod cannot change its owners.
  if (write.apiGroup === '' && write.resource === 'pods' && write.subresource === 'status') return undefined;
  const owners = ownersOf(write.object);
  const oldOwners = ownersOf(write.oldObject);
  if (semanticallyEqual(owners, oldOwners)) return undefined;
  const refuse = (text: string) =>
    forbiddenStatus({ group: write.apiGroup, resource: write.resource }, write.name, text);

  if (write.operation !== 'CREATE') {
    const result = yield deleteAttributes(write);
    if (!isAllowed(result)) {
      return refuse(`cannot set an ownerRef on a resource you can't delete: ${result.reason}, ${errorText(result)}`);
    }
  }
  const blocking = newlyBlocking(owners, oldOwners);
  if (blocking.length === 0 || isAllowed(yield anyFinalizers(write.user))) return undefined;
  for (const { apiVersion = '', kind = '', name = '' } of blocking) {
    const mapped = resourcesOf(apiVersion, kind);
    if ('error' in mapped) {
      const what = `APIVersion ${apiVersion} Kind ${kind}`;
      return refuse(
        `cannot set blockOwnerDeletion in this case because cannot find RESTMapping for ${what}: ${mapped.error}`,
      );
    }
    for (const resource of mapped.resources) {
      const result = yield finalizersOf(write, resource, name);
      if (isAllowed(result)) continue;
      const rule =
        "cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on";
      return refuse(`${rule}: ${result.reason}, ${errorText(result)}`);
    }
  }
  return undefined;
}

function deleteAttributes(write: OwnedWrite): Attributes {
  const { user, apiGroup, apiVersion, resource, subresource, namespace, name } = write;
  return resourceAttributes({ user, verb: 'delete', apiGroup, apiVersion, resource, subresource, namespace, name });
}

function anyFinalizers(user: UserInfo): Attributes {
  const everything = { apiGroup: '*', apiVersion: '*', resource: '*', subresource: 'finalizers', name: '*' };
  return resourceAttributes({ user, verb: 'update', ...everything });
}

/** An owner with a namespace is in that of the object. */
function finalizersOf(write: OwnedWrite, owner: OwnerResource, name: string): Attributes {
  return resourceAttributes({
    user: write.user,
    verb: 'update',
    apiGroup: owner.group,
    apiVersion: owner.version,
    resource: owner.resource,
    subresource: 'finalizers',
    namespace: owner.namespaced ? write.namespace : '',
    name,
  });
}

function ownersOf(object: unknown): readonly OwnerReference[] {
  const metadata = isJSONObject(object) ? ownValue(object, 'metadata') : undefined;
  const owners = isJSONObject(metadata) ? ownValue(metadata, 'ownerReferences') : undefined;
  return Array.isArray(owners) ? owners.filter(isJSONObject) : [];
}

/** Owners that must wait for the object now and did not before. */
function newlyBlocking(
  owners: readonly OwnerReference[],
  oldOwners: readonly OwnerReference[],
): readonly OwnerReference[] {
  // Of several old entries for one owner the last one counts.
  const wereBlocking = new Map(oldOwners.map((owner) => [owner.uid ?? '', owner.blockOwnerDeletion === true]));
  return owners.filter((owner) => owner.blockOwnerDeletion === true && wereBlocking.get(owner.uid ?? '') !== true);
}
