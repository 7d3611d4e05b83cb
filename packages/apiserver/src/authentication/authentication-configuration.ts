/**
 * The file of `--authentication-config` (KEP-3331, KEP-4633): who is anonymous, and the identity providers, which are
 * handed on as they stand.
 *
 * Source: k8s.io/apiserver/pkg/apis/apiserver/validation/validation.go, pkg/kubeapiserver/options/authentication.go.
 */
import { type FieldError, forbidden, formatFieldError, goQuote, invalid, type Minor } from '@bulkhead/apimachinery';
import { aggregateMessage } from '@bulkhead/engine/authorization';
import type { ClusterProfile } from '@bulkhead/features';
import { readManifest } from '@bulkhead/manifest';
import type { AnonymousConfiguration } from './anonymous.js';

export interface AuthenticationConfiguration {
  /** Undefined: `--anonymous-auth` decides. */
  readonly anonymous: AnonymousConfiguration | undefined;
  /** Identity providers, not yet validated. */
  readonly jwt: readonly unknown[];
}

export type AuthenticationConfigurationResult =
  | { readonly configuration: AuthenticationConfiguration }
  /** As the server ends with it. */
  | { readonly error: string };

export interface ConfigurationFile {
  readonly name: string;
  readonly text: string;
  /** `--anonymous-auth`; undefined when it was not given. */
  readonly anonymousAuth?: boolean;
}

const GROUP = 'apiserver.config.k8s.io';
const VERSIONS_FROM: ReadonlyMap<string, Minor> = new Map([
  [`${GROUP}/v1alpha1`, 29],
  [`${GROUP}/v1beta1`, 30],
  [`${GROUP}/v1`, 34],
]);
const ANONYMOUS_FROM: Minor = 31;

export function readAuthenticationConfiguration(
  file: ConfigurationFile,
  profile: ClusterProfile,
): AuthenticationConfigurationResult {
  if (!profile.enabled('StructuredAuthenticationConfiguration')) {
    return {
      error: 'set --feature-gates=StructuredAuthenticationConfiguration=true to use authentication-config file',
    };
  }
  const decoded = decode(file.text, profile);
  if ('problem' in decoded) {
    return { error: `failed to load authentication configuration from file "${file.name}": ${decoded.problem}` };
  }
  const { anonymous } = decoded;
  const errors = anonymous === undefined ? [] : anonymousErrors(anonymous, file, profile);
  if (errors.length === 0) return { configuration: decoded };
  const texts = errors.map((error) => formatFieldError(error, profile.minor));
  return { error: `invalid authentication configuration: ${aggregateMessage(texts)}` };
}

/** What is anonymous when the file does not say. */
export function anonymousOf(
  configuration: AuthenticationConfiguration | undefined,
  anonymousAuth = true,
): AnonymousConfiguration {
  return configuration?.anonymous ?? { enabled: anonymousAuth, paths: [] };
}

function anonymousErrors(
  { enabled, paths }: AnonymousConfiguration,
  { anonymousAuth }: ConfigurationFile,
  profile: ClusterProfile,
): FieldError[] {
  const errors: FieldError[] = [];
  if (!profile.enabled('AnonymousAuthConfigurableEndpoints')) {
    const text = 'anonymous is not supported when AnonymousAuthConfigurableEndpoints feature gate is disabled';
    errors.push(forbidden('anonymous', text));
  }
  if (!enabled && paths.length > 0) {
    const conditions = paths.map((path) => ({ path }));
    const text = 'enabled should be set to true when conditions are defined';
    errors.push(invalid('anonymous.conditions', conditions, text));
  }
  if (anonymousAuth !== undefined) {
    const text =
      '--anonymous-auth flag cannot be set when anonymous field is configured in authentication configuration file';
    errors.push(forbidden('anonymous', text));
  }
  return errors;
}

type Decoded = AuthenticationConfiguration | { readonly problem: string };

function decode(text: string, profile: ClusterProfile): Decoded {
  if (text.trim() === '') return { problem: 'empty config data' };
  const { documents, errors } = readManifest(text);
  const [document, ...more] = documents;
  const [error] = errors;
  if (error !== undefined) return { problem: `line ${error.line}: ${error.message}` };
  if (document === undefined || more.length > 0) return { problem: 'expected one document' };
  const value: unknown = document.value;
  if (!isObject(value)) return { problem: 'expected an object' };
  const { apiVersion, kind } = value;
  const from = typeof apiVersion === 'string' ? VERSIONS_FROM.get(apiVersion) : undefined;
  if (kind !== 'AuthenticationConfiguration' || from === undefined || profile.minor < from) {
    const [kindText, versionText] = [kind, apiVersion].map((part) => goQuote(typeof part === 'string' ? part : ''));
    return { problem: `no kind ${kindText} is registered for version ${versionText}` };
  }
  const [duplicate] = document.duplicates;
  if (duplicate !== undefined) return { problem: `strict decoding error: key ${duplicate.key} is set twice` };
  return fieldsOf(value, profile);
}

function fieldsOf(value: Fields, profile: ClusterProfile): Decoded {
  const known = ['apiVersion', 'kind', 'jwt', ...(profile.minor >= ANONYMOUS_FROM ? ['anonymous'] : [])];
  const { jwt = [], anonymous } = value;
  const { conditions = [], enabled = false } = isObject(anonymous) ? anonymous : {};
  const unknown = [
    ...unknownFields(value, known, ''),
    ...(isObject(anonymous) ? unknownFields(anonymous, ['enabled', 'conditions'], 'anonymous.') : []),
    ...list(conditions).flatMap((condition, index) =>
      isObject(condition) ? unknownFields(condition, ['path'], `anonymous.conditions[${index}].`) : [],
    ),
  ];
  if (unknown.length > 0) return { problem: `strict decoding error: ${unknown.join(', ')}` };
  if (!Array.isArray(jwt)) return { problem: 'jwt must be a list' };
  if (anonymous === undefined || anonymous === null) return { anonymous: undefined, jwt };
  const paths = list(conditions).map((condition) => (isObject(condition) ? (condition['path'] ?? '') : undefined));
  const isWellTyped = isObject(anonymous) && typeof enabled === 'boolean' && isList(conditions) && paths.every(isText);
  if (!isWellTyped) return { problem: 'anonymous must have enabled: true or false, and conditions with a path each' };
  return { anonymous: { enabled, paths: paths.filter(isText) }, jwt };
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isList = (value: unknown): boolean => value === null || Array.isArray(value);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function unknownFields(value: Fields, known: readonly string[], prefix: string): string[] {
  return Object.keys(value)
    .filter((field) => !known.includes(field))
    .map((field) => `unknown field ${goQuote(`${prefix}${field}`)}`);
}
