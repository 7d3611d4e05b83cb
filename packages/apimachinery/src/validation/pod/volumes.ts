/**
 * Volumes of pods: names, and exactly one source each.
 * Source: pkg/apis/core/validation/validation.go ValidateVolumes, validateVolumeSource.
 */

import { quote } from '../../field-error.js';
import type { PodSpec, Volume, VolumeSource } from '../../generated/types/core-v1.js';
import type { ObjectMeta } from '../../generated/types/meta-v1.js';
import { byteLength, dns1123LabelProblems, dns1123SubdomainProblems } from '../../names/index.js';
import { parseQuantity } from '../../quantity/index.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, text } from '../zero-value.js';
import { validateEphemeralVolume } from './ephemeral-volume.js';
import { validateConfigMapVolume, validateDownwardApiVolume, validateSecretVolume } from './key-volumes.js';
import { validateProjectedVolume } from './projected-volume.js';
import type { ValidVolumes } from './volume-mounts.js';
import * as sources from './volume-sources.js';

const MORE_THAN_ONE = 'may not specify more than 1 volume type';

type SourceRule = (source: never, path: Path, options: ValidationOptions, errors: ErrorList) => void;

interface SourceKind {
  readonly field: keyof VolumeSource;
  /** The path of the source's own errors, where upstream differs from the field. */
  readonly path?: string;
  /** The path of "more than one", where upstream differs from the field. */
  readonly surplusPath?: string;
  readonly rule: SourceRule;
}

/** In upstream's order, which decides which of several is the one too many. */
const SOURCE_KINDS: readonly SourceKind[] = [
  { field: 'hostPath', rule: sources.validateHostPath },
  { field: 'gitRepo', rule: sources.validateGitRepo },
  { field: 'gcePersistentDisk', path: 'persistentDisk', rule: sources.validateGcePersistentDisk },
  { field: 'awsElasticBlockStore', rule: sources.validateAwsElasticBlockStore },
  { field: 'secret', rule: validateSecretVolume },
  { field: 'nfs', rule: sources.validateNfs },
  { field: 'iscsi', rule: sources.validateIscsi },
  { field: 'glusterfs', rule: sources.validateGlusterfs },
  { field: 'flocker', rule: sources.validateFlocker },
  { field: 'persistentVolumeClaim', rule: sources.validatePersistentVolumeClaimSource },
  { field: 'rbd', rule: sources.validateRbd },
  { field: 'cinder', rule: sources.validateCinder },
  { field: 'cephfs', surplusPath: 'cephFS', rule: sources.validateCephfs },
  { field: 'quobyte', rule: sources.validateQuobyte },
  { field: 'downwardAPI', surplusPath: 'downwarAPI', rule: validateDownwardApiVolume },
  { field: 'fc', rule: sources.validateFc },
  { field: 'flexVolume', rule: sources.validateFlexVolume },
  { field: 'configMap', rule: validateConfigMapVolume },
  { field: 'azureFile', rule: sources.validateAzureFile },
  { field: 'vsphereVolume', rule: sources.validateVsphereVolume },
  { field: 'photonPersistentDisk', rule: sources.validatePhotonPersistentDisk },
  { field: 'portworxVolume', rule: sources.validatePortworxVolume },
  { field: 'azureDisk', rule: sources.validateAzureDisk },
  { field: 'storageos', rule: sources.validateStorageos },
  { field: 'projected', rule: validateProjectedVolume },
  { field: 'scaleIO', rule: sources.validateScaleIO },
  { field: 'csi', rule: sources.validateCsi },
  { field: 'ephemeral', rule: validateEphemeralVolume },
  { field: 'image', rule: sources.validateImage },
];

const NO_VOLUMES: ValidVolumes = new Map();

