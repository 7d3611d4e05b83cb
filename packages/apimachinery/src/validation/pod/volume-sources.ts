/**
 * Sources of volumes, most of them shared by pods and persistent volumes.
 * Source: pkg/apis/core/validation/validation.go, one function a source.
 */
import type * as core from '../../generated/types/core-v1.js';
import {
  dns1123LabelProblems,
  dns1123SubdomainProblems,
  exceedsBytes,
  inclusiveRangeMessage,
  nameIsDnsSubdomain,
} from '../../names/index.js';
import type { Minor } from '../../version.js';
import { pointedText } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { report, validateDns1123Label } from '../name.js';
import { validateLocalDescendingPath, validateNoBacksteps } from '../path-text.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, map, number, text, texts } from '../zero-value.js';
import { validatePullPolicy } from './pull-policy.js';

export const ISCSI_NAME_MAX_LENGTH = 64;
export const ISCSI_NAME_TOO_LONG =
  'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';
const CSI_DRIVER_NAME_MAX_LENGTH = 63;
/** Before, an empty name was also a bad one. */
const EMPTY_NAME_TOLD_ONCE_SINCE: Minor = 35;
const HOST_PATH_TYPES: readonly string[] = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

type Options = ValidationOptions;

function requireText(value: string | undefined, path: Path, name: string, errors: ErrorList): void {
  if (text(value) === '') errors.required(path.child(name));
}

function requireList(value: readonly string[] | undefined, path: Path, name: string, errors: ErrorList): void {
  if (texts(value).length === 0) errors.required(path.child(name));
}

export function validateHostPath(source: core.HostPathVolumeSource, path: Path, _: Options, errors: ErrorList): void {
  const hostPath = text(source.path);
  if (hostPath === '') return errors.required(path.child('path'));
  validateNoBacksteps(hostPath, path.child('path'), errors);
  const { type } = source;
  if (isSet(type) && !HOST_PATH_TYPES.includes(type)) {
    errors.notSupported(path.child('type'), pointedText(text(type), errors.minor), HOST_PATH_TYPES);
  }
}

export function validateGitRepo(source: core.GitRepoVolumeSource, path: Path, _: Options, errors: ErrorList): void {
  requireText(source.repository, path, 'repository', errors);
  validateLocalDescendingPath(text(source.directory), path.child('directory'), errors);
}

const PARTITION_MESSAGE = inclusiveRangeMessage(1, 255);

function validatePartition(partition: number | undefined, path: Path, errors: ErrorList): void {
  const value = number(partition);
  if (value < 0 || value > 255) errors.invalid(path.child('partition'), value, PARTITION_MESSAGE);
}

export function validateGcePersistentDisk(
  source: core.GCEPersistentDiskVolumeSource,
  path: Path,
  _: Options,
  errors: ErrorList,
): void {
  requireText(source.pdName, path, 'pdName', errors);
  validatePartition(source.partition, path, errors);
}

export function validateAwsElasticBlockStore(
  source: core.AWSElasticBlockStoreVolumeSource,
  path: Path,
  _: Options,
  errors: ErrorList,
): void {
  requireText(source.volumeID, path, 'volumeID', errors);
  validatePartition(source.partition, path, errors);
}

export function validateNfs(source: core.NFSVolumeSource, path: Path, _: Options, errors: ErrorList): void {
  requireText(source.server, path, 'server', errors);
  requireText(source.path, path, 'path', errors);
  const exported = text(source.path);
  if (!exported.startsWith('/')) errors.invalid(path.child('path'), exported, 'must be an absolute path');
}

/** iSCSI names by their first three letters. */
const ISCSI_NAMES: ReadonlyMap<string, RegExp> = new Map([
  ['iqn', /iqn\.[0-9]{4}-[0-9]{2}\.[A-Za-z0-9.-]+:[^,;*&$|\t\n\f\r ]+$/],
  ['eui', /^eui.[A-Za-z0-9]{16}$/],
  ['naa', /^naa.[A-Za-z0-9]{32}$/],
]);
const ISCSI_NAME_MAX_TESTED = 4096;

