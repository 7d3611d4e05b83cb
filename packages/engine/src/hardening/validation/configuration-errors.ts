/** What keeps a component from starting, or from taking its file: its own texts. */
import { formatFieldError } from '@bulkhead/apimachinery';
import {
  type AuthorizationConfiguration,
  authorizationConfigurationError,
  validateAuthorizationConfiguration,
  validateAuthorizationFlags,
} from '../../authorization/configuration/index.js';
import type { FlaggedComponent, Surroundings } from '../flagged-component.js';
import { isMap, itemsOf, type PlainMap } from '../plain-value.js';
import { type Verdict, verdict } from '../verdict.js';
import { auditPolicyErrors, noRulesText } from './audit-policy.js';
import { authenticationErrors } from './authentication.js';
import { credentialProviderErrors } from './credential-providers.js';
import { encryptionErrors } from './encryption.js';

/** Files whose validation is known, by kind. */
export function configurationErrors(kind: string, file: PlainMap, input: Surroundings): readonly Verdict[] {
  const { profile } = input;
  switch (kind) {
    case 'EncryptionConfiguration':
      return encryptionErrors(file).map((error) => verdict(formatFieldError(error, profile.minor), [error.field]));
    case 'AuthenticationConfiguration': {
      const issuers = input.apiServers.flatMap(({ flags }) => flags.all('service-account-issuer'));
      const errors = authenticationErrors(file, profile, issuers);
      return errors.map((error) => verdict(formatFieldError(error, profile.minor), [error.field]));
    }
    case 'AuthorizationConfiguration':
      return authorizationErrors(file, input);
    case 'Policy': {
      if (itemsOf(file['rules']).length === 0) return [verdict(noRulesText, ['rules'])];
      return auditPolicyErrors(file).map((error) => verdict(formatFieldError(error, profile.minor), [error.field]));
    }
    case 'CredentialProviderConfig': {
      const errors = credentialProviderErrors(file, input);
      return errors.map((error) => verdict(formatFieldError(error, profile.minor), [error.field]));
    }
    default:
      return [];
  }
}

/** Neither the compiler of CEL nor the files of webhooks are at hand. */
const NOTHING_MORE = { compileError: () => undefined, fileError: () => undefined };

function authorizationErrors(file: PlainMap, { profile }: Surroundings): readonly Verdict[] {
  const authorizers = itemsOf(file['authorizers']);
  // Values of other types are refused while decoding.
  if (!authorizers.every(isWellTyped)) return [];
  const configuration: AuthorizationConfiguration = { authorizers };
  const errors = validateAuthorizationConfiguration(configuration, NOTHING_MORE);
  if (errors.length > 0)
    return errors.map((error) => verdict(formatFieldError(error, profile.minor), [written(error.field)]));
  const text = authorizationConfigurationError(configuration, NOTHING_MORE, profile);
  return text === '' ? [] : [verdict(text, ['authorizers'])];
}

type Authorizer = NonNullable<AuthorizationConfiguration['authorizers']>[number];

const isWellTyped = (value: unknown): value is Authorizer =>
  isMap(value) && areTexts(value, ['type', 'name']) && isWebhook(value['webhook']);

const isWebhook = (value: unknown): boolean =>
  value === undefined ||
  (isMap(value) &&
    areTexts(value, [
      'authorizedTTL',
      'unauthorizedTTL',
      'timeout',
      'subjectAccessReviewVersion',
      'matchConditionSubjectAccessReviewVersion',
      'failurePolicy',
    ]) &&
    (value['connectionInfo'] === undefined ||
      (isMap(value['connectionInfo']) && areTexts(value['connectionInfo'], ['type', 'kubeConfigFile']))) &&
    (value['matchConditions'] === undefined ||
      (Array.isArray(value['matchConditions']) &&
        value['matchConditions'].every((condition) => isMap(condition) && areTexts(condition, ['expression'])))));

const areTexts = (value: PlainMap, fields: readonly string[]): boolean =>
  fields.every((field) => value[field] === undefined || typeof value[field] === 'string');

const OF_AUTHORIZER = /^(authorizers\[\d+\])\.(?!type$|name$|webhook$)/;

/** Upstream leaves `webhook` out of its paths. */
const written = (field: string): string => field.replace(OF_AUTHORIZER, '$1.webhook.');

/** Flags of an API server that do not go together. */
export function flagErrors({ flags, gates }: FlaggedComponent, input: Surroundings): readonly Verdict[] {
  const text = (name: string): string => flags.text(name) ?? '';
  const optional = (name: string, key: string): object => (flags.has(name) ? { [key]: text(name) } : {});
  const errors = validateAuthorizationFlags(
    {
      ...(flags.has('authorization-mode') ? { authorizationMode: flags.list('authorization-mode') } : {}),
      ...optional('authorization-policy-file', 'authorizationPolicyFile'),
      ...optional('authorization-webhook-config-file', 'authorizationWebhookConfigFile'),
      ...optional('authorization-webhook-version', 'authorizationWebhookVersion'),
      ...optional('authorization-config', 'authorizationConfig'),
    },
    { minor: input.profile.minor, enabled: (gate) => gates.enabled(gate) },
  );
  const verdicts = errors.map((error) => verdict(error, flags.paths('authorization-config', 'authorization-mode')));
  const oidc = ['oidc-issuer-url', 'oidc-client-id'].filter((name) => flags.has(name));
  if (oidc.length > 0 && flags.has('authentication-config')) {
    verdicts.push(verdict('authentication-config file and oidc-* flags are mutually exclusive', flags.paths(...oidc)));
  }
  if (oidc.length === 1) {
    const message = 'oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are set';
    verdicts.push(verdict(message, flags.paths(...oidc)));
  }
  if (flags.has('anonymous-auth') && input.authenticationFiles.some((file) => file['anonymous'] !== undefined)) {
    const message =
      'anonymous: Forbidden: --anonymous-auth flag cannot be set when anonymous field is configured in authentication configuration file';
    verdicts.push(verdict(message, flags.paths('anonymous-auth')));
  }
  if (
    flags.boolean('encryption-provider-config-automatic-reload') === true &&
    !flags.has('encryption-provider-config')
  ) {
    const message = '--encryption-provider-config-automatic-reload must be set with --encryption-provider-config';
    verdicts.push(verdict(message, flags.paths('encryption-provider-config-automatic-reload')));
  }
  return verdicts;
}
