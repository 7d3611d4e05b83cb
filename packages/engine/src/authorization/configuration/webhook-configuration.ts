/**
 * Validation of the webhook in an AuthorizationConfiguration.
 *
 * Source: k8s.io/apiserver/pkg/apis/apiserver/validation/validation.go, pkg/apis/apiserver/v1/defaults.go.
 */
import { duplicate, type FieldError, invalid, notSupported, required } from '@bulkhead/apimachinery';
import { formatGoDuration, parseGoDuration } from '../go-duration.js';

export interface WebhookConfiguration {
  readonly authorizedTTL?: string;
  readonly unauthorizedTTL?: string;
  readonly timeout?: string;
  readonly subjectAccessReviewVersion?: string;
  readonly matchConditionSubjectAccessReviewVersion?: string;
  readonly failurePolicy?: string;
  readonly connectionInfo?: { readonly type?: string; readonly kubeConfigFile?: string };
  readonly matchConditions?: readonly { readonly expression?: string }[];
}

/** What validation must ask others. */
export interface ConfigurationEnvironment {
  /** Why a match condition does not compile; undefined when it does. */
  compileError(expression: string): string | undefined;
  /** Why the file cannot be used (`error loading file: ...`, `must be a regular file`); undefined when it can. */
  fileError(path: string): string | undefined;
}

const MAX_TIMEOUT = 30_000_000_000n;
const MAX_MATCH_CONDITIONS = 64;
const CONNECTION_TYPES = ['InClusterConfig', 'KubeConfigFile'];

export function validateWebhook(
  webhook: WebhookConfiguration,
  path: string,
  environment: ConfigurationEnvironment,
): readonly FieldError[] {
  const conditions = webhook.matchConditions ?? [];
  return [
    ...validateTimeout(webhook.timeout, `${path}.timeout`),
    ...validateTTL(webhook.authorizedTTL, `${path}.authorizedTTL`),
    ...validateTTL(webhook.unauthorizedTTL, `${path}.unauthorizedTTL`),
    ...validateChoice(webhook.subjectAccessReviewVersion, `${path}.subjectAccessReviewVersion`, ['v1', 'v1beta1']),
    ...validateConditionVersion(webhook, path),
    ...validateChoice(webhook.failurePolicy, `${path}.failurePolicy`, ['NoOpinion', 'Deny']),
    ...validateConnection(webhook.connectionInfo ?? {}, `${path}.connectionInfo`, environment),
    ...validateConditions(conditions, `${path}.matchConditions`, environment),
  ];
}

function validateTimeout(text: string | undefined, path: string): readonly FieldError[] {
  const timeout = durationOf(text);
  if (timeout === undefined) return [invalid(path, text, 'not a duration')];
  if (timeout === 0n) return [required(path, '')];
  if (timeout > 0n && timeout <= MAX_TIMEOUT) return [];
  return [invalid(path, formatGoDuration(timeout), 'must be > 0s and <= 30s')];
}

/** A time that is not given has its default. */
function validateTTL(text: string | undefined, path: string): readonly FieldError[] {
  const time = durationOf(text);
  if (time === undefined) return [invalid(path, text, 'not a duration')];
  return time < 0n ? [invalid(path, formatGoDuration(time), 'must be > 0s')] : [];
}

const durationOf = (text: string | undefined): bigint | undefined =>
  text === undefined || text === '' ? 0n : parseGoDuration(text);

function validateChoice(value: string | undefined, path: string, choices: readonly string[]): readonly FieldError[] {
  if (value === undefined || value === '') return [required(path, '')];
  return choices.includes(value) ? [] : [notSupported(path, value, choices)];
}

function validateConditionVersion(webhook: WebhookConfiguration, parent: string): readonly FieldError[] {
  const path = `${parent}.matchConditionSubjectAccessReviewVersion`;
  const { matchConditionSubjectAccessReviewVersion: version = '', matchConditions = [] } = webhook;
  if (version === 'v1') return [];
  if (version !== '') return [notSupported(path, version, ['v1'])];
  return matchConditions.length > 0 ? [required(path, 'required if match conditions are specified')] : [];
}

function validateConnection(
  connection: NonNullable<WebhookConfiguration['connectionInfo']>,
  path: string,
  environment: ConfigurationEnvironment,
): readonly FieldError[] {
  const { type = '', kubeConfigFile } = connection;
  const filePath = `${path}.kubeConfigFile`;
  switch (type) {
    case '':
      return [required(`${path}.type`, '')];
    case 'InClusterConfig':
      return kubeConfigFile === undefined
        ? // Upstream takes this and then fails to start.
          [invalid(`${path}.type`, type, 'not supported by kube-apiserver, which is not run inside a cluster')]
        : [invalid(filePath, kubeConfigFile, 'can only be set when type=KubeConfigFile')];
    case 'KubeConfigFile': {
      if (kubeConfigFile === undefined || kubeConfigFile === '') return [required(filePath, '')];
      if (!kubeConfigFile.startsWith('/')) return [invalid(filePath, kubeConfigFile, 'must be an absolute path')];
      const error = environment.fileError(kubeConfigFile);
      return error === undefined ? [] : [invalid(filePath, kubeConfigFile, error)];
    }
    default: {
      const value = { Type: type, KubeConfigFile: kubeConfigFile ?? null };
      return [notSupported(`${path}.type`, value, CONNECTION_TYPES)];
    }
  }
}

function validateConditions(
  conditions: NonNullable<WebhookConfiguration['matchConditions']>,
  path: string,
  environment: ConfigurationEnvironment,
): readonly FieldError[] {
  if (conditions.length > MAX_MATCH_CONDITIONS) {
    const detail = `must have at most ${MAX_MATCH_CONDITIONS} items`;
    return [{ type: 'FieldValueTooMany', field: path, badValue: conditions.length, detail }];
  }
  const seen = new Set<string>();
  return conditions.flatMap(({ expression = '' }, index) => {
    const field = `${path}[${index}].expression`;
    if (expression.trim() === '') return [required(field, '')];
    if (seen.has(expression)) return [duplicate(field, expression)];
    seen.add(expression);
    const error = environment.compileError(expression);
    return error === undefined ? [] : [invalid(field, expression, error)];
  });
}
