/**
 * User namespaces (`hostUsers: false`) and what they exclude.
 * 1.27: only configMap, secret, emptyDir, downwardAPI and projected volumes. All minors: no hostNetwork (unless
 * UserNamespacesHostNetworkSupport), no hostPID, no hostIPC. Since 1.34: no volumeDevices.
 * The paths `HostPID` and `HostIPC` are upstream's.
 * Source: KEP-127, KEP-5607, pkg/apis/core/validation/validation.go validateHostUsers.
 */

import type { FieldError } from '../../field-error.js';
import type { PodSpec } from '../../generated/types/core-v1.js';
import type { Minor } from '../../version.js';
import type { VersionProfile } from '../../version-profile.js';
import { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { isSet, list } from '../zero-value.js';
import { visitContainers } from './visit-containers.js';

interface HostUsersRules {
  readonly minimumMinor: Minor;
  /** How the texts name the field. */
  readonly field: string;
  readonly needsStatelessVolumes: boolean;
  readonly forbidsVolumeDevices: boolean;
}

const RULES: readonly HostUsersRules[] = [
  { minimumMinor: 0, field: 'pod.Spec.HostUsers', needsStatelessVolumes: true, forbidsVolumeDevices: false },
  { minimumMinor: 28, field: 'pod.Spec.HostUsers', needsStatelessVolumes: false, forbidsVolumeDevices: false },
  { minimumMinor: 34, field: 'hostUsers', needsStatelessVolumes: false, forbidsVolumeDevices: true },
];

const STATELESS_VOLUMES = ['configMap', 'secret', 'emptyDir', 'downwardAPI', 'projected'] as const;

/** The errors that the API server adds because the pod asks for a user namespace. */
export function validateHostUsers(spec: PodSpec, path: string, profile: VersionProfile): readonly FieldError[] {
  if (spec.hostUsers !== false) return NO_ERRORS;
  const errors = new ErrorList(profile.minor);
  collectHostUsersErrors(spec, new Path(path), profile, errors);
  return errors.items;
}

const NO_ERRORS: readonly FieldError[] = [];

export function collectHostUsersErrors(
  spec: PodSpec,
  specPath: Path,
  profile: VersionProfile,
  errors: ErrorList,
): void {
  if (spec.hostUsers !== false) return;
  const rules = RULES.findLast((candidate) => profile.minor >= candidate.minimumMinor);
  if (rules === undefined) return;
  const detail = `when \`${rules.field}\` is false`;
  if (rules.needsStatelessVolumes) validateStatelessVolumes(spec, specPath, detail, errors);
  if (spec.hostNetwork === true && !profile.enabled('UserNamespacesHostNetworkSupport')) {
    errors.forbidden(specPath.child('hostNetwork'), detail);
  }
  if (spec.hostPID === true) errors.forbidden(specPath.child('HostPID'), detail);
  if (spec.hostIPC === true) errors.forbidden(specPath.child('HostIPC'), detail);
  if (!rules.forbidsVolumeDevices) return;
  visitContainers(spec, specPath, ({ volumeDevices }, containerPath) => {
    if (list(volumeDevices).length > 0) errors.forbidden(containerPath().child('volumeDevices'), detail);
  });
}

function validateStatelessVolumes(spec: PodSpec, specPath: Path, detail: string, errors: ErrorList): void {
  const volumes = list(spec.volumes);
  for (let index = 0; index < volumes.length; index += 1) {
    const volume = volumes[index];
    if (volume === undefined || STATELESS_VOLUMES.some((kind) => isSet(volume[kind]))) continue;
    errors.forbidden(specPath.child('volumes').index(index), `volume type not supported ${detail}`);
  }
}
