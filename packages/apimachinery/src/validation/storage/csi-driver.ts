/**
 * CSIDrivers and CSINodes. Source: pkg/apis/storage/validation/validation.go ValidateCSIDriver, ValidateCSINode.
 */
import type { CSIDriver, CSINode, CSINodeDriver, TokenRequest } from '../../generated/types/storage-v1.js';
import { byteLength, nameIsDnsSubdomain, qualifiedNameProblems } from '../../names/index.js';
import { pointedText } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import { validateNonnegativeField } from '../number.js';
import { validateCsiDriverName } from '../pod/volume-sources.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, struct, text, texts } from '../zero-value.js';

const SPEC_PATH = new Path('spec');
const FS_GROUP_POLICIES: readonly string[] = ['File', 'None', 'ReadWriteOnceWithFSType'];
const LIFECYCLE_MODES: readonly string[] = ['Persistent', 'Ephemeral'];
const MIN_UPDATE_SECONDS = 10;
const NODE_ID_MAX_BYTES = 256;

export function validateCSIDriver(object: CSIDriver, options: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: false, nameRule: nameIsDnsSubdomain }, errors);
  const spec = struct(object.spec);
  if (!isSet(spec.attachRequired)) errors.required(SPEC_PATH.child('attachedRequired'));
  if (!isSet(spec.podInfoOnMount)) errors.required(SPEC_PATH.child('podInfoOnMount'));
  if (!isSet(spec.storageCapacity)) errors.required(SPEC_PATH.child('storageCapacity'));
  const policy = spec.fsGroupPolicy;
  if (isSet(policy) && !FS_GROUP_POLICIES.includes(policy)) {
    errors.notSupported(SPEC_PATH.child('fsGroupPolicy'), pointedText(policy, errors.minor), FS_GROUP_POLICIES);
  }
  validateTokenRequests(list(spec.tokenRequests), SPEC_PATH.child('tokenRequests'), errors);
  for (const mode of texts(spec.volumeLifecycleModes)) {
    if (!LIFECYCLE_MODES.includes(mode)) {
      errors.notSupported(SPEC_PATH.child('volumeLifecycleModes'), mode, LIFECYCLE_MODES);
    }
  }
  if (!isSet(spec.seLinuxMount) && options.seLinuxMountReadWriteOncePod) {
    errors.required(SPEC_PATH.child('seLinuxMount'));
  }
  const period = spec.nodeAllocatableUpdatePeriodSeconds;
  if (isSet(period) && period < MIN_UPDATE_SECONDS) {
    const detail = 'must be greater than or equal to 10 seconds';
    errors.invalid(SPEC_PATH.child('nodeAllocatableUpdatePeriodSeconds'), period, detail);
  }
  const inSecrets = spec.serviceAccountTokenInSecrets;
  if (isSet(inSecrets) && list(spec.tokenRequests).length === 0) {
    const detail = 'serviceAccountTokenInSecrets is set but no tokenRequests are specified';
    errors.invalid(SPEC_PATH.child('serviceAccountTokenInSecrets'), inSecrets, detail);
  }
}

const MIN_EXPIRATION_SECONDS = 600;
const MAX_EXPIRATION_SECONDS = 2 ** 32;

function validateTokenRequests(requests: readonly TokenRequest[], path: Path, errors: ErrorList): void {
  const audiences = new Set<string>();
  for (const [index, request] of requests.entries()) {
    const requestPath = path.index(index);
    const audience = text(request.audience);
    if (audiences.has(audience)) {
      errors.duplicate(requestPath.child('audience'), audience);
      continue;
    }
    audiences.add(audience);
    const seconds = request.expirationSeconds;
    if (!isSet(seconds)) continue;
    const secondsPath = requestPath.child('expirationSeconds');
    if (seconds < MIN_EXPIRATION_SECONDS) {
      errors.invalid(secondsPath, seconds, 'may not specify a duration less than 10 minutes');
    }
    if (seconds > MAX_EXPIRATION_SECONDS) {
      errors.invalid(secondsPath, seconds, 'may not specify a duration larger than 2^32 seconds');
    }
  }
}

export function validateCSINode(object: CSINode, _: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: false, nameRule: nameIsDnsSubdomain }, errors);
  const names = new Set<string>();
  for (const [index, driver] of list(object.spec?.drivers).entries()) {
    validateNodeDriver(driver, names, SPEC_PATH.child('drivers').index(index), errors);
  }
}

function validateNodeDriver(driver: CSINodeDriver, names: Set<string>, path: Path, errors: ErrorList): void {
  const name = text(driver.name);
  const nodeID = text(driver.nodeID);
  validateCsiDriverName(name, path, 'name', errors);
  if (nodeID === '') errors.required(path.child('nodeID'));
  if (byteLength(nodeID) > NODE_ID_MAX_BYTES) {
    errors.invalid(path.child('nodeID'), nodeID, `must be ${NODE_ID_MAX_BYTES} characters or less`);
  }
  validateNonnegativeField(driver.allocatable?.count, path.child('allocatable'), 'count', errors);
  if (names.has(name)) errors.duplicate(path.child('name'), name);
  names.add(name);
  const keys = new Set<string>();
  for (const key of texts(driver.topologyKeys)) {
    if (key === '') errors.required(path);
    if (keys.has(key)) errors.duplicate(path, key);
    keys.add(key);
    errors.invalidEach(path, key, qualifiedNameProblems(key, errors.minor));
  }
}