function iscsiNameProblem(name: string): 'prefix' | 'format' | undefined {
  const regex = ISCSI_NAMES.get(name.slice(0, 3));
  if (regex === undefined) return 'prefix';
  return name.length <= ISCSI_NAME_MAX_TESTED && regex.test(name) ? undefined : 'format';
}

export function validateIscsi(source: core.ISCSIVolumeSource, path: Path, _: Options, errors: ErrorList): void {
  requireText(source.targetPortal, path, 'targetPortal', errors);
  validateIscsiNames(source, path, 'must be valid format starting with iqn, eui, or naa', errors);
  if (isSet(source.initiatorName)) {
    const prefixDetail = 'must be valid format starting with iqn, eui, or naa';
    reportIscsiName(text(source.initiatorName), path.child('initiatorname'), prefixDetail, errors);
  }
}

function validateIscsiNames(
  source: core.ISCSIVolumeSource | core.ISCSIPersistentVolumeSource,
  path: Path,
  prefixDetail: string,
  errors: ErrorList,
): void {
  const name = text(source.iqn);
  if (name === '') errors.required(path.child('iqn'));
  else reportIscsiName(name, path.child('iqn'), prefixDetail, errors);
  const lun = number(source.lun);
  if (lun < 0 || lun > 255) errors.invalid(path.child('lun'), lun, inclusiveRangeMessage(0, 255));
  const needsSecret = source.chapAuthDiscovery === true || source.chapAuthSession === true;
  if (needsSecret && !isSet(source.secretRef)) errors.required(path.child('secretRef'));
}

function reportIscsiName(name: string, path: Path, prefixDetail: string, errors: ErrorList): void {
  const problem = iscsiNameProblem(name);
  if (problem !== undefined) errors.invalid(path, name, problem === 'prefix' ? prefixDetail : 'must be valid format');
}

export function validateIscsiPersistentVolume(
  source: core.ISCSIPersistentVolumeSource,
  path: Path,
  errors: ErrorList,
): void {
  validateIscsiNames(source, path, 'must be valid format', errors);
  if (isSet(source.secretRef)) requireText(source.secretRef.name, path.child('secretRef'), 'name', errors);
  if (isSet(source.initiatorName)) {
    reportIscsiName(text(source.initiatorName), path.child('initiatorname'), 'must be valid format', errors);
  }
}

export function validateGlusterfs(source: core.GlusterfsVolumeSource, path: Path, _: Options, errors: ErrorList): void {
  requireText(source.endpoints, path, 'endpoints', errors);
  requireText(source.path, path, 'path', errors);
}

export function validateFlocker(source: core.FlockerVolumeSource, path: Path, _: Options, errors: ErrorList): void {
  const name = text(source.datasetName);
  const uuid = text(source.datasetUUID);
  if (name === '' && uuid === '') errors.required(path, 'one of datasetName and datasetUUID is required');
  if (name !== '' && uuid !== '') {
    errors.invalid(path, 'resource', 'datasetName and datasetUUID can not be specified simultaneously');
  }
  if (name.includes('/')) errors.invalid(path.child('datasetName'), name, "must not contain '/'");
}

export function validatePersistentVolumeClaimSource(
  source: core.PersistentVolumeClaimVolumeSource,
  path: Path,
  _: Options,
  errors: ErrorList,
): void {
  requireText(source.claimName, path, 'claimName', errors);
}

export function validateRbd(
  source: core.RBDVolumeSource | core.RBDPersistentVolumeSource,
  path: Path,
  _: Options,
  errors: ErrorList,
): void {
  requireList(source.monitors, path, 'monitors', errors);
  requireText(source.image, path, 'image', errors);
}

