/**
 * ConfigMaps. Source: pkg/apis/core/validation/validation.go ValidateConfigMap.
 */
import type { ConfigMap } from '../../generated/types/core-v1.js';
import { byteLength, configMapKeyProblems, nameIsDnsSubdomain } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import type { ValidationOptions } from '../validation-options.js';
import { map, type TextMap, text } from '../zero-value.js';
import { base64Size } from './base64-size.js';

/** What a ConfigMap or a Secret may hold, in bytes. */
export const MAX_DATA_BYTES = 1_048_576;

const DATA_PATH = new Path('data');
const BINARY_DATA_PATH = new Path('binaryData');

export function validateConfigMap(object: ConfigMap, _: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: true, nameRule: nameIsDnsSubdomain }, errors);
  const data: TextMap = map(object.data);
  const binaryData: TextMap = map(object.binaryData);
  let total = 0;
  for (const key of Object.keys(data)) {
    validateKey(key, DATA_PATH, errors);
    if (Object.hasOwn(binaryData, key)) {
      errors.invalid(DATA_PATH.key(key), key, 'duplicate of key present in binaryData');
    }
    total += byteLength(text(data[key]));
  }
  for (const key of Object.keys(binaryData)) {
    validateKey(key, BINARY_DATA_PATH, errors);
    total += base64Size(text(binaryData[key]));
  }
  if (total > MAX_DATA_BYTES) errors.tooLong(new Path(''), MAX_DATA_BYTES);
}

export function validateKey(key: string, path: Path, errors: ErrorList): void {
  const problems = configMapKeyProblems(key);
  if (problems.length > 0) errors.invalidEach(path.key(key), key, problems);
}
