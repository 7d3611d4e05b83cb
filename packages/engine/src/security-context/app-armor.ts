/**
 * The AppArmor profile of a container: its own field, else its annotation, else the pod's field, else the runtime's
 * default where the host has AppArmor. Before 1.30 there are only annotations. A privileged container goes without
 * the runtime's default, but a Localhost profile holds for it too.
 * Sources: pkg/security/apparmor/helpers.go; containerd internal/cri/sputil/apparmor_linux.go; KEP-24.
 */
import type { VersionProfile } from '@bulkhead/apimachinery';
import type { AppArmorProfile, PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { fieldSupport } from './field-support.js';
import type { NodeFacts } from './node-facts.js';
import { memberOf, objectOf, textOf } from './plain-values.js';
import type { PodContainer } from './pod-containers.js';

export const APP_ARMOR_ANNOTATION_PREFIX = 'container.apparmor.security.beta.kubernetes.io/';

export interface EffectiveAppArmor {
  /** `RuntimeDefault`, `Unconfined` or `Localhost/<profile>`. */
  readonly profile: string;
  readonly source: 'container' | 'annotation' | 'pod' | 'default';
}

export interface RequestedAppArmor {
  readonly type: string;
  readonly localhostProfile: string | undefined;
  readonly source: 'container' | 'annotation' | 'pod';
}

/** The profile that applies to the container's processes. */
export function effectiveAppArmor(
  requested: RequestedAppArmor | undefined,
  privileged: boolean,
  node: NodeFacts | undefined,
): EffectiveAppArmor {
  const source = requested?.source ?? 'default';
  if (requested?.type === 'Localhost') return { profile: `Localhost/${requested.localhostProfile ?? ''}`, source };
  if (requested !== undefined && requested.type !== 'RuntimeDefault') return { profile: 'Unconfined', source };
  if (privileged) return { profile: 'Unconfined', source: 'container' };
  if (requested === undefined && node?.appArmor === false) return { profile: 'Unconfined', source: 'default' };
  return { profile: 'RuntimeDefault', source };
}

/** What the pod asks for, from the fields and annotations that this cluster honours. */
export function requestedAppArmor(
  item: PodContainer,
  spec: PodSpec,
  annotations: { readonly [key: string]: string } | undefined,
  profile: VersionProfile,
): RequestedAppArmor | undefined {
  const fields = fieldSupport('appArmorProfile', profile).kept;
  if (fields) {
    const own = fromField(objectOf(item.container.securityContext)?.appArmorProfile, 'container');
    if (own !== undefined) return own;
  }
  if (annotations !== undefined && fieldSupport('appArmorAnnotation', profile).kept) {
    const own = fromAnnotation(memberOf(annotations, APP_ARMOR_ANNOTATION_PREFIX + item.name));
    if (own !== undefined) return own;
  }
  return fields ? fromField(objectOf(spec.securityContext)?.appArmorProfile, 'pod') : undefined;
}

/** Where the request stands. */
export function appArmorPath(source: RequestedAppArmor['source'], item: PodContainer): string {
  if (source === 'annotation') return `metadata.annotations[${APP_ARMOR_ANNOTATION_PREFIX}${item.name}]`;
  return `${source === 'pod' ? 'spec' : item.path}.securityContext.appArmorProfile`;
}

function fromField(field: AppArmorProfile | undefined, source: 'container' | 'pod'): RequestedAppArmor | undefined {
  const profile = objectOf(field);
  if (profile === undefined) return undefined;
  return { type: textOf(profile.type) ?? '', localhostProfile: textOf(profile.localhostProfile), source };
}

/** An annotation that is none of the known forms counts as absent. */
function fromAnnotation(value: string | undefined): RequestedAppArmor | undefined {
  if (value === 'runtime/default') return { type: 'RuntimeDefault', localhostProfile: undefined, source: 'annotation' };
  if (value === 'unconfined') return { type: 'Unconfined', localhostProfile: undefined, source: 'annotation' };
  if (value?.startsWith('localhost/')) {
    return { type: 'Localhost', localhostProfile: value.slice('localhost/'.length), source: 'annotation' };
  }
  return undefined;
}
