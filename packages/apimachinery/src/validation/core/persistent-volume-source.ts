/**
 * Sources of persistent volumes: exactly one.
 * Source: pkg/apis/core/validation/validation.go ValidatePersistentVolumeSpec.
 */
import type * as core from '../../generated/types/core-v1.js';
import { byteLength, dns1123LabelProblems } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { report, validateDns1123Label, validateDns1123Subdomain } from '../name.js';
import { validateNoBacksteps } from '../path-text.js';
import * as sources from '../pod/volume-sources.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, text } from '../zero-value.js';

type SourceField = keyof Omit<core.PersistentVolumeSpec, 'capacity' | 'accessModes'>;
type Rule = (source: never, path: Path, options: ValidationOptions, errors: ErrorList) => void;

interface SourceKind {
  readonly field: SourceField;
  readonly rule: Rule;
  /** Where errors inside the source are reported, if not under its own name. */
  readonly path?: string;
  /** Where a second source is reported, if not under its own name. */
  readonly surplusPath?: string;
}

const KINDS: readonly SourceKind[] = [
  { field: 'hostPath', rule: sources.validateHostPath },
  { field: 'gcePersistentDisk', rule: sources.validateGcePersistentDisk, path: 'persistentDisk' },
  { field: 'awsElasticBlockStore', rule: sources.validateAwsElasticBlockStore },
  { field: 'glusterfs', rule: validateGlusterfs },
  { field: 'flocker', rule: sources.validateFlocker },
  { field: 'nfs', rule: sources.validateNfs },
  { field: 'rbd', rule: sources.validateRbd },
  { field: 'quobyte', rule: sources.validateQuobyte },
  { field: 'cephfs', rule: sources.validateCephfs, surplusPath: 'cephFS' },
  { field: 'iscsi', rule: () => undefined },
  { field: 'cinder', rule: validateCinder },
  { field: 'fc', rule: sources.validateFc },
  { field: 'flexVolume', rule: sources.validateFlexVolume },
  { field: 'azureFile', rule: validateAzureFile },
  { field: 'vsphereVolume', rule: sources.validateVsphereVolume },
  { field: 'photonPersistentDisk', rule: sources.validatePhotonPersistentDisk },
  { field: 'portworxVolume', rule: sources.validatePortworxVolume },
  { field: 'azureDisk', rule: sources.validateAzureDisk },
  { field: 'scaleIO', rule: sources.validateScaleIO },
  { field: 'local', rule: validateLocal },
  { field: 'storageos', rule: validateStorageos },
  { field: 'csi', rule: validateCsi },
];

export const SOURCES_WITH_MOUNT_OPTIONS: readonly SourceField[] = [
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'nfs',
  'rbd',
  'quobyte',
  'iscsi',
  'cinder',
  'cephfs',
  'azureFile',
  'vsphereVolume',
  'azureDisk',
  'photonPersistentDisk',
];

export function validatePersistentVolumeSource(
  spec: core.PersistentVolumeSpec,
  volumeName: string,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  let count = 0;
  for (const { field, rule, path: ownPath = field, surplusPath = field } of KINDS) {
    const source = spec[field];
    if (!isSet(source)) continue;
    count += 1;
    // A flexVolume is looked at in any case, as upstream does.
    if (count > 1 && field !== 'flexVolume') {
      errors.forbidden(path.child(surplusPath), 'may not specify more than 1 volume type');
      continue;
    }
    if (field === 'iscsi') validateIscsi(spec.iscsi ?? {}, volumeName, path.child('iscsi'), errors);
    // Each rule takes the type of its own field.
    else rule(source as never, path.child(ownPath), options, errors);
    if (field === 'local' && !isSet(spec.nodeAffinity)) {
      errors.required(path.child('nodeAffinity'), 'Local volume requires node affinity');
    }
  }
  if (count === 0) errors.required(path, 'must specify a volume type');
}

function validateIscsi(
  source: Partial<core.ISCSIPersistentVolumeSource>,
  volumeName: string,
  path: Path,
  errors: ErrorList,
): void {
  const portal = text(source.targetPortal);
  if (portal === '') errors.required(path.child('targetPortal'));
  if (isSet(source.initiatorName) && byteLength(`${volumeName}:${portal}`) > sources.ISCSI_NAME_MAX_LENGTH) {
    errors.invalid(path.child('targetportal'), portal, sources.ISCSI_NAME_TOO_LONG);
  }
  sources.validateIscsiPersistentVolume(source, path, errors);
}

type Options = ValidationOptions;

function validateGlusterfs(
  source: core.GlusterfsPersistentVolumeSource,
  path: Path,
  options: Options,
  errors: ErrorList,
): void {
  sources.validateGlusterfs(source, path, options, errors);
  if (!isSet(source.endpointsNamespace)) return;
  const namespace = text(source.endpointsNamespace);
  if (namespace === '') {
    const detail = 'if the endpointnamespace is set, it must be a valid namespace name';
    errors.invalid(path.child('endpointsNamespace'), namespace, detail);
  } else report(namespace, dns1123LabelProblems(namespace), path, 'endpointsNamespace', errors);
}

function requireReference(reference: core.SecretReference | undefined, path: Path, errors: ErrorList): void {
  if (!isSet(reference)) return;
  if (text(reference.name) === '') errors.required(path.child('secretRef').child('name'));
  if (text(reference.namespace) === '') errors.required(path.child('secretRef').child('namespace'));
}

function validateCinder(source: core.CinderPersistentVolumeSource, path: Path, _: Options, errors: ErrorList): void {
  if (text(source.volumeID) === '') errors.required(path.child('volumeID'));
  requireReference(source.secretRef, path, errors);
}

function validateAzureFile(
  source: core.AzureFilePersistentVolumeSource,
  path: Path,
  options: Options,
  errors: ErrorList,
): void {
  const { secretName = '', shareName = '' } = source;
  sources.validateAzureFile({ secretName, shareName }, path, options, errors);
  if (isSet(source.secretNamespace) && text(source.secretNamespace) === '') {
    errors.required(path.child('secretNamespace'));
  }
}

function validateLocal(source: core.LocalVolumeSource, path: Path, _: Options, errors: ErrorList): void {
  const localPath = text(source.path);
  if (localPath === '') errors.required(path.child('path'));
  else validateNoBacksteps(localPath, path.child('path'), errors);
}

function validateStorageos(
  source: core.StorageOSPersistentVolumeSource,
  path: Path,
  _: Options,
  errors: ErrorList,
): void {
  sources.validateStorageosNames(source, path, errors);
  requireReference(source.secretRef, path, errors);
}

const SECRETS = [
  'controllerPublishSecretRef',
  'controllerExpandSecretRef',
  'nodePublishSecretRef',
  'nodeExpandSecretRef',
] as const;

function validateCsi(source: core.CSIPersistentVolumeSource, path: Path, _: Options, errors: ErrorList): void {
  sources.validateCsiDriverName(text(source.driver), path, 'driver', errors);
  if (text(source.volumeHandle) === '') errors.required(path.child('volumeHandle'));
  for (const field of SECRETS) {
    const reference = source[field];
    if (!isSet(reference)) continue;
    const referencePath = path.child(field);
    const name = text(reference.name);
    const namespace = text(reference.namespace);
    if (name === '') errors.required(referencePath.child('name'));
    else validateDns1123Subdomain(name, referencePath, 'name', errors);
    if (namespace === '') errors.required(referencePath.child('namespace'));
    else validateDns1123Label(namespace, referencePath, 'namespace', errors);
  }
}
