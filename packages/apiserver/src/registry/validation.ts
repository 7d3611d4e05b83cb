/** Validation of new and changed objects: throws the 422 that lists every field error. */
import type { FieldError } from '@bulkhead/apimachinery';
import { applyDefaults } from '@bulkhead/apimachinery/defaults';
import { prepareObject, validateObject, validateObjectUpdate } from '@bulkhead/apimachinery/validation';
import type { ClusterProfile } from '@bulkhead/features';
import { convert } from './conversion.js';
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
  const errors = validateObject(judged(prepared), profile, {
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
  const errors = validateObjectUpdate(judged(object), judged(old), { profile, subresource, allowPrivileged });
  refuse([...(more?.(object, old, subresource) ?? []), ...errors], old, resource, version, profile);
  return object;
}

/** Autoscalers of the old version keep in annotations what is validated where it is read from there. */
const judged = (object: KubeObject): KubeObject =>
  object.apiVersion === 'autoscaling/v1' && object.kind === 'HorizontalPodAutoscaler'
    ? convert(object, 'autoscaling/v2')
    : object;

function refuse(
  errors: readonly FieldError[],
  { metadata }: KubeObject,
  { group }: ServedResource,
  { kind }: ServedVersion,
  { minor }: ClusterProfile,
): void {
  if (errors.length > 0) throw invalidObject({ group, kind: kind.kind }, metadata.name ?? '', errors, minor);
}
