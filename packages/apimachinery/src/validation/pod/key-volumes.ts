/**
 * Volumes made of keys: secrets, config maps and the downward API.
 * Source: pkg/apis/core/validation/validation.go validateSecretVolumeSource, validateConfigMapVolumeSource,
 * validateKeyToPath, validateDownwardAPIVolumeSource.
 */
import type {
  ConfigMapVolumeSource,
  DownwardAPIVolumeFile,
  DownwardAPIVolumeSource,
  KeyToPath,
  SecretVolumeSource,
} from '../../generated/types/core-v1.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateFileMode } from '../number.js';
import { validateLocalNonReservedPath } from '../path-text.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, text } from '../zero-value.js';
import { VOLUME_FIELD_PATHS, validateFieldRef, validateResourceFieldRef } from './downward-api.js';

export function validateSecretVolume(
  source: SecretVolumeSource,
  path: Path,
  _: ValidationOptions,
  errors: ErrorList,
): void {
  if (text(source.secretName) === '') errors.required(path.child('secretName'));
  validateFileMode(source.defaultMode, path, 'defaultMode', errors);
  validateKeysToPaths(list(source.items), path, errors);
}

export function validateConfigMapVolume(
  source: ConfigMapVolumeSource,
  path: Path,
  _: ValidationOptions,
  errors: ErrorList,
): void {
  if (text(source.name) === '') errors.required(path.child('name'));
  validateFileMode(source.defaultMode, path, 'defaultMode', errors);
  validateKeysToPaths(list(source.items), path, errors);
}

function validateKeysToPaths(items: readonly KeyToPath[], path: Path, errors: ErrorList): void {
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    if (item !== undefined) validateKeyToPath(item, path.child('items').index(index), errors);
  }
}

export function validateKeyToPath(item: KeyToPath, path: Path, errors: ErrorList): void {
  if (text(item.key) === '') errors.required(path.child('key'));
  if (text(item.path) === '') errors.required(path.child('path'));
  validateLocalNonReservedPath(text(item.path), path.child('path'), errors);
  validateFileMode(item.mode, path, 'mode', errors);
}

export function validateDownwardApiVolume(
  source: DownwardAPIVolumeSource,
  path: Path,
  _: ValidationOptions,
  errors: ErrorList,
): void {
  validateFileMode(source.defaultMode, path, 'defaultMode', errors);
  for (const file of list(source.items)) validateDownwardApiFile(file, path, errors);
}

/** `path` is the volume's: upstream leaves out the item. */
export function validateDownwardApiFile(file: DownwardAPIVolumeFile, path: Path, errors: ErrorList): void {
  if (text(file.path) === '') errors.required(path.child('path'));
  validateLocalNonReservedPath(text(file.path), path.child('path'), errors);
  if (isSet(file.fieldRef)) {
    validateFieldRef(file.fieldRef, VOLUME_FIELD_PATHS, path.child('fieldRef'), errors);
    if (isSet(file.resourceFieldRef)) {
      errors.invalid(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously');
    }
  } else if (isSet(file.resourceFieldRef)) {
    validateResourceFieldRef(file.resourceFieldRef, path.child('resourceFieldRef'), true, errors);
  } else errors.required(path, 'one of fieldRef and resourceFieldRef is required');
  validateFileMode(file.mode, path, 'mode', errors);
}
