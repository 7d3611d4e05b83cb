/**
 * The kubelet's AppArmor check of a pod that has not started: any profile but Unconfined needs AppArmor on the host,
 * and a localhost profile needs a name.
 *
 * The kubelet looks at one AppArmor annotation only, whichever its map gives first; here any of them counts.
 * Sources: pkg/security/apparmor/validate.go and helpers.go.
 */
import { quote } from '@bulkhead/apimachinery';
import { APP_ARMOR_ANNOTATION_PREFIX, appArmorPath, type RequestedAppArmor, requestedAppArmor } from './app-armor.js';
import { fieldSupport } from './field-support.js';
import { objectOf } from './plain-values.js';
import type { PodContainer } from './pod-containers.js';
import type { PodView } from './pod-view.js';

export interface AppArmorRefusal {
  readonly message: string;
  readonly fieldPath: string;
}

/** From this minor on the kubelet works on profiles instead of the text of annotations, and prints them. */
const PRINTS_PROFILES = 30;

/** Why the kubelet does not admit the pod, if so. */
export function appArmorAdmission(view: PodView, containers: readonly PodContainer[]): AppArmorRefusal | undefined {
  const required = requiredBy(view, containers);
  if (required === undefined) return undefined;
  const prefix = 'Cannot enforce AppArmor: ';
  if (view.node?.appArmor === false) {
    return { message: `${prefix}AppArmor is not enabled on the host`, fieldPath: required };
  }
  for (const item of containers) {
    const requested = requestedAppArmor(item, view.spec, view.annotations, view.profile);
    if (requested?.type !== 'Localhost' || (requested.localhostProfile ?? '').trim() !== '') continue;
    const message = `${prefix}invalid empty AppArmor profile name: ${quote(printed(requested, view.profile.minor))}`;
    return { message, fieldPath: appArmorPath(requested.source, item) };
  }
  return undefined;
}

/** The first setting that needs AppArmor on the host. */
function requiredBy(view: PodView, containers: readonly PodContainer[]): string | undefined {
  if (fieldSupport('appArmorProfile', view.profile).kept) {
    const shared = objectOf(view.securityContext?.appArmorProfile);
    if (shared !== undefined && shared.type !== 'Unconfined') return 'spec.securityContext.appArmorProfile';
    for (const item of containers) {
      const own = objectOf(objectOf(item.container.securityContext)?.appArmorProfile);
      if (own !== undefined && own.type !== 'Unconfined') return `${item.path}.securityContext.appArmorProfile`;
    }
  }
  if (view.annotations === undefined || !fieldSupport('appArmorAnnotation', view.profile).kept) return undefined;
  for (const [key, value] of Object.entries(view.annotations)) {
    if (key.startsWith(APP_ARMOR_ANNOTATION_PREFIX) && value !== 'unconfined') return `metadata.annotations[${key}]`;
  }
  return undefined;
}

function printed(requested: RequestedAppArmor, minor: number): string {
  const name = requested.localhostProfile;
  if (minor < PRINTS_PROFILES) return `localhost/${name ?? ''}`;
  return `&AppArmorProfile{Type:Localhost,LocalhostProfile:${name === undefined ? 'nil' : `*${name}`},}`;
}
