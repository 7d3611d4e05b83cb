/**
 * Seccomp profiles of pods and containers, as fields and as the annotations of old.
 * Allowed: type Localhost with a path below the kubelet's seccomp folder, RuntimeDefault, Unconfined. Annotations have
 * had no effect since 1.27 but are still checked, and on create must say what the field says.
 * Source: KEP-135, pkg/apis/core/validation/validation.go validateSeccompProfileField and its neighbours.
 */

import type { PodSpec, SeccompProfile } from '../../generated/types/core-v1.js';
import type { ObjectMeta } from '../../generated/types/meta-v1.js';
import { internalValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateLocalDescendingPath } from '../path-text.js';
import { isSet, map, type TextMap, text, textEntry } from '../zero-value.js';
import { visitContainers } from './visit-containers.js';

export const SECCOMP_POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
export const SECCOMP_CONTAINER_ANNOTATION_PREFIX = 'container.seccomp.security.alpha.kubernetes.io/';
const LOCALHOST_PREFIX = 'localhost/';
const PROFILE_TYPES: readonly string[] = ['Localhost', 'RuntimeDefault', 'Unconfined'];

export function validateSeccompProfile(profile: SeccompProfile | undefined, path: () => Path, errors: ErrorList): void {
  if (!isSet(profile)) return;
  const type = text(profile.type);
  if (type === '') errors.required(path().child('type'), 'type is required when seccompProfile is set');
  else if (!PROFILE_TYPES.includes(type)) errors.notSupported(path().child('type'), type, PROFILE_TYPES);
  const { localhostProfile } = profile;
  if (type === 'Localhost') {
    const profilePath = path().child('localhostProfile');
    if (!isSet(localhostProfile)) errors.required(profilePath, 'must be set when seccomp type is Localhost');
    else validateLocalDescendingPath(text(localhostProfile), profilePath, errors);
  } else if (isSet(localhostProfile)) {
    const detail = 'can only be set when seccomp type is Localhost';
    errors.invalid(
      path().child('localhostProfile'),
      internalValue('core.SeccompProfile', profile, errors.minor),
      detail,
    );
  }
}

export function validateSeccompAnnotations(
  annotations: TextMap | undefined,
  path: () => Path,
  errors: ErrorList,
): void {
  const entries = map(annotations);
  const podProfile = textEntry(entries, SECCOMP_POD_ANNOTATION);
  if (podProfile !== undefined) validateAnnotation(podProfile, path().child(SECCOMP_POD_ANNOTATION), errors);
  for (const key of Object.keys(entries)) {
    if (key.startsWith(SECCOMP_CONTAINER_ANNOTATION_PREFIX)) {
      validateAnnotation(text(entries[key]), path().child(key), errors);
    }
  }
}

function validateAnnotation(profile: string, path: Path, errors: ErrorList): void {
  if (profile === 'runtime/default' || profile === 'docker/default' || profile === 'unconfined') return;
  if (!profile.startsWith(LOCALHOST_PREFIX)) return errors.invalid(path, profile, 'must be a valid seccomp profile');
  validateLocalDescendingPath(profile.slice(LOCALHOST_PREFIX.length), path, errors);
}

/** Where annotation and field are both there they must agree. */
export function validateSeccompAnnotationsMatchFields(
  metadata: ObjectMeta | undefined,
  spec: PodSpec,
  specPath: Path,
  errors: ErrorList,
): void {
  const annotations = metadata?.annotations;
  if (annotations === undefined) return;
  const match = (key: string, profile: SeccompProfile | undefined, path: () => Path): void => {
    const annotation = textEntry(annotations, key);
    if (annotation === undefined || !isSet(profile)) return;
    const mismatch = mismatchOf(annotation, profile);
    if (mismatch === undefined) return;
    const profilePath = path().child('securityContext').child('seccompProfile');
    errors.forbidden(profilePath.child(mismatch.field), mismatch.detail);
  };
  match(SECCOMP_POD_ANNOTATION, spec.securityContext?.seccompProfile, () => specPath);
  visitContainers(spec, specPath, ({ name, securityContext }, path) => {
    match(`${SECCOMP_CONTAINER_ANNOTATION_PREFIX}${text(name)}`, securityContext?.seccompProfile, path);
  });
}

interface Mismatch {
  readonly field: 'type' | 'localhostProfile';
  readonly detail: string;
}

const TYPE_MISMATCH: Mismatch = { field: 'type', detail: 'seccomp type in annotation and field must match' };
const PROFILE_MISMATCH: Mismatch = {
  field: 'localhostProfile',
  detail: 'seccomp profile in annotation and field must match',
};

function mismatchOf(annotation: string, profile: SeccompProfile): Mismatch | undefined {
  switch (profile.type) {
    case 'Unconfined':
      return annotation === 'unconfined' ? undefined : TYPE_MISMATCH;
    case 'RuntimeDefault':
      return annotation === 'runtime/default' || annotation === 'docker/default' ? undefined : TYPE_MISMATCH;
    case 'Localhost':
      if (!annotation.startsWith(LOCALHOST_PREFIX)) return TYPE_MISMATCH;
      return annotation.slice(LOCALHOST_PREFIX.length) === profile.localhostProfile ? undefined : PROFILE_MISMATCH;
    default:
      return undefined;
  }
}
