/**
 * AppArmor profiles of pods and containers, as fields (since 1.30) and as annotations.
 * Allowed: type Localhost with the name of a loaded profile, RuntimeDefault, Unconfined; annotations runtime/default,
 * unconfined, localhost/<name>. On create, annotation and field must agree.
 * Source: KEP-24, pkg/apis/core/validation/validation.go ValidateAppArmorProfileField and its neighbours,
 * pkg/registry/core/pod/strategy.go applyAppArmorVersionSkew.
 */
import { quote } from '../../field-error.js';
import type { AppArmorProfile, PodSpec } from '../../generated/types/core-v1.js';
import type { ObjectMeta } from '../../generated/types/meta-v1.js';
import { exceedsBytes } from '../../names/byte-length.js';
import { pointedText } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, map, type TextMap, text, textEntry } from '../zero-value.js';
import { hasContainer, visitContainers } from './visit-containers.js';

export const APP_ARMOR_ANNOTATION_PREFIX = 'container.apparmor.security.beta.kubernetes.io/';
const LOCALHOST_PREFIX = 'localhost/';
const PROFILE_MAX_LENGTH = 4095;
const PROFILE_TYPES: readonly string[] = ['Localhost', 'RuntimeDefault', 'Unconfined'];

export function validateAppArmorProfile(
  profile: AppArmorProfile | undefined,
  path: () => Path,
  errors: ErrorList,
): void {
  if (!isSet(profile)) return;
  const { localhostProfile } = profile;
  const type = text(profile.type);
  switch (type) {
    case 'Localhost':
      return validateLocalhostProfile(localhostProfile, path().child('localhostProfile'), errors);
    case 'RuntimeDefault':
    case 'Unconfined':
      if (isSet(localhostProfile)) {
        const badValue = pointedText(localhostProfile, errors.minor);
        const detail = 'can only be set when AppArmor type is Localhost';
        errors.invalid(path().child('localhostProfile'), badValue, detail);
      }
      return;
    case '':
      return errors.required(path().child('type'), 'type is required when appArmorProfile is set');
    default:
      errors.notSupported(path().child('type'), type, PROFILE_TYPES);
  }
}

function validateLocalhostProfile(profile: string | undefined, path: Path, errors: ErrorList): void {
  const missing = 'must be set when AppArmor type is Localhost';
  if (!isSet(profile)) return errors.required(path, missing);
  const name = text(profile);
  if (name.trim() !== name) errors.invalid(path, name, 'must not be padded with whitespace');
  else if (name === '') errors.required(path, missing);
  if (exceedsBytes(name, PROFILE_MAX_LENGTH)) errors.tooLongMaxLength(path, PROFILE_MAX_LENGTH);
}

export function validateAppArmorAnnotations(
  annotations: TextMap | undefined,
  spec: PodSpec,
  path: () => Path,
  errors: ErrorList,
): void {
  const entries = map(annotations);
  for (const key of Object.keys(entries)) {
    if (!key.startsWith(APP_ARMOR_ANNOTATION_PREFIX)) continue;
    const containerName = key.slice(APP_ARMOR_ANNOTATION_PREFIX.length);
    if (!hasContainer(spec, containerName)) errors.invalid(path().key(key), containerName, 'container not found');
    const profile = text(entries[key]);
    if (!isAnnotationValue(profile)) {
      errors.invalid(path().key(key), profile, `invalid AppArmor profile name: ${quote(profile)}`);
    }
  }
}

const isAnnotationValue = (profile: string): boolean =>
  profile === '' || profile === 'runtime/default' || profile === 'unconfined' || profile.startsWith(LOCALHOST_PREFIX);

/** Where annotation and effective field are both there they must agree; Windows pods have neither. */
export function validateAppArmorAnnotationsMatchFields(
  metadata: ObjectMeta | undefined,
  spec: PodSpec,
  specPath: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const annotations = metadata?.annotations;
  if (annotations === undefined || spec.os?.name === 'windows' || !options.appArmorFields) return;
  const podProfile = spec.securityContext?.appArmorProfile;
  visitContainers(spec, specPath, ({ name, securityContext }, path) => {
    const annotation = textEntry(annotations, `${APP_ARMOR_ANNOTATION_PREFIX}${text(name)}`);
    const profile = securityContext?.appArmorProfile ?? podProfile;
    if (annotation === undefined || !isSet(profile)) return;
    const mismatch = mismatchOf(annotation, profile);
    if (mismatch === undefined) return;
    const profilePath = path().child('securityContext').child('appArmorProfile');
    errors.forbidden(profilePath.child(mismatch.field), mismatch.detail);
  });
}

interface Mismatch {
  readonly field: 'type' | 'localhostProfile';
  readonly detail: string;
}

const TYPE_MISMATCH: Mismatch = { field: 'type', detail: 'apparmor type in annotation and field must match' };
const PROFILE_MISMATCH: Mismatch = {
  field: 'localhostProfile',
  detail: 'apparmor profile in annotation and field must match',
};

function mismatchOf(annotation: string, profile: AppArmorProfile): Mismatch | undefined {
  switch (profile.type) {
    case 'Unconfined':
      return annotation === 'unconfined' ? undefined : TYPE_MISMATCH;
    case 'RuntimeDefault':
      return annotation === 'runtime/default' ? undefined : TYPE_MISMATCH;
    case 'Localhost':
      if (!annotation.startsWith(LOCALHOST_PREFIX)) return TYPE_MISMATCH;
      return annotation.slice(LOCALHOST_PREFIX.length) === profile.localhostProfile ? undefined : PROFILE_MISMATCH;
    default:
      return undefined;
  }
}

/** Undefined for a profile that validation refuses. */
export function annotationOfAppArmorProfile({ type, localhostProfile }: AppArmorProfile): string | undefined {
  if (type === 'Unconfined') return 'unconfined';
  if (type === 'RuntimeDefault') return 'runtime/default';
  return type === 'Localhost' && isSet(localhostProfile) ? `${LOCALHOST_PREFIX}${localhostProfile}` : undefined;
}

/** The field that an annotation stands for; undefined for values without a field of their own. */
export function appArmorProfileOfAnnotation(annotation: string): AppArmorProfile | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  if (!annotation.startsWith(LOCALHOST_PREFIX)) return undefined;
  const localhostProfile = annotation.slice(LOCALHOST_PREFIX.length);
  return localhostProfile === '' ? undefined : { type: 'Localhost', localhostProfile };
}
