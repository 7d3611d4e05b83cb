/**
 * Secrets that hold a token of a service account. It has no end and no audience: it is good until the Secret or the
 * account is deleted. None is made by itself since 1.24.
 * Source: pkg/controller/serviceaccount/tokens_controller.go, pkg/serviceaccount/legacy.go.
 */
import type { Secret } from '@bulkhead/apimachinery/types/core-v1';
import { memberOf, objectOf } from '../security-context/plain-values.js';

export const TOKEN_SECRET_TYPE = 'kubernetes.io/service-account-token';
const ACCOUNT_ANNOTATION = 'kubernetes.io/service-account.name';
/** The cleaner marks with it what nobody used for a year; the API server then refuses the token. */
const INVALID_SINCE_LABEL = 'kubernetes.io/legacy-token-invalid-since';

export interface TokenSecret {
  /** Empty where the Secret names none, which the API server refuses. */
  readonly serviceAccount: string;
  /** The token itself stands in the object. */
  readonly holdsToken: boolean;
  readonly isMarkedInvalid: boolean;
}

/** Undefined for any other Secret. */
export function tokenSecretOf(secret: Secret): TokenSecret | undefined {
  if (secret.type !== TOKEN_SECRET_TYPE) return undefined;
  const metadata = objectOf(secret.metadata);
  const token = memberOf(objectOf(secret.stringData), 'token') ?? memberOf(objectOf(secret.data), 'token') ?? '';
  return {
    serviceAccount: memberOf(objectOf(metadata?.annotations), ACCOUNT_ANNOTATION) ?? '',
    holdsToken: token !== '',
    isMarkedInvalid: (memberOf(objectOf(metadata?.labels), INVALID_SINCE_LABEL) ?? '') !== '',
  };
}
