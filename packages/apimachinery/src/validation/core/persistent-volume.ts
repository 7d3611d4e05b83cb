/**
 * Persistent volumes. Source: pkg/apis/core/validation/validation.go ValidatePersistentVolume,
 * pkg/volume/validation/pv_validation.go.
 */
import type { PersistentVolume, PersistentVolumeSpec, VolumeNodeAffinity } from '../../generated/types/core-v1.js';
import { dns1123SubdomainProblems, nameIsDnsSubdomain } from '../../names/index.js';
import { formatQuantity, parseQuantity, wholeValue } from '../../quantity/index.js';
import { composite } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { METADATA_PATH, validateObjectMeta } from '../metadata/object-meta.js';
import { report } from '../name.js';
import { validateNodeSelector } from '../pod/node-selector.js';
import { readQuantity, validatePositiveQuantity } from '../resource-quantity.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, map, struct, text, textEntry, texts } from '../zero-value.js';
import { VOLUME_MODES, validateAccessModes } from './persistent-volume-claim.js';
import { SOURCES_WITH_MOUNT_OPTIONS, validatePersistentVolumeSource } from './persistent-volume-source.js';

const SPEC_PATH = new Path('spec');
const RECLAIM_POLICIES: readonly string[] = ['Delete', 'Recycle', 'Retain'];
const MOUNT_OPTIONS = 'volume.beta.kubernetes.io/mount-options';

export function validatePersistentVolume(
  object: PersistentVolume,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  validateObjectMeta(object.metadata, { isNamespaced: false, nameRule: nameIsDnsSubdomain }, errors);
  const spec: PersistentVolumeSpec = struct(object.spec);
  const modes = texts(spec.accessModes);
  if (modes.length === 0) errors.required(SPEC_PATH.child('accessModes'));
  validateAccessModes(modes, SPEC_PATH, errors);
  validateCapacity(spec, errors);
  const reclaimPolicy = text(spec.persistentVolumeReclaimPolicy);
  const reclaimPath = SPEC_PATH.child('persistentVolumeReclaimPolicy');
  if (reclaimPolicy !== '' && !RECLAIM_POLICIES.includes(reclaimPolicy)) {
    errors.notSupported(reclaimPath, reclaimPolicy, RECLAIM_POLICIES);
  }
  if (isSet(spec.nodeAffinity)) validateNodeAffinity(spec.nodeAffinity, SPEC_PATH.child('nodeAffinity'), errors);
  validatePersistentVolumeSource(spec, text(object.metadata?.name), SPEC_PATH, options, errors);
  if (isSet(spec.hostPath) && isRoot(text(spec.hostPath.path)) && reclaimPolicy === 'Recycle') {
    errors.forbidden(reclaimPath, "may not be 'recycle' for a hostPath mount of '/'");
  }
  validateClassNames(spec, options, errors);
  const hasMountOptions = textEntry(object.metadata?.annotations, MOUNT_OPTIONS) !== undefined;
  if (hasMountOptions && !SOURCES_WITH_MOUNT_OPTIONS.some((name) => isSet(spec[name]))) {
    const path = METADATA_PATH.child('annotations').child(MOUNT_OPTIONS);
    errors.forbidden(path, 'may not specify mount options for this volume type');
  }
}

function validateCapacity(spec: PersistentVolumeSpec, errors: ErrorList): void {
  const path = SPEC_PATH.child('capacity');
  const capacity = map<string | number>(spec.capacity);
  const names = Object.keys(capacity);
  if (names.length === 0) errors.required(path);
  if (!names.includes('storage') || names.length > 1) {
    errors.notSupported(path, composite(isSet(spec.capacity) ? canonicalAmounts(capacity) : undefined), ['storage']);
  }
  for (const name of names) {
    const amountPath = (): Path => path.key(name);
    const quantity = readQuantity(capacity[name], amountPath, errors);
    if (quantity === undefined) continue;
    const whole = wholeValue(quantity);
    if (whole < 0n) errors.invalid(amountPath(), whole, 'must be a valid resource quantity');
    validatePositiveQuantity(quantity, amountPath, errors);
  }
}

const canonicalAmounts = (amounts: { readonly [name: string]: string | number }): object =>
  Object.fromEntries(
    Object.entries(amounts).map(([name, amount]) => {
      const quantity = parseQuantity(amount);
      return [name, quantity === undefined ? amount : formatQuantity(quantity)];
    }),
  );

function validateNodeAffinity(affinity: VolumeNodeAffinity, path: Path, errors: ErrorList): void {
  if (isSet(affinity.required)) validateNodeSelector(affinity.required, path.child('required'), errors);
  else errors.required(path.child('required'), 'must specify required node constraints');
}

/** Whether the path is `/` when cleaned of `.`, `..` and surplus slashes. */
function isRoot(hostPath: string): boolean {
  if (!hostPath.startsWith('/')) return false;
  let depth = 0;
  for (const segment of hostPath.split('/')) {
    if (segment === '..') depth = Math.max(0, depth - 1);
    else if (segment !== '' && segment !== '.') depth += 1;
  }
  return depth === 0;
}

function validateClassNames(spec: PersistentVolumeSpec, options: ValidationOptions, errors: ErrorList): void {
  const className = text(spec.storageClassName);
  if (className !== '') report(className, dns1123SubdomainProblems(className), SPEC_PATH, 'storageClassName', errors);
  if (isSet(spec.volumeMode) && !VOLUME_MODES.includes(spec.volumeMode)) {
    errors.notSupported(SPEC_PATH.child('volumeMode'), spec.volumeMode, VOLUME_MODES);
  }
  if (!isSet(spec.volumeAttributesClassName) || !options.volumeAttributesClass) return;
  const attributesClass = text(spec.volumeAttributesClassName);
  const field = 'volumeAttributesClassName';
  if (attributesClass === '') errors.required(SPEC_PATH.child(field), 'an empty string is disallowed');
  else report(attributesClass, dns1123SubdomainProblems(attributesClass), SPEC_PATH, field, errors);
  if (!isSet(spec.csi)) {
    errors.required(SPEC_PATH.child('csi'), 'has to be specified when using volumeAttributesClassName');
  }
}
