/**
 * Secrets: keys, size, and what each type must hold.
 * Source: pkg/apis/core/validation/validation.go ValidateSecret; pkg/registry/core/secret/strategy.go for `stringData`.
 */
import type { Secret } from '../../generated/types/core-v1.js';
import { nameIsDnsSubdomain } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { jsonObjectProblem } from '../go-json-syntax.js';
import { METADATA_PATH, validateObjectMeta } from '../metadata/object-meta.js';
import type { ValidationOptions } from '../validation-options.js';
import { map, text, textEntry } from '../zero-value.js';
import { MAX_DATA_BYTES, validateKey } from './config-map.js';
import { isEmptyValue, type SecretData, secretData, sizeOfValue, textOfValue } from './secret-data.js';

const DATA_PATH = new Path('data');
const SERVICE_ACCOUNT_NAME = 'kubernetes.io/service-account.name';

export function validateSecret(object: Secret, _: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: true, nameRule: nameIsDnsSubdomain }, errors);
  const data = secretData(map(object.data), map(object.stringData));
  let total = 0;
  for (const [key, value] of data) {
    validateKey(key, DATA_PATH, errors);
    total += sizeOfValue(value);
  }
  if (total > MAX_DATA_BYTES) errors.tooLong(DATA_PATH, MAX_DATA_BYTES);
  validateType(object, data, errors);
}

function validateType(object: Secret, data: SecretData, errors: ErrorList): void {
  switch (text(object.type)) {
    case 'kubernetes.io/service-account-token':
      if (text(textEntry(object.metadata?.annotations, SERVICE_ACCOUNT_NAME)) === '') {
        errors.required(METADATA_PATH.child('annotations').key(SERVICE_ACCOUNT_NAME));
      }
      return;
    case 'kubernetes.io/dockercfg':
      return validateJson(data, '.dockercfg', errors);
    case 'kubernetes.io/dockerconfigjson':
      return validateJson(data, '.dockerconfigjson', errors);
    case 'kubernetes.io/basic-auth':
      if (data.has('username') || data.has('password')) return;
      return requireKeys(data, ['username', 'password'], errors);
    case 'kubernetes.io/ssh-auth':
      if (isEmptyValue(data.get('ssh-privatekey'))) errors.required(DATA_PATH.key('ssh-privatekey'));
      return;
    case 'kubernetes.io/tls':
      return requireKeys(data, ['tls.crt', 'tls.key'], errors);
    default:
  }
}

function requireKeys(data: SecretData, keys: readonly string[], errors: ErrorList): void {
  for (const key of keys) {
    if (!data.has(key)) errors.required(DATA_PATH.key(key));
  }
}

function validateJson(data: SecretData, key: string, errors: ErrorList): void {
  const value = data.get(key);
  if (value === undefined) return errors.required(DATA_PATH.key(key));
  const problem = jsonObjectProblem(textOfValue(value));
  if (problem !== undefined) errors.invalid(DATA_PATH.key(key), '<secret contents redacted>', problem);
}
