/**
 * Why the kubelet refuses a CredentialProviderConfig.
 *
 * Source: k8s.io/kubernetes/pkg/credentialprovider/plugin/config.go.
 */
import { type FieldError, invalid, type Minor, notSupported, required } from '@bulkhead/apimachinery';
import { parseGoDuration } from '../../authorization/go-duration.js';
import type { Surroundings } from '../flagged-component.js';
import { isMap, itemsOf, type PlainMap, textOf, textsOf, valueAt } from '../plain-value.js';

const VERSIONS = [
  'credentialprovider.kubelet.k8s.io/v1',
  'credentialprovider.kubelet.k8s.io/v1alpha1',
  'credentialprovider.kubelet.k8s.io/v1beta1',
];
const GATE = 'KubeletServiceAccountTokenForCredentialProviders';
/** From this minor on the kind of cache must be chosen. */
const CACHE_TYPE_FROM: Minor = 34;

export function credentialProviderErrors(file: PlainMap, { profile }: Surroundings): readonly FieldError[] {
  const providers = itemsOf(file['providers']);
  if (providers.length === 0) return [required('providers', 'at least 1 item in plugins is required')];
  return providers.flatMap((provider, index) => {
    const path = `providers[${index}]`;
    const version = textOf(valueAt(provider, 'apiVersion'));
    const images = textsOf(valueAt(provider, 'matchImages'));
    const tokens = valueAt(provider, 'tokenAttributes');
    return [
      ...nameErrors(textOf(valueAt(provider, 'name')), `${path}.name`),
      ...(VERSIONS.includes(version) ? [] : versionErrors(version, `${path}.apiVersion`)),
      ...(images.length === 0 ? [required(`${path}.matchImages`, 'at least 1 item in matchImages is required')] : []),
      ...durationErrors(valueAt(provider, 'defaultCacheDuration'), `${path}.defaultCacheDuration`),
      ...(isMap(tokens)
        ? tokenErrors(tokens, version, `${path}.tokenAttributes`, profile.enabled(GATE), profile.minor)
        : []),
    ];
  });
}

function nameErrors(name: string, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (name.includes('/')) errors.push(invalid(path, name, "provider name cannot contain '/'"));
  if (name.includes(' ')) errors.push(invalid(path, name, 'provider name cannot contain spaces'));
  if (name === '.') errors.push(invalid(path, name, "provider name cannot be '.'"));
  if (name === '..') errors.push(invalid(path, name, "provider name cannot be '..'"));
  return errors;
}

const versionErrors = (version: string, path: string): readonly FieldError[] =>
  version === '' ? [required(path, '')] : [notSupported(path, version, VERSIONS)];

function durationErrors(value: unknown, path: string): readonly FieldError[] {
  if (value === undefined || value === null) return [required(path, '')];
  const duration = parseGoDuration(textOf(value));
  return duration === undefined || duration >= 0n
    ? []
    : [invalid(path, textOf(value), 'must be greater than or equal to 0')];
}

function tokenErrors(tokens: PlainMap, version: string, path: string, isOn: boolean, minor: Minor): FieldError[] {
  if (!isOn) {
    return [forbiddenBy(path, `tokenAttributes is not supported when ${GATE} feature gate is disabled`)];
  }
  const errors: FieldError[] = [];
  if (version !== 'credentialprovider.kubelet.k8s.io/v1') {
    const text = 'tokenAttributes is only supported for credentialprovider.kubelet.k8s.io/v1 API version';
    errors.push(forbiddenBy(path, text));
  }
  if (textOf(tokens['serviceAccountTokenAudience']) === '') {
    errors.push(required(`${path}.serviceAccountTokenAudience`, ''));
  }
  if (minor >= CACHE_TYPE_FROM && textOf(tokens['cacheType']) === '') {
    const text =
      'cacheType is required to be set when tokenAttributes is specified. Supported values are: ServiceAccount, Token';
    errors.push(required(`${path}.cacheType`, text));
  }
  const requires = tokens['requireServiceAccount'];
  if (typeof requires !== 'boolean') errors.push(required(`${path}.requireServiceAccount`, ''));
  const wanted = textsOf(tokens['requiredServiceAccountAnnotationKeys']);
  if (requires === false && wanted.length > 0) {
    const text = 'requireServiceAccount cannot be false when requiredServiceAccountAnnotationKeys is set';
    errors.push(forbiddenBy(`${path}.requiredServiceAccountAnnotationKeys`, text));
  }
  const optional = textsOf(tokens['optionalServiceAccountAnnotationKeys']);
  const both = wanted.filter((key) => optional.includes(key));
  if (both.length > 0) errors.push(invalid(path, both, 'annotation keys cannot be both required and optional'));
  return errors;
}

const forbiddenBy = (field: string, detail: string): FieldError => ({ type: 'FieldValueForbidden', field, detail });
