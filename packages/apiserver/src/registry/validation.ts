/** Validation of new and changed objects: throws the 422 that lists every field error. */
import type { FieldError } from '@bulkhead/apimachinery';
import { applyDefaults } from '@bulkhead/apimachinery/defaults';
import { prepareObject, validateObject, validateObjectUpdate } from '@bulkhead/apimachinery/validation';
import type { ClusterProfile } from '@bulkhead/features';
import { invalidObject } from './failures.js';
import type { KubeObject } from './kube-object.js';
import type { ServedResource, ServedVersion } from './resource.js';
import type { KindStrategy } from './strategy.js';

type OwnRules = KindStrategy['validate'];

/** The object as prepared for creation. */
export function validateNew(
  object: KubeObject,
  resource: ServedResource,
  version: ServedVersion,
  profile: ClusterProfile,
  { more, allowPrivileged }: { more: OwnRules; allowPrivileged: boolean },
): KubeObject {
  const prepared = prepareObject(applyDefaults(object, profile), profile);
  const errors = validateObject(prepared, profile, {
    isDefaulted: true,
    allowPrivileged,
    otherwise: { isNamespaced: resource.namespaced },
  });
  refuse([...(more?.(prepared, undefined, '') ?? []), ...errors], prepared, resource, version, profile);
  return prepared;
}

/** The object as prepared for an update. */
export function validateUpdated(
  object: KubeObject,
  old: KubeObject,
  resource: ServedResource,
  version: ServedVersion,
  options: { profile: ClusterProfile; subresource: string; more: OwnRules; allowPrivileged: boolean },
): KubeObject {
  const { profile, subresource, more, allowPrivileged } = options;
  const errors = validateObjectUpdate(object, old, { profile, subresource, allowPrivileged });
  refuse([...(more?.(object, old, subresource) ?? []), ...errors], old, resource, version, profile);
  return object;
}

function refuse(
  errors: readonly FieldError[],
  { metadata }: KubeObject,
  { group }: ServedResource,
  { kind }: ServedVersion,
  { minor }: ClusterProfile,
): void {
  if (errors.length > 0) throw invalidObject({ group, kind: kind.kind }, metadata.name ?? '', errors, minor);
}
