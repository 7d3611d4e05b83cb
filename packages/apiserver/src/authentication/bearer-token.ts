/**
 * The token of an `Authorization: Bearer` header.
 *
 * Source: k8s.io/apiserver/pkg/authentication/request/bearertoken/bearertoken.go.
 */
import type { ApiRequest } from '../http/request.js';
import {
  type AuthenticationResult,
  type Authenticator,
  failed,
  type TokenAuthenticator,
  UNKNOWN,
} from './authenticator.js';

/** No token of Kubernetes or of an identity provider comes near it; longer ones are not looked at. */
export const MAX_TOKEN_LENGTH = 16 * 1024;

export const INVALID_BEARER_TOKEN = 'invalid bearer token';

const EXTRA_SPACE = 'the provided Authorization header contains extra space before the bearer token, and is ignored';

export function bearerTokenAuthenticator(tokens: TokenAuthenticator): Authenticator {
  return {
    authenticate(request: ApiRequest): AuthenticationResult | Promise<AuthenticationResult> {
      const header = (request.headers.get('authorization')?.[0] ?? '').trim();
      const [scheme = '', token, ...rest] = header.split(' ');
      if (token === undefined || scheme.toLowerCase() !== 'bearer') return UNKNOWN;
      if (token === '') return rest.length > 0 ? { ...UNKNOWN, warnings: [EXTRA_SPACE] } : UNKNOWN;
      return authenticateBearer(tokens, token);
    },
  };
}

/** A token that nobody knows is an error here, unlike no token. */
export async function authenticateBearer(
  tokens: TokenAuthenticator,
  token: string,
  audiences: readonly string[] = [],
): Promise<AuthenticationResult> {
  if (token.length > MAX_TOKEN_LENGTH) return failed(INVALID_BEARER_TOKEN);
  const result = await tokens.authenticateToken(token, audiences);
  return result.kind === 'unknown' ? { ...result, ...failed(INVALID_BEARER_TOKEN) } : result;
}