export function validateCinder(source: core.CinderVolumeSource, path: Path, _: Options, errors: ErrorList): void {
  requireText(source.volumeID, path, 'volumeID', errors);
  if (isSet(source.secretRef)) requireText(source.secretRef.name, path.child('secretRef'), 'name', errors);
}

export function validateCephfs(
  source: core.CephFSVolumeSource | core.CephFSPersistentVolumeSource,
  path: Path,
  _: Options,
  errors: ErrorList,
): void {
  requireList(source.monitors, path, 'monitors', errors);
}

const REGISTRY_MESSAGE = 'must be a host:port pair or multiple pairs separated by commas';

export function validateQuobyte(source: core.QuobyteVolumeSource, path: Path, _: Options, errors: ErrorList): void {
  const registry = text(source.registry);
  if (registry === '') errors.required(path.child('registry'), REGISTRY_MESSAGE);
  else if (exceedsBytes(text(source.tenant), 64)) {
    errors.required(path.child('tenant'), 'must be a UUID and may not exceed a length of 64 characters');
  } else {
    for (const pair of registry.split(',')) {
      if (!isHostPort(pair)) errors.invalid(path.child('registry'), registry, REGISTRY_MESSAGE);
    }
  }
  requireText(source.volume, path, 'volume', errors);
}

