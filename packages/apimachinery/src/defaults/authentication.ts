/** Source: pkg/apis/authentication/v1/defaults.go. */
import type { TokenRequest } from '../generated/types/authentication-v1.js';

const EXPIRATION_SECONDS = 3600;

/** Audiences are those of the server, which are not known here. */
export function defaultTokenRequest(request: TokenRequest): TokenRequest {
  if (request.spec?.expirationSeconds !== undefined && request.spec.expirationSeconds !== null) return request;
  return { ...request, spec: { ...request.spec, expirationSeconds: EXPIRATION_SECONDS } };
}
