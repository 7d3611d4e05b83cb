/**
 * Why kube-apiserver refuses an EncryptionConfiguration. Keys are never shown.
 *
 * Source: k8s.io/apiserver/pkg/apis/apiserver/validation/validation_encryption.go.
 */
import { type FieldError, invalid, required, Verbatim } from '@bulkhead/apimachinery';
import { parseGoDuration } from '../../authorization/go-duration.js';
import { isMap, itemsOf, type PlainMap, textOf, textsOf, valueAt } from '../plain-value.js';
import { maskedErrors, resourceListErrors } from './encryption-resources.js';

const PROVIDERS = ['kms', 'aesgcm', 'aescbc', 'secretbox', 'identity'];
const AES_SIZES = [16, 24, 32];
const SECRETBOX_SIZES = [32];

const atLeastOne = (path: string, what = path): FieldError => required(path, `at least one ${what} is required`);

export function encryptionErrors(file: PlainMap): readonly FieldError[] {
  const entries = itemsOf(file['resources']);
  if (entries.length === 0) return [atLeastOne('resources')];
  const names = new Set<string>();
  const masked = maskedErrors(entries.map((entry) => textsOf(valueAt(entry, 'resources'))));
  const errors = entries.flatMap((entry, index) => {
    const path = `resources[${index}]`;
    const resources = textsOf(valueAt(entry, 'resources'));
    const providers = itemsOf(valueAt(entry, 'providers'));
    return [
      ...(resources.length === 0 ? [atLeastOne(`${path}.resources`)] : []),
      ...resourceListErrors(resources, `${path}.resources`),
      ...(providers.length === 0 ? [atLeastOne(`${path}.providers`)] : []),
      ...providers.flatMap((provider, at) => providerErrors(provider, `${path}.providers[${at}]`, names)),
    ];
  });
  // Only what is well formed is loaded.
  return errors.length > 0 ? errors : masked;
}

/** What stands for a provider in messages: it may hold keys. */
const HIDDEN = new Verbatim('<omitted>');

function providerErrors(provider: unknown, path: string, kmsNames: Set<string>): readonly FieldError[] {
  const found = PROVIDERS.filter((name) => isMap(valueAt(provider, name)));
  if (found.length === 0) {
    const text = 'provider does not contain any of the expected providers: KMS, AESGCM, AESCBC, Secretbox, Identity';
    return [invalid(path, HIDDEN, text)];
  }
  const errors: FieldError[] = [];
  if (found.length > 1) {
    const text = 'more than one provider specified in a single element, should split into different list elements';
    errors.push(invalid(path, HIDDEN, text));
  }
  const name = found[0] ?? '';
  const value = valueAt(provider, name);
  if (name === 'kms') errors.push(...kmsErrors(value, `${path}.kms`, kmsNames));
  else if (name !== 'identity') {
    errors.push(...keyErrors(value, `${path}.${name}.keys`, name === 'secretbox' ? SECRETBOX_SIZES : AES_SIZES));
  }
  return errors;
}

function keyErrors(provider: unknown, path: string, sizes: readonly number[]): readonly FieldError[] {
  const keys = itemsOf(valueAt(provider, 'keys'));
  if (keys.length === 0) return [atLeastOne(path, 'keys')];
  return keys.flatMap((key, index) => {
    const errors: FieldError[] = [];
    const at = `${path}[${index}]`;
    if (textOf(valueAt(key, 'name')) === '') errors.push(required(`${at}.name`, 'name is a mandatory field for a key'));
    const secret = textOf(valueAt(key, 'secret'));
    if (secret === '') return [...errors, required(`${at}.secret`, 'secret is a mandatory field for a key')];
    const length = decodedLength(secret);
    if (length === undefined) return [...errors, invalid(`${at}.secret`, 'REDACTED', 'secrets must be base64 encoded')];
    if (!sizes.includes(length)) {
      const text = `secret is not of the expected length, got ${length}, expected one of [${sizes.join(' ')}]`;
      errors.push(invalid(`${at}.secret`, 'REDACTED', text));
    }
    return errors;
  });
}

/** Bytes of a text in base64; undefined where it is none. Line breaks are passed over, as Go does. */
function decodedLength(text: string): number | undefined {
  const bare = text.replaceAll(/[\r\n]/g, '');
  if (bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(bare)) return undefined;
  const padding = bare.endsWith('==') ? 2 : bare.endsWith('=') ? 1 : 0;
  return (bare.length / 4) * 3 - padding;
}

function kmsErrors(kms: unknown, path: string, names: Set<string>): readonly FieldError[] {
  const name = textOf(valueAt(kms, 'name'));
  const version = textOf(valueAt(kms, 'apiVersion')) || 'v1';
  const errors: FieldError[] = [];
  if (name === '') errors.push(required(`${path}.name`, 'name is a mandatory field for a provider'));
  if (version !== 'v1' && name.includes(':')) {
    errors.push(invalid(`${path}.name`, name, `invalid KMS provider name ${name}, must not contain ':'`));
  }
  if (version !== 'v1' && names.has(name)) {
    errors.push(invalid(`${path}.name`, name, `duplicate KMS provider name ${name}, names must be unique`));
  }
  names.add(name);
  errors.push(...timeoutErrors(valueAt(kms, 'timeout'), `${path}.timeout`));
  errors.push(...endpointErrors(textOf(valueAt(kms, 'endpoint')), `${path}.endpoint`));
  const cacheSize = valueAt(kms, 'cachesize');
  if (version !== 'v1' && typeof cacheSize === 'number') {
    errors.push(invalid(`${path}.cachesize`, cacheSize, 'cachesize is not supported in v2'));
  }
  if (version === 'v1' && cacheSize === 0) {
    errors.push(invalid(`${path}.cachesize`, 0, 'cachesize should be a positive value, or negative to disable'));
  }
  if (version !== 'v1' && version !== 'v2') {
    const text = 'unsupported apiVersion apiVersion for KMS provider, only v1 and v2 are supported';
    errors.push(invalid(`${path}.apiVersion`, version, text));
  }
  return errors;
}

function timeoutErrors(value: unknown, path: string): readonly FieldError[] {
  const timeout = parseGoDuration(textOf(value));
  if (timeout === undefined || timeout > 0n) return [];
  return [invalid(path, textOf(value), 'timeout should be a positive value')];
}

function endpointErrors(endpoint: string, path: string): readonly FieldError[] {
  if (endpoint === '') return [invalid(path, '', 'endpoint is a mandatory field for a kms')];
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(endpoint)?.[1]?.toLowerCase() ?? '';
  if (scheme === 'unix') return [];
  return [
    invalid(path, endpoint, `unsupported scheme ${JSON.stringify(scheme)} for KMS provider, only unix is supported`),
  ];
}
