/**
 * Projected volumes: secrets, config maps, the downward API, service account tokens, trust bundles and certificates in
 * one folder. Source: pkg/apis/core/validation/validation.go validateProjectionSources.
 */
import type {
  ClusterTrustBundleProjection,
  ConfigMapProjection,
  PodCertificateProjection,
  ProjectedVolumeSource,
  SecretProjection,
  ServiceAccountTokenProjection,
  VolumeProjection,
} from '../../generated/types/core-v1.js';
import type { Minor } from '../../version.js';
import { internalValue, labelSelectorValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateLabelSelector } from '../metadata/label-selector.js';
import { validateUserAnnotations } from '../metadata/labels.js';
import { validateFileMode } from '../number.js';
import { validateLocalNonReservedPath } from '../path-text.js';
import { clusterTrustBundleNameProblems, isKubernetesSignerName, validateSignerName } from '../signer-name.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, number, text } from '../zero-value.js';
import { validateDownwardApiFile, validateKeyToPath } from './key-volumes.js';

/** Before, the text about surplus sources was the one about volumes. */
const PER_SOURCE_SINCE: Minor = 31;

const MIN_TOKEN_SECONDS = 10 * 60;
const MAX_TOKEN_SECONDS = 2 ** 32;
const DUPLICATE_PATHS = 'conflicting duplicate paths';
const KEY_TYPES: readonly string[] = ['RSA3072', 'RSA4096', 'ECDSAP256', 'ECDSAP384', 'ECDSAP521', 'ED25519'];
const MIN_CERTIFICATE_SECONDS = 3600;
const MAX_CERTIFICATE_SECONDS = 91 * 86_400;
const MAX_KUBERNETES_CERTIFICATE_SECONDS = 86_400;

/** Paths that are taken in the volume, and where a second use is reported. */
interface Taken {
  readonly paths: Set<string>;
  readonly volumePath: Path;
}

export function validateProjectedVolume(
  source: ProjectedVolumeSource,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  validateFileMode(source.defaultMode, path, 'defaultMode', errors);
  const taken: Taken = { paths: new Set(), volumePath: path };
  const sources = list(source.sources);
  for (let index = 0; index < sources.length; index += 1) {
    const projection = sources[index];
    if (projection !== undefined) validateProjection(projection, taken, path.child('sources').index(index), errors);
  }
}

function validateProjection(projection: VolumeProjection, taken: Taken, path: Path, errors: ErrorList): void {
  const { secret, configMap, downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate } = projection;
  if (isSet(secret)) validateKeys(secret, taken, path.child('secret'), errors);
  if (isSet(configMap)) validateKeys(configMap, taken, path.child('configMap'), errors);
  if (isSet(downwardAPI)) {
    for (const file of list(downwardAPI.items)) {
      validateDownwardApiFile(file, path.child('downwardAPI'), errors);
      if (text(file.path) !== '') take(text(file.path), text(file.path), taken, errors);
    }
  }
  if (isSet(serviceAccountToken)) {
    validateToken(serviceAccountToken, path.child('serviceAccountToken'), taken.volumePath, errors);
  }
  if (isSet(clusterTrustBundle))
    validateTrustBundle(clusterTrustBundle, taken, path.child('clusterTrustBundle'), errors);
  if (isSet(podCertificate)) validatePodCertificate(podCertificate, taken, path.child('podCertificate'), errors);
  const kinds = [secret, configMap, downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate];
  if (kinds.filter(isSet).length > 1) {
    const subject = errors.minor >= PER_SOURCE_SINCE ? ' per source' : '';
    errors.forbidden(path, `may not specify more than 1 volume type${subject}`);
  }
}

function take(file: string, badValue: string, { paths, volumePath }: Taken, errors: ErrorList): void {
  if (paths.has(file)) errors.invalid(volumePath, badValue, DUPLICATE_PATHS);
  else paths.add(file);
}

function validateKeys(
  source: SecretProjection | ConfigMapProjection,
  taken: Taken,
  path: Path,
  errors: ErrorList,
): void {
  const name = text(source.name);
  if (name === '') errors.required(path.child('name'));
  const items = list(source.items);
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    if (item === undefined) continue;
    validateKeyToPath(item, path.child('items').index(index), errors);
    if (text(item.path) !== '') take(text(item.path), name, taken, errors);
  }
}

