/**
 * What the API server answers because of `hostUsers`. It clears the field first while the feature gate is off, so
 * nothing below looks at a field that is not kept.
 *
 * - procMount Unmasked needs `hostUsers: false` (from 1.30).
 * - `hostUsers: false` forbids hostNetwork (until KEP-5607 allows it), hostPID and hostIPC; the odd capital letters of
 *   the last two paths are those of the API server.
 * - 1.27 takes no volumes but configMap, secret, downwardAPI, emptyDir and projected.
 * - From 1.34 on raw block volumes are forbidden.
 * - Windows pods cannot have the field at all.
 * Source: pkg/apis/core/validation/validation.go (validateHostUsers, ValidateSecurityContext, validateWindows).
 */
import { type FieldError, forbidden, invalid, type VersionProfile } from '@bulkhead/apimachinery';
import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { type Step, stepAt } from '../security-context/by-minor.js';
import { fieldSupport } from '../security-context/field-support.js';
import { listOf, objectOf, textOf } from '../security-context/plain-values.js';
import { type PodContainer, podContainers } from '../security-context/pod-containers.js';
import { podVolumes, type VolumeKind } from '../security-context/volumes.js';

interface Rules {
  readonly detail: string;
  readonly statelessVolumesOnly: boolean;
  readonly unmaskedNeedsUserNamespace: boolean;
  readonly forbidsBlockVolumes: boolean;
  /** The gate that allows hostNetwork. */
  readonly hostNetworkGate?: string;
}

const BEFORE_1_34 = {
  detail: 'when `pod.Spec.HostUsers` is false',
  statelessVolumesOnly: false,
  unmaskedNeedsUserNamespace: false,
  forbidsBlockVolumes: false,
};
const FROM_1_34 = {
  detail: 'when `hostUsers` is false',
  statelessVolumesOnly: false,
  unmaskedNeedsUserNamespace: true,
  forbidsBlockVolumes: true,
};

const RULES: readonly [Step<Rules>, ...Step<Rules>[]] = [
  { from: 27, value: { ...BEFORE_1_34, statelessVolumesOnly: true } },
  { from: 28, value: BEFORE_1_34 },
  { from: 30, value: { ...BEFORE_1_34, unmaskedNeedsUserNamespace: true } },
  { from: 34, value: FROM_1_34 },
  { from: 35, value: { ...FROM_1_34, hostNetworkGate: 'UserNamespacesHostNetworkSupport' } },
];

const STATELESS: ReadonlySet<VolumeKind> = new Set(['emptyDir', 'secret', 'downwardAPI', 'configMap', 'projected']);

/** The errors of the spec at `path`, in the order of the API server. */
export function validateHostUsers(spec: PodSpec, profile: VersionProfile, path = 'spec'): FieldError[] {
  return hostUsersErrors(spec, podContainers(spec), profile, path, spec.hostUsers);
}

/** The same with another value of hostUsers than the spec's. */
export function hostUsersErrors(
  spec: PodSpec,
  containers: readonly PodContainer[],
  profile: VersionProfile,
  path: string,
  hostUsers: boolean | undefined,
): FieldError[] {
  const kept = fieldSupport('hostUsers', profile).kept;
  const errors: FieldError[] = [];
  const userNamespace = kept && hostUsers === false;
  if (!userNamespace) addProcMount(errors, containers, profile, path);
  if (userNamespace) addUserNamespace(errors, spec, containers, profile, path);
  const windows = textOf(objectOf(spec.os)?.name) === 'windows';
  if (windows && kept && typeof hostUsers === 'boolean') {
    errors.push(forbidden(`${path}.hostUsers`, 'cannot be set for a windows pod'));
  }
  return errors;
}

/** Whether hostNetwork and hostUsers: false go together in this cluster (KEP-5607). */
export function allowsHostNetwork(profile: VersionProfile): boolean {
  const gate = stepAt(RULES, profile.minor).hostNetworkGate;
  return gate !== undefined && profile.enabled(gate);
}

/** Whether only volumes without state of their own may be used (1.27). */
export const allowsStatelessVolumesOnly = (profile: VersionProfile): boolean =>
  stepAt(RULES, profile.minor).statelessVolumesOnly;

/** Whether the API server refuses raw block volumes (1.34 and later). */
export const forbidsBlockVolumes = (profile: VersionProfile): boolean =>
  stepAt(RULES, profile.minor).forbidsBlockVolumes;

export const isStateless = (kind: VolumeKind): boolean => STATELESS.has(kind);

const ORDER: readonly PodContainer['type'][] = ['container', 'init', 'ephemeral'];

function addProcMount(
  errors: FieldError[],
  containers: readonly PodContainer[],
  profile: VersionProfile,
  path: string,
): void {
  if (!stepAt(RULES, profile.minor).unmaskedNeedsUserNamespace || !fieldSupport('procMount', profile).kept) return;
  for (const type of ORDER) {
    for (const item of containers) {
      if (item.type !== type || objectOf(item.container.securityContext)?.procMount !== 'Unmasked') continue;
      const field = `${below(path, item)}.securityContext.procMount`;
      errors.push(invalid(field, 'Unmasked', '`hostUsers` must be false to use `Unmasked`'));
    }
  }
}

function addUserNamespace(
  errors: FieldError[],
  spec: PodSpec,
  containers: readonly PodContainer[],
  profile: VersionProfile,
  path: string,
): void {
  const { detail, statelessVolumesOnly, forbidsBlockVolumes: noBlock } = stepAt(RULES, profile.minor);
  if (statelessVolumesOnly) {
    for (const volume of podVolumes(spec)) {
      if (STATELESS.has(volume.kind)) continue;
      const field = path + volume.path.slice('spec'.length);
      errors.push(forbidden(field, `volume type not supported ${detail}`));
    }
  }
  if (spec.hostNetwork === true && !allowsHostNetwork(profile)) errors.push(forbidden(`${path}.hostNetwork`, detail));
  if (spec.hostPID === true) errors.push(forbidden(`${path}.HostPID`, detail));
  if (spec.hostIPC === true) errors.push(forbidden(`${path}.HostIPC`, detail));
  if (!noBlock) return;
  for (const item of containers) {
    if (listOf(item.container.volumeDevices).length === 0) continue;
    errors.push(forbidden(`${below(path, item)}.volumeDevices`, detail));
  }
}

/** The container's path when the spec does not stand at `spec`. */
const below = (path: string, item: PodContainer): string => path + item.path.slice('spec'.length);
