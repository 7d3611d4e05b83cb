/**
 * Mounts and devices of containers.
 * Source: pkg/apis/core/validation/validation.go ValidateVolumeMounts, ValidateVolumeDevices.
 */
import type { Container, VolumeDevice, VolumeMount, VolumeSource } from '../../generated/types/core-v1.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { hasBackstep, validateLocalDescendingPath } from '../path-text.js';
import { isSet, list, text } from '../zero-value.js';

/** The volumes that passed validation, by name. */
export type ValidVolumes = ReadonlyMap<string, VolumeSource>;

const MOUNT_PROPAGATIONS: readonly string[] = ['Bidirectional', 'HostToContainer', 'None'];
const RECURSIVE_READ_ONLY_MODES: readonly string[] = ['Disabled', 'Enabled', 'IfPossible'];

export function validateVolumeMounts(
  container: Container,
  volumes: ValidVolumes,
  containerPath: Path,
  errors: ErrorList,
): void {
  const mounts = list(container.volumeMounts);
  if (mounts.length === 0) return;
  const path = containerPath.child('volumeMounts');
  const devices = deviceMap(list(container.volumeDevices));
  const mountPaths = new Set<string>();
  for (let index = 0; index < mounts.length; index += 1) {
    const mount = mounts[index];
    if (mount === undefined) continue;
    validateMountPlace(mount, { volumes, devices, mountPaths }, () => path.index(index), errors);
    validateMountModes(mount, container, path, () => path.index(index), errors);
  }
}

interface MountSurroundings {
  readonly volumes: ValidVolumes;
  readonly devices: ReadonlyMap<string, string>;
  readonly mountPaths: Set<string>;
}

function validateMountPlace(
  mount: VolumeMount,
  { volumes, devices, mountPaths }: MountSurroundings,
  path: () => Path,
  errors: ErrorList,
): void {
  const name = text(mount.name);
  const mountPath = text(mount.mountPath);
  if (name === '') errors.required(path().child('name'));
  if (!volumes.has(name)) errors.notFound(path().child('name'), name);
  if (mountPath === '') errors.required(path().child('mountPath'));
  if (mountPaths.has(mountPath)) errors.invalid(path().child('mountPath'), mountPath, 'must be unique');
  mountPaths.add(mountPath);
  if (devices.size === 0) return;
  if (devices.has(name)) errors.invalid(path().child('name'), name, 'must not already exist in volumeDevices');
  if (hasValue(devices, mountPath)) {
    errors.invalid(path().child('mountPath'), mountPath, 'must not already exist as a path in volumeDevices');
  }
}

/** Most of these errors carry the path of the list: upstream left the index out. */
function validateMountModes(
  mount: VolumeMount,
  container: Container,
  listPath: Path,
  path: () => Path,
  errors: ErrorList,
): void {
  const subPath = text(mount.subPath);
  const subPathExpr = text(mount.subPathExpr);
  if (subPath !== '') validateLocalDescendingPath(subPath, listPath.child('subPath'), errors);
  if (subPathExpr !== '') {
    if (subPath !== '') {
      const detail = 'subPathExpr and subPath are mutually exclusive';
      errors.invalid(path().child('subPathExpr'), subPathExpr, detail);
    }
    validateLocalDescendingPath(subPathExpr, listPath.child('subPathExpr'), errors);
  }
  if (isSet(mount.mountPropagation)) validateMountPropagation(mount.mountPropagation, container, listPath, errors);
  if (isSet(mount.recursiveReadOnly)) validateRecursiveReadOnly(mount, listPath, errors);
}

function validateMountPropagation(mode: string, container: Container, listPath: Path, errors: ErrorList): void {
  const path = listPath.child('mountPropagation');
  if (!MOUNT_PROPAGATIONS.includes(mode)) errors.notSupported(path, mode, MOUNT_PROPAGATIONS);
  if (mode === 'Bidirectional' && container.securityContext?.privileged !== true) {
    errors.forbidden(path, 'Bidirectional mount propagation is available only to privileged containers');
  }
}

function validateRecursiveReadOnly(mount: VolumeMount, listPath: Path, errors: ErrorList): void {
  const path = listPath.child('recursiveReadOnly');
  const mode = text(mount.recursiveReadOnly);
  if (mode === 'Disabled') return;
  if (!RECURSIVE_READ_ONLY_MODES.includes(mode)) return errors.notSupported(path, mode, RECURSIVE_READ_ONLY_MODES);
  if (mount.readOnly !== true) errors.forbidden(path, 'may only be specified when readOnly is true');
  if (isSet(mount.mountPropagation) && mount.mountPropagation !== 'None') {
    errors.forbidden(path, 'may only be specified when mountPropagation is None or not specified');
  }
}

export function validateVolumeDevices(
  container: Container,
  volumes: ValidVolumes,
  containerPath: Path,
  errors: ErrorList,
): void {
  const devices = list(container.volumeDevices);
  if (devices.length === 0) return;
  const mounts = new Map(list(container.volumeMounts).map((mount) => [text(mount.name), text(mount.mountPath)]));
  const names = new Set<string>();
  const paths = new Set<string>();
  for (let index = 0; index < devices.length; index += 1) {
    const device = devices[index];
    if (device === undefined) continue;
    const path = containerPath.child('volumeDevices').index(index);
    validateDeviceName(text(device.name), volumes, names, path, errors);
    const devicePath = text(device.devicePath);
    if (devicePath === '') errors.required(path.child('devicePath'));
    if (paths.has(devicePath)) errors.invalid(path.child('devicePath'), devicePath, 'must be unique');
    if (devicePath !== '' && hasBackstep(devicePath)) {
      errors.invalid(path.child('devicePath'), devicePath, "can not contain backsteps ('..')");
    } else paths.add(devicePath);
    validateDeviceAgainstMounts(text(device.name), devicePath, mounts, path, errors);
    if (text(device.name) !== '') names.add(text(device.name));
  }
}

function validateDeviceName(
  name: string,
  volumes: ValidVolumes,
  names: ReadonlySet<string>,
  path: Path,
  errors: ErrorList,
): void {
  const source = volumes.get(name);
  if (name === '') errors.required(path.child('name'));
  if (names.has(name)) errors.invalid(path.child('name'), name, 'must be unique');
  if (source === undefined) return errors.notFound(path.child('name'), name);
  if (!isSet(source.persistentVolumeClaim) && !isSet(source.ephemeral)) {
    const detail = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode';
    errors.invalid(path.child('name'), name, detail);
  }
}

function validateDeviceAgainstMounts(
  name: string,
  devicePath: string,
  mounts: ReadonlyMap<string, string>,
  path: Path,
  errors: ErrorList,
): void {
  if (mounts.has(name)) errors.invalid(path.child('name'), name, 'must not already exist in volumeMounts');
  if (hasValue(mounts, devicePath)) {
    errors.invalid(path.child('devicePath'), devicePath, 'must not already exist as a path in volumeMounts');
  }
}

function deviceMap(devices: readonly VolumeDevice[]): ReadonlyMap<string, string> {
  return devices.length === 0
    ? NO_DEVICES
    : new Map(devices.map((device) => [text(device.name), text(device.devicePath)]));
}

const NO_DEVICES: ReadonlyMap<string, string> = new Map();

function hasValue(entries: ReadonlyMap<string, string>, value: string): boolean {
  for (const candidate of entries.values()) {
    if (candidate === value) return true;
  }
  return false;
}