/** Errors of the token's path carry the path of the volume. */
function validateToken(token: ServiceAccountTokenProjection, path: Path, volumePath: Path, errors: ErrorList): void {
  const seconds = number(token.expirationSeconds);
  if (seconds < MIN_TOKEN_SECONDS) {
    errors.invalid(path.child('expirationSeconds'), seconds, 'may not specify a duration less than 10 minutes');
  }
  if (seconds > MAX_TOKEN_SECONDS) {
    errors.invalid(path.child('expirationSeconds'), seconds, 'may not specify a duration larger than 2^32 seconds');
  }
  const file = text(token.path);
  if (file === '') errors.required(volumePath.child('path'));
  else if (errors.minor >= LOCAL_TOKEN_PATH_SINCE) {
    validateLocalNonReservedPath(file, volumePath.child('path'), errors);
  }
}

/** Before, a token's path was not looked at. */
const LOCAL_TOKEN_PATH_SINCE = 27;

function validateTrustBundle(bundle: ClusterTrustBundleProjection, taken: Taken, path: Path, errors: ErrorList): void {
  if (isSet(bundle.name) && isSet(bundle.signerName)) {
    const badValue = internalValue('core.ClusterTrustBundleProjection', bundle, errors.minor);
    errors.invalid(path, badValue, 'only one of name and signerName may be used');
  } else if (isSet(bundle.name)) validateBundleName(bundle, path, errors);
  else if (isSet(bundle.signerName)) {
    const signerName = text(bundle.signerName);
    if (signerName === '') errors.required(path.child('signerName'), 'must be a valid signer name');
    validateSignerName(signerName, path.child('signerName'), errors);
    validateLabelSelector(bundle.labelSelector, () => path.child('labelSelector'), errors);
  } else errors.required(path, 'either name or signerName must be specified');
  const file = text(bundle.path);
  if (file === '') errors.required(path.child('path'));
  validateLocalNonReservedPath(file, path.child('path'), errors);
  take(file, file, taken, errors);
}

function validateBundleName(bundle: ClusterTrustBundleProjection, path: Path, errors: ErrorList): void {
  const name = text(bundle.name);
  if (name === '') errors.required(path.child('name'), 'must be a valid object name');
  for (const problem of clusterTrustBundleNameProblems(name)) {
    errors.invalid(path.child('name'), name, `not a valid clustertrustbundlename: ${problem}`);
  }
  if (isSet(bundle.labelSelector)) {
    const badValue = labelSelectorValue(bundle.labelSelector, errors.minor);
    errors.invalid(path.child('labelSelector'), badValue, 'labelSelector must be unset if name is specified');
  }
}

function validatePodCertificate(
  certificate: PodCertificateProjection,
  taken: Taken,
  path: Path,
  errors: ErrorList,
): void {
  const signerName = text(certificate.signerName);
  validateSignerName(signerName, path.child('signerName'), errors);
  if (isSet(certificate.userAnnotations)) {
    validateUserAnnotations(certificate.userAnnotations, path.child('userAnnotations'), errors);
  }
  const keyType = text(certificate.keyType);
  if (!KEY_TYPES.includes(keyType)) errors.notSupported(path.child('keyType'), keyType, KEY_TYPES);
  validateCertificateLifetime(certificate.maxExpirationSeconds, signerName, path, errors);
  let files = 0;
  for (const name of ['credentialBundlePath', 'keyPath', 'certificateChainPath'] as const) {
    const file = text(certificate[name]);
    if (file === '') continue;
    files += 1;
    validateLocalNonReservedPath(file, path.child(name), errors);
    take(file, file, taken, errors);
  }
  if (files === 0) {
    errors.required(path, 'specify at least one of credentialBundlePath, keyPath, and certificateChainPath');
  }
}

function validateCertificateLifetime(
  seconds: number | undefined,
  signerName: string,
  parent: Path,
  errors: ErrorList,
): void {
  if (!isSet(seconds)) return;
  const path = parent.child('maxExpirationSeconds');
  const most = isKubernetesSignerName(signerName) ? MAX_KUBERNETES_CERTIFICATE_SECONDS : MAX_CERTIFICATE_SECONDS;
  if (seconds < MIN_CERTIFICATE_SECONDS) {
    errors.invalid(path, seconds, `if provided, maxExpirationSeconds must be >= ${MIN_CERTIFICATE_SECONDS}`);
  }
  if (seconds > most) errors.invalid(path, seconds, `if provided, maxExpirationSeconds must be <= ${most}`);
}
