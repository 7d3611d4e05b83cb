/**
 * The kubelet's check of runAsNonRoot before it creates a container. A runAsUser is compared with 0; without one the
 * user of the image counts, which must be a number. From 1.34 on that number must be one that the API allows too.
 * On Windows the user ContainerAdministrator counts as root.
 * Sources: pkg/kubelet/kuberuntime/security_context_others.go and security_context_windows.go.
 */
import { quote } from '@bulkhead/apimachinery';
import { idOf, objectOf, textOf } from './plain-values.js';
import type { PodContainer } from './pod-containers.js';
import type { PodView } from './pod-view.js';
import { imageUserName } from './user-and-groups.js';
import { effectiveWindows } from './windows.js';

export interface NonRootRefusal {
  readonly message: string;
  readonly fieldPath: string;
}

/** From this minor on the number that the image names is checked. */
const CHECKS_IMAGE_USER_ID = 34;
const USER_ID_MAX = 2_147_483_647;

const WINDOWS_ROOT = 'containeradministrator';

/** The kubelet's error, or undefined when it would start the container or nothing is known of the image. */
export function nonRootRefusal(view: PodView, item: PodContainer): NonRootRefusal | undefined {
  const own = objectOf(item.container.securityContext);
  const shared = view.securityContext;
  if ((own?.runAsNonRoot ?? shared?.runAsNonRoot) !== true) return undefined;
  if (view.windows) return windowsRefusal(view, item);
  const place = placeOf(view, item);
  const ownUser = idOf(own?.runAsUser);
  const user = ownUser ?? idOf(shared?.runAsUser);
  if (user !== undefined) {
    const fieldPath = `${ownUser === undefined ? 'spec' : item.path}.securityContext.runAsUser`;
    return user === 0 ? { message: `container's runAsUser breaks non-root policy ${place}`, fieldPath } : undefined;
  }
  const message = imageRefusal(view, item);
  if (message === undefined) return undefined;
  return {
    message: `container has runAsNonRoot and ${message} ${place}`,
    fieldPath: `${item.path}.securityContext.runAsUser`,
  };
}

function imageRefusal(view: PodView, item: PodContainer): string | undefined {
  const image = view.images?.get(textOf(item.container.image) ?? '');
  if (image === undefined) return undefined;
  const { uid, name } = imageUserName(image);
  if (name !== undefined) return `image has non-numeric user (${name}), cannot verify user is non-root`;
  if (uid === 0) return 'image will run as root';
  const valid = uid === undefined || (uid >= 0 && uid <= USER_ID_MAX);
  if (valid || view.profile.minor < CHECKS_IMAGE_USER_ID) return undefined;
  return `image has an invalid user id (${uid}). (Must be 1-(${USER_ID_MAX})): must be between 0 and ${USER_ID_MAX}, inclusive`;
}

function windowsRefusal(view: PodView, item: PodContainer): NonRootRefusal | undefined {
  const own = objectOf(item.container.securityContext)?.windowsOptions;
  const { runAsUserName } = effectiveWindows(own, view.securityContext?.windowsOptions);
  const fieldPath = `${item.path}.securityContext.windowsOptions.runAsUserName`;
  const refusal = 'which will be regarded as root identity and will break non-root policy';
  if (runAsUserName !== null) {
    if (runAsUserName.toLowerCase() !== WINDOWS_ROOT) return undefined;
    return { message: `container's runAsUserName (${runAsUserName}) ${refusal} ${placeOf(view, item)}`, fieldPath };
  }
  const image = view.images?.get(textOf(item.container.image) ?? '');
  const name = image === undefined ? undefined : imageUserName(image).name;
  if (name?.toLowerCase() !== WINDOWS_ROOT) return undefined;
  return { message: `container's runAsUser (${name}) ${refusal} ${placeOf(view, item)}`, fieldPath };
}

/** `(pod: "name_namespace(uid)", container: name)`. */
function placeOf(view: PodView, item: PodContainer): string {
  const metadata = objectOf(objectOf(view.pod)?.metadata);
  const name = textOf(metadata?.name) ?? '';
  const pod = `${name}_${textOf(metadata?.namespace) ?? ''}(${textOf(metadata?.uid) ?? ''})`;
  return `(pod: ${quote(pod)}, container: ${item.name})`;
}