/** Go's net.SplitHostPort. */
const isHostPort = (pair: string): boolean => /^(\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/.test(pair);

export function validateFc(source: core.FCVolumeSource, path: Path, _: Options, errors: ErrorList): void {
  const targetWWNs = texts(source.targetWWNs);
  const wwids = texts(source.wwids);
  if (targetWWNs.length === 0 && wwids.length === 0) {
    errors.required(path.child('targetWWNs'), 'must specify either targetWWNs or wwids, but not both');
  }
  if (targetWWNs.length > 0 && wwids.length > 0) {
    const detail = 'targetWWNs and wwids can not be specified simultaneously';
    errors.invalid(path.child('targetWWNs'), targetWWNs, detail);
  }
  if (targetWWNs.length === 0) return;
  const { lun } = source;
  if (!isSet(lun)) errors.required(path.child('lun'), 'lun is required if targetWWNs is specified');
  else if (lun < 0 || lun > 255) errors.invalid(path.child('lun'), lun, inclusiveRangeMessage(0, 255));
}

export function validateFlexVolume(
  source: core.FlexVolumeSource | core.FlexPersistentVolumeSource,
  path: Path,
  _: Options,
  errors: ErrorList,
): void {
  requireText(source.driver, path, 'driver', errors);
  for (const key of Object.keys(map(source.options))) {
    const slash = key.indexOf('/');
    const domain = `.${(slash < 0 ? key : key.slice(0, slash)).toLowerCase()}`;
    if (domain.endsWith('.kubernetes.io') || domain.endsWith('.k8s.io')) {
      const detail = 'kubernetes.io and k8s.io namespaces are reserved';
      errors.invalid(path.child('options').key(key), key, detail);
    }
  }
}

export function validateAzureFile(source: core.AzureFileVolumeSource, path: Path, _: Options, errors: ErrorList): void {
  requireText(source.secretName, path, 'secretName', errors);
  requireText(source.shareName, path, 'shareName', errors);
}

const AZURE_CACHING_MODES: readonly string[] = ['None', 'ReadOnly', 'ReadWrite'];
const AZURE_DISK_KINDS: readonly string[] = ['Dedicated', 'Managed', 'Shared'];
const MANAGED_DISK_URI =
  '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const BLOB_URI = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';

export function validateAzureDisk(source: core.AzureDiskVolumeSource, path: Path, _: Options, errors: ErrorList): void {
  requireText(source.diskName, path, 'diskName', errors);
  requireText(source.diskURI, path, 'diskURI', errors);
  const { cachingMode, kind } = source;
  if (isSet(cachingMode) && !AZURE_CACHING_MODES.includes(cachingMode)) {
    errors.notSupported(path.child('cachingMode'), cachingMode, AZURE_CACHING_MODES);
  }
  if (!isSet(kind)) return;
  if (!AZURE_DISK_KINDS.includes(kind)) errors.notSupported(path.child('kind'), kind, AZURE_DISK_KINDS);
  const uri = text(source.diskURI);
  if (kind === 'Managed' && !uri.startsWith('/subscriptions/')) {
    errors.notSupported(path.child('diskURI'), uri, [MANAGED_DISK_URI]);
  }
  if (kind !== 'Managed' && !uri.startsWith('https://')) errors.notSupported(path.child('diskURI'), uri, [BLOB_URI]);
}

export function validateVsphereVolume(
  source: core.VsphereVirtualDiskVolumeSource,
  path: Path,
  _: Options,
  errors: ErrorList,
): void {
  requireText(source.volumePath, path, 'volumePath', errors);
}

export function validatePhotonPersistentDisk(
  source: core.PhotonPersistentDiskVolumeSource,
  path: Path,
  _: Options,
  errors: ErrorList,
): void {
  requireText(source.pdID, path, 'pdID', errors);
}

export function validatePortworxVolume(
  source: core.PortworxVolumeSource,
  path: Path,
  _: Options,
  errors: ErrorList,
): void {
  requireText(source.volumeID, path, 'volumeID', errors);
}

export function validateScaleIO(
  source: core.ScaleIOVolumeSource | core.ScaleIOPersistentVolumeSource,
  path: Path,
  _: Options,
  errors: ErrorList,
): void {
  requireText(source.gateway, path, 'gateway', errors);
  requireText(source.system, path, 'system', errors);
  requireText(source.volumeName, path, 'volumeName', errors);
}

export function validateStorageos(source: core.StorageOSVolumeSource, path: Path, _: Options, errors: ErrorList): void {
  validateStorageosNames(source, path, errors);
  if (isSet(source.secretRef)) requireText(source.secretRef.name, path.child('secretRef'), 'name', errors);
}

export function validateStorageosNames(
  source: core.StorageOSVolumeSource | core.StorageOSPersistentVolumeSource,
  path: Path,
  errors: ErrorList,
): void {
  const name = text(source.volumeName);
  if (name === '') errors.required(path.child('volumeName'));
  else validateDns1123Label(name, path, 'volumeName', errors);
  const namespace = text(source.volumeNamespace);
  if (namespace !== '') report(namespace, dns1123LabelProblems(namespace), path, 'volumeNamespace', errors);
}

export function validateCsi(source: core.CSIVolumeSource, path: Path, _: Options, errors: ErrorList): void {
  validateCsiDriverName(text(source.driver), path, 'driver', errors);
  if (!isSet(source.nodePublishSecretRef)) return;
  const name = text(source.nodePublishSecretRef.name);
  if (name === '') errors.required(path.child('nodePublishSecretRef').child('name'));
  else report(name, nameIsDnsSubdomain(name, false), path, 'name', errors);
}

/** Upper case is fine. */
export function validateCsiDriverName(driver: string, parent: Path, name: string, errors: ErrorList): void {
  if (driver === '') {
    errors.required(parent.child(name));
    if (errors.minor >= EMPTY_NAME_TOLD_ONCE_SINCE) return;
  }
  if (exceedsBytes(driver, CSI_DRIVER_NAME_MAX_LENGTH)) errors.tooLong(parent.child(name), CSI_DRIVER_NAME_MAX_LENGTH);
  report(driver, dns1123SubdomainProblems(driver.toLowerCase()), parent, name, errors);
}

/** Templates may leave the reference to be filled in later. */
export function validateImage(source: core.ImageVolumeSource, path: Path, options: Options, errors: ErrorList): void {
  if (options.isPod) requireText(source.reference, path, 'reference', errors);
  validatePullPolicy(text(source.pullPolicy), path, 'pullPolicy', errors);
}
