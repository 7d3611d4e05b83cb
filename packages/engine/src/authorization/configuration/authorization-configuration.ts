/**
 * Validation of an AuthorizationConfiguration (KEP-3221), the file that makes the chain of authorizers. Fields of the
 * webhook are named without `webhook` in their path, as upstream does.
 *
 * Source: k8s.io/apiserver/pkg/apis/apiserver/validation/validation.go; pkg/kubeapiserver/authorizer/config.go.
 */
import {
  duplicate,
  type FieldError,
  formatFieldError,
  invalid,
  notSupported,
  required,
  type VersionProfile,
} from '@bulkhead/apimachinery';
import { aggregateMessage } from '../decision.js';
import { dns1123SubdomainErrors } from '../name-syntax.js';
import { AUTHORIZATION_MODES, isAuthorizationMode } from './authorization-modes.js';
import { type ConfigurationEnvironment, validateWebhook, type WebhookConfiguration } from './webhook-configuration.js';

export interface AuthorizerConfiguration {
  readonly type?: string;
  readonly name?: string;
  readonly webhook?: WebhookConfiguration;
}

export interface AuthorizationConfiguration {
  readonly authorizers?: readonly AuthorizerConfiguration[];
}

/** Errors of validation, as every server with such a file has them. */
export function validateAuthorizationConfiguration(
  { authorizers = [] }: AuthorizationConfiguration,
  environment: ConfigurationEnvironment,
): readonly FieldError[] {
  if (authorizers.length === 0) return [required('authorizers', 'at least one authorization mode must be defined')];
  const types = new Set<string>();
  const names = new Set<string>();
  return authorizers.flatMap((authorizer, index): readonly FieldError[] => {
    const path = `authorizers[${index}]`;
    const { type = '', name = '', webhook } = authorizer;
    const typeError = validateType(type, `${path}.type`, types);
    // Nothing else is known of an authorizer of no type.
    if (typeError !== undefined) return [typeError];
    types.add(type);
    const errors = [...validateName(name, `${path}.name`, names)];
    names.add(name);
    if (type !== 'Webhook') {
      if (webhook !== undefined) {
        errors.push(invalid(`${path}.webhook`, 'non-null', 'may only be specified when type=Webhook'));
      }
    } else if (webhook === undefined) errors.push(required(`${path}.webhook`, 'required when type=Webhook'));
    else errors.push(...validateWebhook(webhook, path, environment));
    return errors;
  });
}

function validateType(type: string, path: string, seen: ReadonlySet<string>): FieldError | undefined {
  if (type === '') return required(path, '');
  if (!isAuthorizationMode(type)) return notSupported(path, type, [...AUTHORIZATION_MODES].sort());
  return type !== 'Webhook' && seen.has(type) ? duplicate(path, type) : undefined;
}

function validateName(name: string, path: string, seen: ReadonlySet<string>): readonly FieldError[] {
  if (name === '') return [required(path, '')];
  if (seen.has(name)) return [duplicate(path, name)];
  const problems = dns1123SubdomainErrors(name);
  return problems.length === 0 ? [] : [invalid(path, name, `authorizer name is invalid: ${problems.join(', ')}`)];
}

/**
 * Why kube-apiserver refuses the file; empty when it takes it. `requiredTypes` are those that a running server was
 * started with, when it reads the file again.
 */
export function authorizationConfigurationError(
  configuration: AuthorizationConfiguration,
  environment: ConfigurationEnvironment,
  profile: VersionProfile,
  requiredTypes: readonly string[] = [],
): string {
  const errors = validateAuthorizationConfiguration(configuration, environment);
  if (errors.length > 0) return aggregateMessage(errors.map((error) => formatFieldError(error, profile.minor)));
  const builtIn = (configuration.authorizers ?? []).filter(({ type }) => type !== 'Webhook');
  const texts = builtIn.flatMap(({ type = '', name = '' }) =>
    name === type.toLowerCase()
      ? []
      : [`expected name ${type.toLowerCase()} for authorizer ${type} instead of ${name}`],
  );
  const present = new Set(builtIn.map(({ type }) => type));
  const missing = [...new Set(requiredTypes)].filter((type) => type !== 'Webhook' && !present.has(type)).sort();
  if (missing.length > 0) texts.push(`missing required types: [${missing.join(' ')}]`);
  return aggregateMessage(texts);
}

/** Types that a running server cannot take in when it was started without them. */
export function newTypesRefused(startedWith: readonly string[], wanted: readonly string[]): readonly string[] {
  return ['Node', 'RBAC', 'ABAC']
    .filter((type) => wanted.includes(type) && !startedWith.includes(type))
    .map((type) => `authorizer type ${type} is not allowed if it was not enabled at initial server startup`);
}