/** The volumes without errors of their own, which mounts may refer to. */
export function validateVolumes(
  spec: PodSpec,
  metadata: ObjectMeta | undefined,
  specPath: Path,
  options: ValidationOptions,
  errors: ErrorList,
): ValidVolumes {
  const volumes = list(spec.volumes);
  if (volumes.length === 0) return NO_VOLUMES;
  const podName = text(metadata?.name);
  const createdClaims = namesOfCreatedClaims(volumes, podName);
  const valid = new Map<string, VolumeSource>();
  for (let index = 0; index < volumes.length; index += 1) {
    const volume = volumes[index];
    if (volume === undefined) continue;
    const before = errors.length;
    const path = specPath.child('volumes').index(index);
    validateVolumeSource(volume, podName, path, options, errors);
    validateVolumeName(text(volume.name), valid, path, errors);
    if (errors.length === before) valid.set(text(volume.name), volume);
    const claimName = volume.persistentVolumeClaim?.claimName;
    if (isSet(claimName) && createdClaims.has(claimName)) {
      const detail = 'must not reference a PVC that gets created for an ephemeral volume';
      errors.invalid(path.child('persistentVolumeClaim').child('claimName'), claimName, detail);
    }
  }
  return valid;
}

function validateVolumeName(name: string, valid: ValidVolumes, path: Path, errors: ErrorList): void {
  if (name === '') errors.required(path.child('name'));
  else {
    const problems = dns1123LabelProblems(name);
    if (problems.length > 0) errors.invalidEach(path.child('name'), name, problems);
  }
  if (valid.has(name)) errors.duplicate(path.child('name'), name);
}

const NO_NAMES: ReadonlySet<string> = new Set();

function namesOfCreatedClaims(volumes: readonly Volume[], podName: string): ReadonlySet<string> {
  if (podName === '' || !volumes.some((volume) => isSet(volume.ephemeral))) return NO_NAMES;
  const ephemeral = volumes.filter((volume) => isSet(volume.ephemeral));
  return new Set(ephemeral.map((volume) => `${podName}-${text(volume.name)}`));
}

function validateVolumeSource(
  volume: Volume,
  podName: string,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  let count = 0;
  if (isSet(volume.emptyDir)) {
    count += 1;
    validateSizeLimit(volume.emptyDir.sizeLimit, path, errors);
  }
  for (const kind of SOURCE_KINDS) {
    const source = volume[kind.field];
    if (!isSet(source)) continue;
    count += 1;
    if (count > 1) errors.forbidden(path.child(kind.surplusPath ?? kind.field), MORE_THAN_ONE);
    // Each rule takes the type of its own field.
    else kind.rule(source as never, path.child(kind.path ?? kind.field), options, errors);
    if (kind.field === 'iscsi') validateIscsiNameLength(volume, path, errors);
    else if (kind.field === 'ephemeral' && count === 1) validateClaimName(volume, podName, path, errors);
  }
  if (count === 0) errors.required(path, 'must specify a volume type');
}

function validateSizeLimit(sizeLimit: string | number | undefined, path: Path, errors: ErrorList): void {
  const quantity = isSet(sizeLimit) ? parseQuantity(sizeLimit) : undefined;
  if (quantity !== undefined && quantity.nano < 0n) {
    const detail = 'SizeLimit field must be a valid resource quantity';
    errors.forbidden(path.child('emptyDir').child('sizeLimit'), detail);
  }
}

function validateIscsiNameLength(volume: Volume, path: Path, errors: ErrorList): void {
  const name = text(volume.name);
  if (!isSet(volume.iscsi?.initiatorName)) return;
  if (byteLength(`${name}:${text(volume.iscsi.targetPortal)}`) > sources.ISCSI_NAME_MAX_LENGTH) {
    errors.invalid(path.child('name'), name, sources.ISCSI_NAME_TOO_LONG);
  }
}

/** The claim that will be made for an ephemeral volume is named after pod and volume. */
function validateClaimName(volume: Volume, podName: string, path: Path, errors: ErrorList): void {
  const name = text(volume.name);
  if (podName === '' || name === '') return;
  const claimName = `${podName}-${name}`;
  for (const problem of dns1123SubdomainProblems(claimName)) {
    errors.invalid(path.child('name'), name, `PVC name ${quote(claimName)}: ${problem}`);
  }
}
