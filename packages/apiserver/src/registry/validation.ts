/** Validation of new and changed objects: throws the 422 that lists every field error. */
import { applyDefaults } from '@bulkhead/apimachinery/defaults';
import { prepareObject, validateObject, validateObjectUpdate } from '@bulkhead/apimachinery/validation';
import type { ClusterProfile } from '@bulkhead/features';
import { invalidObject } from './failures.js';
import type { KubeObject } from './kube-object.js';
import type { ServedResource, ServedVersion } from './resource.js';

/** The object as prepared for creation. */
export function validateNew(
  object: KubeObject,
  resource: ServedResource,
  version: ServedVersion,
  profile: ClusterProfile,
): KubeObject {
  const prepared = prepareObject(applyDefaults(object, profile), profile);
  const errors = validateObject(prepared, profile, {
    isDefaulted: true,
    otherwise: { isNamespaced: resource.namespaced },
  });
  if (errors.length > 0) {
    const { group } = resource;
    throw invalidObject({ group, kind: version.kind.kind }, prepared.metadata.name ?? '', errors, profile.minor);
  }
  return prepared;
}

/** The object as prepared for an update. */
export function validateUpdated(
  object: KubeObject,
  old: KubeObject,
  subresource: string,
  resource: ServedResource,
  version: ServedVersion,
  profile: ClusterProfile,
): KubeObject {
  const errors = validateObjectUpdate(object, old, { profile, subresource });
  if (errors.length > 0) {
    const { group } = resource;
    throw invalidObject({ group, kind: version.kind.kind }, old.metadata.name ?? '', errors, profile.minor);
  }
  return object;
}
